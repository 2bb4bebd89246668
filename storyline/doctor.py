"""What this machine and installation have, and whether a film can be made here."""

import os
import platform
import shutil
import tempfile
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import numpy as np

from storyline.errors import StorylineError
from storyline.film import cores, plugins
from storyline.film.plugins import families
from storyline.frames.decode import frame_count
from storyline.frames.encode import encode, ffmpeg_version
from storyline.frames.text import missing_glyphs
from storyline.graph.store import default_folder
from storyline.graph.upkeep import size_of
from storyline.schema.media import FrameSize

OPTIONAL = ("torch", "diffusers", "transformers", "ray")


class Check(NamedTuple):
    """One thing looked at: is it as a film needs it, and what was found."""

    name: str
    ok: bool
    found: str


def examine() -> tuple[Check, ...]:
    """Look at all that a film needs; the encoder is tried, not only looked for."""
    free = shutil.disk_usage(Path.cwd()).free
    return (
        Check("storyline", True, version("storyline")),
        Check("python", True, f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        Check("cores", True, str(cores())),
        Check("memory", True, _memory()),
        Check("disk", free > 200e6, f"{free / 1e9:.1f} GB free here"),
        _store(),
        _encoder(),
        _fonts(),
        Check("planners", "offline" in plugins("planners"), ", ".join(plugins("planners"))),
        Check("generators", "toon" in plugins("generators"), ", ".join(plugins("generators"))),
        *(Check(name, True, _optional(name)) for name in OPTIONAL),
        Check("models", True, _models()),
    )


def _store() -> Check:
    """The folder of artifacts, which need not be there yet."""
    folder = default_folder().absolute()
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free, writable = shutil.disk_usage(existing).free, os.access(existing, os.W_OK)
    held = f"{size_of(folder) / 1e9:.2f} GB"
    about = f"{folder}: {held if folder.is_dir() else 'not there yet'}, {free / 1e9:.1f} GB free"
    return Check("store", writable and free > 200e6, about + ("" if writable else ", but it cannot be written"))


def _fonts() -> Check:
    samples = {"Latin": "é—ß", "Cyrillic": "Ж", "Greek": "λ", "Arabic": "ع", "Hebrew": "א", "Chinese": "你"}
    found = [script for script, letters in samples.items() if not missing_glyphs(letters)]
    return Check("fonts", len(found) == len(samples), f"letters of {', '.join(found) or 'no script'}")


def _memory() -> str:
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return "unknown"
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"


def _encoder() -> Check:
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "trial.mp4"
            encode([np.zeros((32, 32, 3), np.uint8)] * 3, path, size=FrameSize((32, 32)), rate=Fraction(24), length=3)
            counted = frame_count(path)
        return Check("encoder", counted == 3, f"ffmpeg {ffmpeg_version()}, wrote and read back {counted} of 3 frames")
    except StorylineError as error:
        return Check("encoder", False, str(error))


def _models() -> str:
    """Which families of models have room here."""
    known = {name: family.about for name, family in families().items()}
    try:
        import torch
    except ImportError:
        return f"{len(known)} families, for which torch is missing: `pip install 'storyline[learned]'`"
    if not torch.cuda.is_available():
        return f"{len(known)} families; no GPU, so that all of them would be slow: `storyline models`"
    free = torch.cuda.mem_get_info()[0] / 2**30
    small = [f"{name} ({about.least_gigabytes:g} GB)" for name, about in known.items() if about.least_gigabytes > free]
    said = f"{free:.1f} GB are free on {torch.cuda.get_device_name()}: "
    return said + (f"all {len(known)} families have room" if not small else f"no room for {', '.join(small)}")


def _optional(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed (not needed for the drawn world)"
