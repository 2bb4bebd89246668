"""What assembly costs over piping the same frames into the same encoder."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.drawing import FABLE
from storyline.assembly import assemble
from storyline.film import cores, make_film, plan_film
from storyline.film.plugins import plugin
from storyline.frames.clip import Picture
from storyline.frames.encode import encode
from storyline.schema.media import FrameSize

SIZE = FrameSize((512, 288))


def rows() -> Iterator[tuple[str, str, str]]:
    """Assembly with titles and subtitles against the raw pipe, frames drawn beforehand; then the whole film."""
    whole = plan_film(FABLE)
    board = whole.model_copy(update={"size": SIZE, "scenes": whole.scenes[:1]})
    toon = plugin("generators", "toon")
    drawn: dict[str, list[Picture]] = {shot.id: list(toon.clip(board, shot.id, SIZE)) for _, shot in board.shots()}
    raw = [frame for frames in drawn.values() for frame in frames]
    with tempfile.TemporaryDirectory() as folder:
        piped, assembled = [], []
        for _ in range(3):
            started = time.perf_counter()
            encode(iter(raw), Path(folder) / "raw.mp4", size=SIZE, rate=board.rate, length=len(raw))
            piped.append(len(raw) / (time.perf_counter() - started))
            started = time.perf_counter()
            assemble(board, drawn.__getitem__, Path(folder) / "film.mp4")
            assembled.append(board.length / (time.perf_counter() - started))
        yield f"assembly / raw pipe, rate at {SIZE}", f"{max(assembled) / max(piped):.2f}", "at least 0.7"
        for again in ("", ", once more"):
            started = time.perf_counter()
            film = make_film(FABLE, Path(folder) / "fable.mp4", store=Path(folder) / "store")
            seconds = time.perf_counter() - started
            made = f"{film.storyboard.length} frames at {film.storyboard.size}"
            yield f"`make_film` of the fable ({made}){again}, seconds on {cores()} cores", f"{seconds:.1f}", ""
