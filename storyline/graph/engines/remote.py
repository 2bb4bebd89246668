"""A worker of a cluster: it does batches on its machine, whether or not it sees the store from there."""

import os
import platform
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory, gettempdir, mkdtemp

from storyline.errors import StoreError, StorylineError, WorkerError
from storyline.frames import processes
from storyline.frames.encode import ffmpeg_version
from storyline.graph.engines.protocol import Makers, Order, perform, plain
from storyline.graph.store import Store, digest

_FOLDER = "storyline-worker-"
_LIBRARIES = ("storyline", "numpy", "opencv-python-headless", "pillow", "moviepy")


@dataclass(frozen=True)
class Token:
    """A file in the driver's store: who reads its text sees that store."""

    store: Path
    file: Path
    text: str


@dataclass(frozen=True)
class Greeting:
    """What a worker says of itself."""

    name: str
    """For people: its process and its machine."""
    versions: Mapping[str, str]
    sees_store: bool


@dataclass(frozen=True)
class Answer:
    """How a batch went."""

    error: StorylineError | None
    digests: tuple[str, ...] = ()
    """Of the artifacts that are sent with it (see `store.digest`); empty where they lie in the driver's store."""
    memory: int = 0
    """See `Outcome`."""


def versions() -> dict[str, str]:
    """What keys of artifacts speak of: with other versions the same task may come out different."""
    return {name: version(name) for name in _LIBRARIES} | {"ffmpeg": ffmpeg_version()}


class RemoteWorker:
    """Does one batch after the other, in a process of its own. `greet` comes first."""

    def __init__(self) -> None:
        """Make a folder for what is sent here, and remove those of workers that were killed."""
        for left in Path(gettempdir()).glob(f"{_FOLDER}*"):
            if processes.lives(left.name.removeprefix(_FOLDER).rpartition("-")[0]) is False:
                shutil.rmtree(left, ignore_errors=True)
        self._folder = Path(mkdtemp(prefix=f"{_FOLDER}{processes.this()}-"))
        self._name = f"process {os.getpid()} of {platform.node()}"

    def greet(self, makers: Makers, token: Token, threads: int) -> Greeting:
        """Be told who does tasks, and look for the store. Raises SetupError if it is seen, but cannot be used."""
        import cv2

        cv2.setNumThreads(threads)
        self._makers = makers
        self._store: Store | None = None
        with suppress(OSError, UnicodeDecodeError):
            if token.file.read_text() == token.text:
                self._store = Store(token.store)
        return Greeting(self._name, versions(), self._store is not None)

    def perform(
        self, order: Order, files: Sequence[str], laid: Sequence[str], inputs: Sequence[Path], *sent: bytes
    ) -> tuple[Answer | bytes | None, ...]:
        """Do a batch: the answer, then its artifacts where the store is not seen from here.

        Args:
            order: the batch.
            files: what it needs of those that the storyboard names, by their paths in its root.
            laid: those of them that are sent; the others were sent before.
            inputs: the artifacts that are sent, where the store is not seen.
            sent: the bytes of those files, then of those artifacts.
        """
        nothing = (None,) * len(order.keys)
        try:
            if files:
                order = replace(order, root=self._root(order.root, laid, sent))
            if self._store is None:
                return self._performed(order, dict(zip(inputs, sent[len(laid) :], strict=True)))
            perform(order, self._store, self._makers)
        except StorylineError as error:
            return Answer(plain(error)), *nothing
        except OSError as error:
            return Answer(WorkerError(f"{self._name} cannot keep what it was sent: {error}")), *nothing
        return Answer(None, memory=processes.memory()), *nothing

    def leave(self) -> None:
        """Remove all that was kept here."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _performed(self, order: Order, inputs: Mapping[Path, bytes]) -> tuple[Answer | bytes, ...]:
        """A batch done in a store of its own."""
        with TemporaryDirectory(dir=self._folder) as folder:
            here = {path: Path(folder) / path.name for path in inputs}
            for path, data in inputs.items():
                here[path].write_bytes(data)
                key, expected, _ = path.name.split(".")
                if digest(key, here[path]) != expected:
                    raise WorkerError(f"{self._name}: an artifact was damaged on its way here")
            store = Store(Path(folder) / "store")
            order = replace(order, inputs=tuple(tuple(here[path] for path in paths) for paths in order.inputs))
            try:
                perform(order, store, self._makers)
            except StoreError as error:  # of the store here, not the film's
                raise WorkerError(f"{self._name}: {error}") from None
            made = [entry for key in order.keys if (entry := store.find(key)) is not None]
            answer = Answer(None, tuple(entry.digest for entry in made), processes.memory())
            return answer, *(entry.path.read_bytes() for entry in made)

    def _root(self, root: Path, laid: Sequence[str], sent: Sequence[bytes]) -> Path:
        """The folder here that stands for one of the driver's, with what is sent laid into it."""
        folder = self._folder / "roots" / sha256(os.fsencode(root)).hexdigest()[:16]
        for name, data in zip(laid, sent, strict=False):
            path = folder / PurePosixPath(name.replace("\\", "/"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return folder
