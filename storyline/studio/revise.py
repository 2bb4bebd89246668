"""Storyboard + changes → Storyboard, with what a person decided noted in its origins.

A change names a place in the storyboard's JSON document:

    {"do": "set",    "at": ["scenes", 0, "shots", 2, "panels", 0, "placements", 1, "box"], "value": [0, 0, 1, 1]}
    {"do": "insert", "at": ["scenes", 0, "shots", 3], "value": {…}}     into a list, before its item 3
    {"do": "remove", "at": ["scenes", 0, "shots", 2]}                   of a list; a field goes back to its default
    {"do": "move",   "at": ["scenes", 0, "shots", 2], "to": 0}          where it stands afterwards, in its list
    {"do": "move",   "at": ["scenes", 0, "shots", 2], "to": ["scenes", 1, "shots", 0]}        … or in another such list
    {"do": "reframe", "at": ["scenes", 0, "shots", 2, "camera"], "value": [{"zoom": 2}]}      everybody stays in place
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from storyline.errors import ScriptError
from storyline.schema.base import slug
from storyline.schema.camera import CameraKeyframe
from storyline.schema.check import Path
from storyline.schema.faults import Fault, validate, where
from storyline.schema.storyboard import Shot, Storyboard
from storyline.studio.origins import Origins
from storyline.studio.reframe import reframed

MOST_CHANGES = 1000
"""In one batch."""
_MOST_DEPTH = 20
"""Of lists and mappings in each other, in a value."""
_MOST_DIGITS = 300
"""Of a whole number."""
_NAMED = {"scenes": "scene", "shots": "shot", "cast": "entity", "places": "place", "groups": "group"}
"""Lists whose items have ids, and what one is called that says nothing of itself."""
_SAYING = ("action", "heading", "name", "kind")
"""Fields that an id may be made of."""
_ABOVE = 3
"""Steps of the longest path that leads to more than one shot."""
_CAMERA = TypeAdapter(tuple[CameraKeyframe, ...])


class RefusedError(ScriptError):
    """Changes that make no valid storyboard; nothing of them was done."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """With every fault, each at its place in the document."""
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


def revise(board: Storyboard, changes: Sequence[Any]) -> Storyboard:
    """Do changes one after the other: all of them, or none.

    What they set is noted as a person's. Scenes, shots, entities, places and groups that are put in without an `id` get
    one of their own.

    Raises:
        RefusedError: with a fault for each field that does not fit, by its path in the document as it would be.
    """
    if not isinstance(changes, list | tuple) or not 1 <= len(changes) <= MOST_CHANGES:
        raise RefusedError([Fault((), "", f"expected a list of 1 to {MOST_CHANGES} changes")])
    revision = _Revision(board)
    for change in changes:
        revision.do(change)
    revised, faults = validate(Storyboard, revision.document | {"origins": revision.origins.listed()})
    if revised is None:
        raise RefusedError(faults)
    return revised


class _Revision:
    """A document on its way from one storyboard to the next.

    Shots stay nouns until a change leads into them: a film has hundreds, and a change is about one.
    """

    def __init__(self, board: Storyboard) -> None:
        self.document: dict[str, Any] = board.model_dump(mode="json", exclude={"scenes": {"__all__": {"shots"}}})
        for scene, found in zip(self.document["scenes"], board.scenes, strict=True):
            scene["shots"] = list(found.shots)
        self.origins = Origins(board.origins)

    def do(self, change: Any) -> None:
        if not isinstance(change, Mapping):
            raise _refused((), self.document, "a change has fields such as `do` and `at`")
        at = change.get("at")
        if not isinstance(at, list | tuple) or not at or not all(_is_step(step) for step in at):
            raise _refused((), self.document, "`at`: expected the path of a field: a list of names and numbers")
        path: Path = tuple(_checked((), list(at)))
        if path[0] == "origins":
            raise _refused(path, self.document, "origins are kept as changes are made; change what they speak of")
        match change.get("do"):
            case "set" if "value" in change:
                self._set(path, _checked(path, change["value"]))
            case "insert" if "value" in change:
                self._insert(path, _checked(path, change["value"]))
            case "remove":
                self._remove(path)
            case "move" if "to" in change:
                self._move(path, change["to"])
            case "reframe" if "value" in change:
                self._reframe(path, _checked(path, change["value"]))
            case _:
                expected = "expected `do`: set, insert or reframe with a `value`, remove, or move with `to`"
                raise _refused(path, self.document, expected)

    def _set(self, path: Path, value: Any) -> None:
        parent: Any = self._parent(path)
        is_item = isinstance(parent, list)
        if is_item:
            self._within(parent, path, len(parent) - 1)
        if path[0] == "scenes" and len(path) <= _ABOVE:
            self._open_all()
        if is_item:
            _opened(parent, int(path[-1]))
        elif path[-1] in parent and parent[path[-1]] == value and type(parent[path[-1]]) is type(value):
            return
        old = parent[path[-1]] if is_item else parent.get(path[-1])
        before = self._steps(path)
        parent[path[-1]] = value
        for n, (was, is_now) in enumerate(zip(before, self._steps(path), strict=True), 1):
            if was != is_now:  # an id
                self.origins.rename(before[:n], (*before[: n - 1], is_now))
        for changed in _differing(old, value):
            self.origins.note(self._steps((*path, *changed)))

    def _insert(self, path: Path, value: Any) -> None:
        items = self._list(path, len(self._items(path)))
        if isinstance(value, dict) and path[-2] in _NAMED and value.get("id") is None:
            value = {"id": self._free_id(str(path[-2]), value), **{k: v for k, v in value.items() if k != "id"}}
        items.insert(int(path[-1]), value)
        self._reordered(path[:-1], [n for n in range(len(items)) if n != path[-1]])
        self.origins.note(self._steps(path))

    def _remove(self, path: Path) -> None:
        parent = self._parent(path)
        if isinstance(parent, list):
            self._within(parent, path, len(parent) - 1)
            self.origins.forget(self._steps(path))
            del parent[int(path[-1])]
            order: list[int | None] = [n - (n > int(path[-1])) for n in range(len(parent) + 1)]
            order[int(path[-1])] = None
            self._reordered(path[:-1], order)
        elif path[-1] in parent:
            steps = self._steps(path)
            del parent[path[-1]]
            self.origins.note(steps)

    def _move(self, path: Path, to: Any) -> None:
        items = self._list(path, len(self._items(path)) - 1)
        target: Path = tuple(to) if isinstance(to, list | tuple) else (*path[:-1], to)
        fits = all(_is_step(step) for step in target) and target[-2:-1] == path[-2:-1]
        if not fits or isinstance(target[-1], str):
            expected = "expected the number of an item, or the path of one in a like list"
            raise _refused(path, self.document, f"`to`: {expected}")
        if target[:-1] == path[:-1]:
            self._within(items, target, len(items) - 1)
            order = list(range(len(items)))
            order.insert(int(target[-1]), order.pop(int(path[-1])))
            items.insert(int(target[-1]), items.pop(int(path[-1])))
            self._reordered(path[:-1], [order.index(n) for n in range(len(order))])
            return
        if path[-2] not in _NAMED:
            raise _refused(path, self.document, "`to`: only what has an id moves from one list into another")
        others = self._list(target, len(self._items(target)))
        before = self._steps(path)
        others.insert(int(target[-1]), items.pop(int(path[-1])))
        self.origins.rename(before, self._steps(target))

    def _reframe(self, path: Path, value: Any) -> None:
        """Set a shot's camera; what is no camera, or no shot yet, is told when all changes are done."""
        if path[-1] != "camera":
            raise _refused(path, self.document, "expected the path of a shot's camera")
        shot, _ = validate(Shot, self._parent(path))
        self._set(path, value)
        try:
            camera = _CAMERA.validate_python(value)
        except ValidationError:
            return
        for n, panel in enumerate(reframed(shot, camera).panels if shot else ()):
            there = (*path[:-1], "panels", n)
            panels: list[Any] = self._items(there)
            if n < len(panels) and panels[n]["at"] == panel.at:
                self._set((*there, "placements"), [placement.model_dump(mode="json") for placement in panel.placements])
            else:
                self._insert(there, panel.model_dump(mode="json"))

    def _reordered(self, path: Path, order: Sequence[int | None]) -> None:
        """Note where each item of a list without ids stands now."""
        if path[-1] not in _NAMED:
            self.origins.reorder(self._steps(path), order)

    def _parent(self, path: Path) -> Any:
        """The list or mapping that a path's last step leads into."""
        node: Any = self.document
        for n, step in enumerate(path[:-1]):
            found = isinstance(node, list) and isinstance(step, int) and step < len(node)
            if not found and not (isinstance(node, dict) and step in node):
                raise _refused(path[: n + 1], self.document, "there is nothing here")
            node = _opened(node, step)
        if not isinstance(node, dict if isinstance(path[-1], str) else list):
            raise _refused(path, self.document, "there is no such field or item here")
        return node

    def _items(self, path: Path) -> list[Any]:
        if isinstance(path[-1], str):
            raise _refused(path, self.document, "expected the path of an item of a list")
        items: list[Any] = self._parent(path)
        return items

    def _list(self, path: Path, most: int) -> list[Any]:
        items = self._items(path)
        self._within(items, path, most)
        return items

    def _within(self, items: Sequence[Any], path: Path, most: int) -> None:
        if int(path[-1]) > most:
            raise _refused(path, self.document, f"expected an item of 0..{most}; the list has {len(items)}")

    def _steps(self, path: Path) -> Path:
        """The path as origins have it: scenes, shots and others with ids by these."""
        steps: list[str | int] = []
        node: Any = self.document
        for n, step in enumerate(path):
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                node = None
            id = _id_of(node) if isinstance(step, int) and n > 0 and path[n - 1] in _NAMED else None
            steps.append(id if isinstance(id, str) else step)
        return tuple(steps)

    def _free_id(self, field: str, value: Mapping[str, Any]) -> str:
        said = next((value[f] for f in _SAYING if isinstance(value.get(f), str) and value[f].strip()), _NAMED[field])
        wanted, number = slug(said), 1
        taken = {id for item in self._all(field) if isinstance(id := _id_of(item), str)}
        id = wanted
        while id in taken:
            number += 1
            id = f"{wanted}-{number}"
        return id

    def _open_all(self) -> None:
        for shots in (scene.get("shots") for scene in self.document["scenes"] if isinstance(scene, dict)):
            for n in range(len(shots) if isinstance(shots, list) else 0):
                _opened(shots, n)

    def _all(self, field: str) -> Sequence[Any]:
        if field != "shots":
            return self.document.get(field) or ()
        scenes = self.document["scenes"]
        return [shot for scene in scenes if isinstance(scene, dict) for shot in scene.get("shots") or ()]


def _opened(node: Any, step: str | int) -> Any:
    """What stands at a step, which changes are about to lead into: no noun any more."""
    if isinstance(node[step], Shot):
        node[step] = node[step].model_dump(mode="json")
    return node[step]


def _id_of(item: Any) -> Any:
    return item.id if isinstance(item, Shot) else item.get("id") if isinstance(item, dict) else None


def _is_step(step: Any) -> bool:
    return isinstance(step, str) or (isinstance(step, int) and not isinstance(step, bool) and step >= 0)


def _refused(path: Path, document: Any, message: str) -> RefusedError:
    return RefusedError([Fault(path, where(path, document), message)])


def _differing(old: Any, new: Any) -> Iterator[Path]:
    """The paths at which two values differ, lists of different lengths as a whole."""
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        for name in new:
            yield from ((name, *below) for below in _differing(old[name], new[name]))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new) and _are_dicts([*old, *new]):
        for n, both in enumerate(zip(old, new, strict=True)):
            yield from ((n, *below) for below in _differing(*both))
    elif old != new or type(old) is not type(new):
        yield ()


def _are_dicts(items: Sequence[Any]) -> bool:
    return all(isinstance(item, dict) for item in items)


def _checked(path: Path, value: Any) -> Any:
    """A value that a file can hold, as plain lists and dicts of its own."""
    try:
        return _plain(value, 0)
    except ValueError as error:
        raise RefusedError([Fault(path, "", str(error))]) from None


def _plain(value: Any, depth: int) -> Any:
    if depth > _MOST_DEPTH:
        raise ValueError(f"expected at most {_MOST_DEPTH} lists and mappings in each other; got more")
    match value:
        case dict():
            return {_plain(str(name), depth): _plain(item, depth + 1) for name, item in value.items()}
        case list() | tuple():
            return [_plain(item, depth + 1) for item in value]
        case str():
            try:
                value.encode()
            except UnicodeEncodeError:
                raise ValueError("expected characters; got half of a surrogate pair") from None
        case int() if abs(value) >= 10**_MOST_DIGITS:
            raise ValueError(f"expected a number of at most {_MOST_DIGITS} digits")
        case float() if value != value or value in (float("inf"), float("-inf")):
            raise ValueError(f"expected a finite number; got {value}")
        case None | bool() | int() | float():
            pass
        case _:
            raise ValueError(f"expected a value of JSON; got {type(value).__name__}")
    return value
