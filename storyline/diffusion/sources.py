"""Where a model lies: a folder, one file of safetensors, or a name on Hugging Face's hub. Read without torch."""

import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from platformdirs import user_cache_path

from storyline.errors import AssemblyError, SetupError
from storyline.frames.replacing import replacing

_ON_HUB = re.compile(r"[\w.-]+/[\w.-]+")
_PART = re.compile(r",(?=\w+=)")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl")
_SMALL = 1 << 20


@dataclass(frozen=True)
class Source:
    """A model, by where it lies."""

    name: str
    """A folder, a file, or `OWNER/NAME`."""
    revision: str | None = None
    """Of a model on the hub: a commit, a tag or a branch."""
    parts: tuple[tuple[str, "Source"], ...] = ()
    """Of it, by name, that are taken from elsewhere."""

    @classmethod
    def parse(cls, text: str) -> "Source":
        """`FOLDER`, `FILE.safetensors`, `OWNER/NAME` or `OWNER/NAME@REVISION`; what is there is a folder or a file.

        Parts may follow that are taken from elsewhere: `OWNER/NAME,motion_adapter=FOLDER`.

        Raises:
            SetupError: it is none of them, or a file that would be unpickled.
        """
        whole, *others = _PART.split(text)
        if others:
            parts = ((name, cls.parse(where)) for name, _, where in (other.partition("=") for other in others))
            return replace(cls.parse(whole), parts=tuple(parts))
        here = Path(text).expanduser()
        if text and here.exists():
            source = cls(str(here))
            source.must_be_safe()
            return source
        name, _, revision = text.partition("@")
        if here.suffix.lower() in _PICKLES or here.suffix == ".safetensors" or not _ON_HUB.fullmatch(name):
            raise SetupError(f"model {text!r}: expected a folder, a .safetensors file, or OWNER/NAME[@REVISION]")
        return cls(name, revision or None)

    @property
    def path(self) -> Path | None:
        """Of a folder or a file; None on the hub."""
        here = Path(self.name)
        return here if here.exists() else None

    def part(self, name: str, otherwise: str) -> "Source | None":
        """Where a part of the model is taken from; None is the model itself, which then has it.

        Args:
            name: of the part, and of its folder in a model that has it.
            otherwise: what stands for a part that is not told and that the model has not.

        Raises:
            SetupError: what stands for it is no model.
        """
        told = dict(self.parts).get(name)
        if told is None and not (self.path is not None and (self.path / name).is_dir()):
            told = Source.parse(otherwise)
        return told

    def must_be_safe(self) -> None:
        """Refuse weights that would be unpickled: they may run anything. Raises SetupError."""
        here = Path(self.name)
        pickles = [here] if here.suffix.lower() in _PICKLES else []
        if here.is_dir() and not any(here.rglob("*.safetensors")):
            pickles = [path for path in here.rglob("*") if path.suffix.lower() in _PICKLES]
            if not pickles:
                raise SetupError(f"model {self.name}: expected a folder with weights as .safetensors; it has none")
        if pickles or (here.is_file() and here.suffix != ".safetensors"):
            raise SetupError(
                f"model {self.name}: expected weights as .safetensors; got {(pickles or [here])[0].name}, which could "
                "run anything when it is read. Take the model's safetensors, or convert it: "
                "`pipe = DiffusionPipeline.from_pretrained(…); pipe.save_pretrained(FOLDER, safe_serialization=True)`, "
                "on a machine that you can lose"
            )

    @cached_property
    def identity(self) -> Mapping[str, str]:
        """What tells this model from any other: the digest of its files, or its name and commit.

        Raises:
            SetupError: it is not here, and the hub cannot be asked.
        """
        here = self.path
        if here is not None:
            return {"files": _digest(here)}
        return {"name": self.name, "commit": self._commit()}

    def _commit(self) -> str:
        if self.revision and _COMMIT.fullmatch(self.revision):
            return self.revision
        try:
            from huggingface_hub import HfApi
            from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError
        except ImportError as error:
            raise SetupError(
                f"model {self.name}: {error}; install it with `pip install 'storyline[learned]'`"
            ) from None
        known, asked = _Known(), f"hub {self.name}@{self.revision or 'main'}"
        try:
            commit = str(HfApi().model_info(self.name, revision=self.revision, timeout=10).sha)
        except GatedRepoError:
            raise SetupError(
                f"model {self.name}: its owners ask for consent; give it on its page, and set HF_TOKEN to a token of "
                "yours"
            ) from None
        except RepositoryNotFoundError:
            raise SetupError(f"model {self.name}: the hub has none of this name, or it is private (HF_TOKEN)") from None
        except Exception as error:  # of the hub's client and the network, each with its own
            if asked in known:
                return known[asked]
            said = " ".join(str(error).split())[:200]
            revision = f" at {self.revision!r}" if self.revision else ""
            raise SetupError(
                f"model {self.name}{revision}: the hub cannot be asked, and nobody has used the model here: {said}"
            ) from None
        known[asked] = commit
        known.save()
        return commit


def _digest(here: Path) -> str:
    """Of what a folder's files hold, or a file; large files that have not changed are read once."""
    files = sorted(path for path in here.rglob("*") if path.is_file()) if here.is_dir() else [here]
    known = _Known()
    told = [(path.relative_to(here).as_posix() if here.is_dir() else "", known.digest(path)) for path in files]
    known.save()
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


class _Known(dict[str, str]):
    """What was found out before, kept between runs: commits, and digests of large files by their size and time."""

    def __init__(self) -> None:
        self._file = user_cache_path("storyline", "storyline") / "models.json"
        with suppress(OSError, ValueError, AttributeError, RecursionError):
            super().__init__({str(name): str(value) for name, value in json.loads(self._file.read_bytes()).items()})
        self._read = dict(self)

    def digest(self, path: Path) -> str:
        stat = path.stat()
        key = f"{path.resolve()} {stat.st_size} {stat.st_mtime_ns}"
        if stat.st_size > _SMALL and key in self:
            return self[key]
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise SetupError(f"model: {path} cannot be read: {error.strerror}") from None
        if stat.st_size > _SMALL:
            self[key] = found
        return found

    def save(self) -> None:
        if self != self._read:
            with suppress(AssemblyError), replacing(self._file) as part:  # it only saves time
                part.write_text(json.dumps(self), "utf-8")
