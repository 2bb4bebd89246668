"""Origins that follow a storyboard as it is changed: a path has one origin, and moves with what it speaks of."""

from collections.abc import Callable, Mapping, Sequence

from storyline.schema.check import Path

PERSON = "person"


class Origins:
    """Who decided what (see `schema.origin`), by path."""

    def __init__(self, origins: Mapping[str, Sequence[str]]) -> None:
        """As a storyboard has them."""
        self._names = list(origins)
        self._by_path: dict[str, str] = {}
        for name, paths in origins.items():
            for path in paths:
                self._by_path.setdefault(path, name)

    def listed(self) -> dict[str, list[str]]:
        """As a storyboard has them."""
        found: dict[str, list[str]] = {name: [] for name in self._names}
        for path, name in self._by_path.items():
            found.setdefault(name, []).append(path)
        return {name: paths for name, paths in found.items() if paths or name != PERSON}

    def note(self, steps: Path) -> None:
        """A person decided what stands here, with all below it."""
        self.forget(steps)
        if self._of(_joined(steps)) != PERSON:
            self._by_path[_joined(steps)] = PERSON

    def forget(self, steps: Path) -> None:
        """What stands here is gone."""
        self._map(lambda path: None if _is_below(path, _joined(steps)) else path)

    def rename(self, before: Path, after: Path) -> None:
        """What stood at one path stands at another; who decided it stays the same."""
        old, new = _joined(before), _joined(after)
        if old == new:
            return
        decided = self._of(old)
        self._map(lambda path: new + path[len(old) :] if _is_below(path, old) else path)
        if decided is not None and self._of(new) != decided:
            self._by_path[new] = decided

    def reorder(self, steps: Path, order: Sequence[int | None]) -> None:
        """The items of a list stand elsewhere: item n at `order[n]`, or nowhere."""
        prefix = _joined(steps) + "/"

        def moved(path: str) -> str | None:
            number, slash, rest = path.removeprefix(prefix).partition("/")
            if not path.startswith(prefix) or not number.isdecimal() or int(number) >= len(order):
                return path
            now = order[int(number)]
            return None if now is None else f"{prefix}{now}{slash}{rest}"

        self._map(moved)

    def _of(self, path: str) -> str | None:
        """The origin of the longest path that leads here."""
        found = [known for known in self._by_path if _is_below(path, known)]
        return self._by_path[max(found, key=len)] if found else None

    def _map(self, change: Callable[[str], str | None]) -> None:
        mapped = ((change(path), name) for path, name in self._by_path.items())
        self._by_path = {path: name for path, name in mapped if path is not None}


def _joined(steps: Path) -> str:
    return "/".join(map(str, steps))


def _is_below(path: str, known: str) -> bool:
    return known == "" or path == known or path.startswith(known + "/")
