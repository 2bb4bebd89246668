"""`storyline draw` and `storyline board`: a storyboard as pictures."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from storyline.cli.answer import counted, must_end, say
from storyline.cli.options import (
    GeneratorName,
    Guidance,
    Json,
    Levels,
    PlannerName,
    Quiet,
    Source,
    Steps,
    StoreFolder,
    Workers,
    generator_of,
)
from storyline.cli.progress import Progress
from storyline.errors import SetupError


def draw(
    script: Source,
    output: Annotated[Path, typer.Option("-o", "--output", help="A folder for one PNG a panel, or one .png.")],
    frame: Annotated[int | None, typer.Option(min=0, help="One frame of the film, counted from 0.")] = None,
    generator: GeneratorName = "toon",
    steps: Steps = None,
    guidance: Guidance = None,
    levels: Levels = None,
    planner: PlannerName = "offline",
    workers: Workers = None,
    store: StoreFolder = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw the panels of a storyboard, or one frame of its film, as pictures."""
    from PIL import Image

    from storyline.film import Render, keep_inputs, plan_film
    from storyline.frames.replacing import replacing_all

    if frame is not None:
        must_end(output, ".png")
    elif output.suffix.lower() == ".png":
        raise SetupError(f"-o: expected a folder; with --frame N it is one .png; got {str(output)!r}")
    with Progress(quiet or as_json) as progress:
        board = plan_film(script, planner=planner)
        if frame is not None and not frame < board.length:
            raise SetupError(f"--frame: the film has frames 0..{board.length - 1}; got {frame}")
        panels = [(shot.id, panel.at) for _, shot in board.shots() for panel in shot.panels]
        paths = [output / f"{n:04}-{shot}-{at:05}.png" for n, (shot, at) in enumerate(panels, 1)]
        paths = paths if frame is None else [output]
        keep_inputs(script, board, script.parent, paths)
        chosen = generator_of(generator, steps, guidance, levels)
        render = Render.of(board, chosen, script.parent, store, workers, progress)
        with replacing_all(paths) as parts:
            if frame is not None:
                Image.fromarray(render.frame(frame)).save(parts[output], format="PNG")
            else:
                stills = render.keyframes()
                found = (
                    picture for _, shot in board.shots() for picture in stills(shot.id, [p.at for p in shot.panels])
                )
                for path, picture in zip(paths, found, strict=True):
                    Image.fromarray(picture).save(parts[path], format="PNG")
    say(
        as_json,
        quiet,
        {"pictures": [str(path) for path in paths]},
        f"{output}: {counted(len(paths), 'picture')}",
    )


def board(
    script: Source,
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", help="A .png (the contact sheet), a .html (a page that plays), or a .pdf (sheets)."
        ),
    ],
    layout: Annotated[
        Literal["2x3", "3x3"] | None, typer.Option(help="Of a .pdf: rows x columns of panels on a sheet; 2x3.")
    ] = None,
    film: Annotated[
        Path | None,
        typer.Option(help="Of a .html: the film that it plays; the one that lies beside it, or else the panels."),
    ] = None,
    boxes: Annotated[bool, typer.Option(help="Outline the entities; a .html can show and hide them itself.")] = True,
    generator: GeneratorName = "toon",
    steps: Steps = None,
    guidance: Guidance = None,
    levels: Levels = None,
    planner: PlannerName = "offline",
    workers: Workers = None,
    store: StoreFolder = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw the board: the panels with boxes, terms of the trade, timecodes, dialogue and notes.

    Examples: storyline board storyboard.yaml -o board.html · storyline board storyboard.yaml -o board.pdf --layout 3x3
    """
    from storyline.film import BOARDS, Render, draw_board, film_beside, keep, keep_inputs, plan_film

    must_end(output, *BOARDS)
    ending = output.suffix.lower()
    if layout is not None and ending != ".pdf":
        raise SetupError(f"--layout: only a .pdf is laid out in sheets; got -o {str(output)!r}")
    if film is not None:
        if ending != ".html":
            raise SetupError(f"--film: only a .html plays a film; got -o {str(output)!r}")
        if not film.is_file():
            raise SetupError(f"--film: expected the file of a film; there is none at {str(film)!r}")
        keep({film: "the film"}, [output])
    with Progress(quiet or as_json) as progress:
        planned = plan_film(script, planner=planner)
        keep_inputs(script, planned, script.parent, [output])
        chosen = generator_of(generator, steps, guidance, levels)
        stills = Render.of(planned, chosen, script.parent, store, workers, progress).keyframes()
        played = film or (film_beside(output) if ending == ".html" else None)
        draw_board(planned, output, stills, layout=layout or "2x3", film=played, boxes=boxes)
    plays = {"film": str(played)} if played else {}
    say(as_json, quiet, {"board": str(output), **plays}, f"{output}{f', which plays {played}' if played else ''}")
