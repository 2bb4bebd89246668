"""A finished film, and what lies beside it."""

import base64
import hashlib
import html
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from storyline.errors import SetupError
from storyline.frames.encode import ffmpeg_version
from storyline.schema.base import canonical
from storyline.schema.storyboard import Shot, Storyboard

COMPANIONS = ("storyboard.yaml", "board.png", "film.srt", "manifest.json")
"""What lies beside a film; see `companion`."""

_LIBRARIES = ("storyline", "numpy", "opencv-python-headless", "pillow", "moviepy", "pydantic")
"""Whose versions the manifest gives."""


@dataclass(frozen=True)
class Film:
    """A finished film: its storyboard and its file."""

    storyboard: Storyboard
    path: Path

    @property
    def duration(self) -> Fraction:
        """Length in seconds, exact."""
        return self.storyboard.seconds

    @property
    def shots(self) -> tuple[Shot, ...]:
        """Its shots in order."""
        return tuple(shot for _, shot in self.storyboard.shots())

    @property
    def generator(self) -> str:
        """The name of the generator that it was made by, as its manifest says.

        Raises:
            SetupError: the manifest is not there, or does not say it.
        """
        file = self.companion("manifest.json")
        try:
            return str(json.loads(file.read_bytes())["settings"]["generator"])
        except (OSError, ValueError, KeyError, TypeError):
            raise SetupError(f"{file}: expected the manifest of the film, with its generator; name one") from None

    def update(self, storyboard: Storyboard, **options: Any) -> "Film":
        """Render it again, at its place, as another storyboard has it: only what changed.

        A notebook shows how far each shot is. The options are those of `storyline.notebook.update`.
        """
        film: Film = import_module("storyline.notebook").update(self, storyboard, **options)
        return film  # by name: nouns know no notebook

    def companion(self, name: str) -> Path:
        """The file beside the film that holds its storyboard, board, subtitles or manifest (see `companion`)."""
        return companion(self.path, name)

    def to_moviepy(self) -> Any:
        """The film as a moviepy `VideoClip`, every frame in its place."""
        from storyline.assembly.to_moviepy import to_moviepy

        return to_moviepy(self.path)

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.path.read_bytes()).decode()
        title = html.escape(self.storyboard.title)
        return (
            f'<figure><video controls width="640" src="data:video/mp4;base64,{data}"></video>'
            f"<figcaption>{title}, {float(self.duration):.1f} s, {len(self.shots)} shots</figcaption></figure>"
        )


def companion(film: Path, name: str) -> Path:
    """Where a film's `storyboard.yaml`, `board.png`, `film.srt` or `manifest.json` lies.

    Beside `film.mp4` they have these names; another film's name is put in front, so that films may share a folder.

    >>> companion(Path("out/film.mp4"), "board.png").as_posix()
    'out/board.png'
    >>> companion(Path("out/fable.mp4"), "board.png").as_posix()
    'out/fable.board.png'
    >>> companion(Path("out/fable.mp4"), "film.srt").as_posix()
    'out/fable.srt'
    """
    if name == "film.srt":
        return film.with_suffix(".srt")
    return film.with_name(name if film.stem == "film" else f"{film.stem}.{name}")


def manifest(
    board: Storyboard, written: Path, key: str, generator: str, workers: int | None, timings: Mapping[str, float]
) -> str:
    """The text of `manifest.json`, for the film that lies at `written` and has this key; `timings` are in seconds."""
    facts = {
        "film": {
            "title": board.title,
            "frames": board.length,
            "seconds": round(float(board.seconds), 3),
            "size": board.size.root,
            "rate": str(board.rate),
            "shots": len(list(board.shots())),
            "sha256": sha256(written),
            "key": key,
        },
        "storyboard": {"sha256": hashlib.sha256(canonical(board)).hexdigest()},
        "seed": board.seed,
        "settings": {"generator": generator, "workers": workers, "subtitles": board.subtitles},
        "versions": {name: version(name) for name in _LIBRARIES}
        | {"python": platform.python_version(), "ffmpeg": ffmpeg_version()},
        "timings": {stage: round(seconds, 2) for stage, seconds in timings.items()},
        "notes": [note.model_dump(exclude_defaults=True) for note in board.notes],
    }
    return json.dumps(facts, indent=2, ensure_ascii=False)


def sha256(file: Path) -> str:
    """The digest of a file's bytes, in hexadecimal."""
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
