"""`storyline draw` and `storyline board`: a storyboard as pictures."""

from pathlib import Path
from typing import Annotated

import typer

from storyline.cli.answer import counted, must_end, say
from storyline.cli.options import GeneratorName, Json, PlannerName, Quiet, Source
from storyline.cli.progress import Progress
from storyline.errors import SetupError


def draw(
    script: Source,
    output: Annotated[Path, typer.Option("-o", "--output", help="A folder for one PNG a panel, or one .png.")],
    frame: Annotated[int | None, typer.Option(min=0, help="One frame of the film, counted from 0.")] = None,
    generator: GeneratorName = "toon",
    planner: PlannerName = "offline",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw the panels of a storyboard, or one frame of its film, as pictures."""
    from PIL import Image

    from storyline.assembly.timeline import FilmFrames
    from storyline.film import clips, keep_inputs, plan_film
    from storyline.frames.clip import Clip
    from storyline.frames.replacing import replacing_all

    if frame is not None:
        must_end(output, ".png")
    elif output.suffix.lower() == ".png":
        raise SetupError(f"-o: expected a folder; with --frame N it is one .png; got {str(output)!r}")
    with Progress(quiet or as_json):
        planned = plan_film(script, planner=planner)
    clip_of = clips(planned, generator, root=script.parent)
    if frame is not None:
        if not frame < planned.length:
            raise SetupError(f"--frame: the film has frames 0..{planned.length - 1}; got {frame}")
        wanted: list[tuple[Path, Clip, int]] = [(output, FilmFrames(planned, clip_of), frame)]
    else:
        panels = [(shot.id, panel.at) for _, shot in planned.shots() for panel in shot.panels]
        wanted = [(output / f"{n:04}-{shot}-{at:05}.png", clip_of(shot), at) for n, (shot, at) in enumerate(panels, 1)]
    paths = [path for path, _, _ in wanted]
    keep_inputs(script, planned, script.parent, paths)
    with Progress(quiet or as_json) as progress, replacing_all(paths) as parts:
        for n, (path, clip, at) in enumerate(wanted, 1):
            Image.fromarray(clip[at]).save(parts[path], format="PNG")
            progress("drawing", n, len(wanted))
    say(
        as_json,
        quiet,
        {"pictures": [str(path) for path in paths]},
        f"{output}: {counted(len(wanted), 'picture')}",
    )


def board(
    script: Source,
    output: Annotated[Path, typer.Option("-o", "--output", help="The contact sheet, a .png.")],
    generator: GeneratorName = "toon",
    planner: PlannerName = "offline",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw the contact sheet: all panels with boxes, timecodes and captions."""
    from storyline.film import clips, draw_board, keep_inputs, plan_film

    must_end(output, ".png")
    with Progress(quiet or as_json) as progress:
        planned = plan_film(script, planner=planner)
        keep_inputs(script, planned, script.parent, [output])
        clip_of = clips(planned, generator, root=script.parent)
        draw_board(planned, output, clip_of, progress=lambda n, total: progress("drawing", n, total))
    say(as_json, quiet, {"board": str(output)}, f"{output}")
