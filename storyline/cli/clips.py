"""`storyline edit`: a clip, edited in its canonical image; and that image, for people to paint on."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from storyline.cli.answer import must_end, say
from storyline.cli.options import GeneratorName, Json, PlannerName, Quiet, StoreFolder, Workers
from storyline.cli.progress import Progress
from storyline.errors import SetupError


def edit(
    clip: Annotated[
        Path,
        typer.Argument(
            help="A video file, or a folder of frames; or a script, with --shot and --export.", metavar="CLIP"
        ),
    ],
    do: Annotated[
        str | None,
        typer.Option(
            "--do",
            metavar="OPERATION",
            help="What is done: recolour, grade, relight, restyle, replace, sign, paint, remove, warp or match.",
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="VALUE", help="What it takes: a colour, a style, words, a picture, JSON."),
    ] = None,
    target: Annotated[
        str,
        typer.Option(
            "--target",
            metavar="WHAT",
            help="all, foreground, background, a box in the first frame as x0,y0,x1,y1 in fractions of it, or a mask: "
            "a picture for the first frame, or a folder with one for each.",
        ),
    ] = "all",
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Whatever else an operation takes.")
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="PNG", help="Write the canonical image, to be painted on: see --do paint."),
    ] = None,
    shot: Annotated[
        str | None,
        typer.Option(
            "--shot",
            metavar="ID|NUMBER",
            help="Of a script: export the canonical image of this shot, for an edit of the script that says do: paint.",
        ),
    ] = None,
    generator: GeneratorName = "toon",
    planner: PlannerName = "offline",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The edited clip, an .mp4.")] = None,
    max_seconds: Annotated[
        float | None, typer.Option("--max-seconds", min=1, help="That the fit may take, on one core.")
    ] = None,
    field: Annotated[
        str | None,
        typer.Option("--field", metavar="NAME", help="How a canonical image is encoded: image, as is usual, or grid."),
    ] = None,
    workers: Workers = None,
    store: StoreFolder = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Change a clip by changing one image: the canonical image that all its frames are mapped to."""
    from storyline.film.edit import edit_clip, export_canonical

    common: dict[str, Any] = {"target": target, "max_seconds": max_seconds, "field": field}
    common |= {"workers": workers, "store": store}
    if (do is None) == (export is None):
        raise SetupError("edit: say --do and what is to be done, or --export and where the canonical image is to lie")
    with Progress(quiet or as_json) as progress:
        if export is not None:
            must_end(export, ".png")
            named = int(shot) if shot is not None and shot.isdigit() else shot
            made_by: dict[str, Any] = {"generator": generator, "planner": planner}
            written = export_canonical(clip, export, shot=named, **made_by, **common, progress=progress)
            told = {"canonical": str(export), "layer": written.layer, "psnr": round(written.psnr, 2)}
            text = f"{export}: layer {written.layer} of {clip}, fitted to {written.psnr:.1f} dB"
        else:
            assert do is not None
            if shot is not None:
                raise SetupError("--shot: a shot is edited in its script (`edits:`); --export writes its picture")
            output = output or clip.with_name(f"{clip.stem}-{do}.mp4")
            must_end(output, ".mp4")
            made = edit_clip(
                clip, output, do=do, to=_plain(to), parameters=_settings(settings or []), **common, progress=progress
            )
            told = {"clip": str(output), "frames": made.frames, "psnr": round(made.psnr, 2), "seconds": made.seconds}
            text = f"{output}: {made.frames} frames, from a fit of {made.psnr:.1f} dB, in {made.seconds:.1f} s"
    say(as_json, quiet, told, text)


def _plain(said: str | None) -> Any:
    """Lists and numbers as such; all else is text."""
    if said is not None and said[:1] in "[{":
        try:
            return json.loads(said)
        except ValueError:
            raise SetupError(f"--to: expected JSON, as it begins with {said[0]!r}; got {said!r}") from None
    return said


def _settings(given: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for setting in given:
        name, equals, value = setting.partition("=")
        if not equals or not name:
            raise SetupError(f"--set: expected NAME=VALUE; got {setting!r}")
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found
