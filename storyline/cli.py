"""The shell's front door: `storyline VERB …`. Every verb is a stage of the flow.

Exit codes: 0 done, 1 the input or the work failed (one clear message on stderr), 2 the command line is wrong,
130 interrupted.
"""

import io
import json
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from storyline.errors import StorylineError

app = typer.Typer(
    name="storyline",
    help="Turn a script into a long film. Try: storyline render story.txt -o film.mp4",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

Source = Annotated[
    Path, typer.Argument(help="A script or storyboard: .txt, .md, .fountain, .yaml or .json.", metavar="SCRIPT")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of prose.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no prose.")]
Seed = Annotated[int | None, typer.Option(min=0, help="Put in place of the script's seed.")]
PlannerName = Annotated[str, typer.Option("--planner", metavar="NAME", help="Who turns the script into a storyboard.")]
GeneratorName = Annotated[str, typer.Option("--generator", metavar="NAME", help="Who draws.")]


def main() -> NoReturn:
    """Run the command line; errors of ours become one message and exit code 1."""
    level = os.environ.get("STORYLINE_LOG", "WARNING").upper()
    if level not in logging.getLevelNamesMapping():
        _fail(f"STORYLINE_LOG: expected DEBUG, INFO, WARNING or ERROR; got {level!r}", 2)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("storyline").setLevel(level)
    for stop in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, stop):
            signal.signal(getattr(signal, stop), signal.default_int_handler)  # tidy up as after Ctrl-C
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names of files need not be text
    try:
        code = app(standalone_mode=False) or 0
    except StorylineError as error:
        _fail(str(error), 1)
    except BrokenPipeError:
        os._exit(1)
    except MemoryError:
        _fail("there is not enough memory for this; make the film's `size` smaller or use fewer --workers", 1)
    except Exception as error:  # a wrong command line; the command-line library's own errors know their exit code
        if not hasattr(error, "exit_code"):
            raise
        error.show()  # type: ignore[attr-defined]
        sys.exit(error.exit_code)
    if code == _INTERRUPTED:
        _fail("stopped; nothing half-written was left behind", code)
    sys.exit(code)


_INTERRUPTED = 130
"""What typer turns Ctrl-C into."""


def _fail(message: str, code: int) -> NoReturn:
    if "--json" in sys.argv:
        print(json.dumps({"error": message}, ensure_ascii=False))
    else:
        print(f"storyline: {message}", file=sys.stderr)
    sys.exit(code)


@app.command(epilog="`storyline render story.txt` · `storyline render board.yaml -o out/film.mp4 --seed 7 --json`")
def render(
    script: Source,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The film; default: NAME/film.mp4 after the script.")
    ] = None,
    seed: Seed = None,
    draft: Annotated[bool, typer.Option("--draft", help="The drawn world, whatever the default generator is.")] = False,
    generator: GeneratorName = "toon",
    planner: PlannerName = "offline",
    workers: Annotated[int | None, typer.Option(min=1, max=256, help="Threads that draw; default: all cores.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and how long it takes.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Turn a script into a film, with its storyboard, board, subtitles and manifest beside it."""
    from storyline import film as flow

    name = "toon" if draft else generator
    if dry_run:
        with _Progress(quiet or as_json):
            planned = flow.plan_film(script, planner=planner, seed=seed)
        _dry_run(planned, name, script.parent, as_json, quiet)
        return
    output = output or Path(script.stem) / "film.mp4"
    with _Progress(quiet or as_json) as progress:
        film = flow.make_film(
            script, output, seed=seed, planner=planner, generator=name, workers=workers, progress=progress
        )
    board = film.storyboard
    _say(
        as_json,
        quiet,
        {
            "film": str(film.path),
            "frames": board.length,
            "seconds": float(film.duration),
            "scenes": len(board.scenes),
            "shots": len(film.shots),
            "notes": [note.text for note in board.notes],
        },
        f"{film.path}: {board.title}, {float(film.duration):.1f} s, {len(board.scenes)} scenes, "
        f"{len(film.shots)} shots, {board.length} frames at {board.size}\n"
        f"beside it: {', '.join(film.companion(n).name for n in flow.COMPANIONS)}" + _notes(board),
    )


def _notes(board: Any) -> str:
    count = len(board.notes)
    return f"\n{count} notes on what was guessed stand in the storyboard" if count else ""


def _dry_run(board: Any, generator: str, root: Path, as_json: bool, quiet: bool) -> None:
    from storyline.film import estimate, tasks

    work = tasks(board, generator)
    with _Progress(quiet or as_json, "drawing a few frames to see how long they take"):
        seconds, size = estimate(board, generator, root=root)
    _say(
        as_json,
        False,
        {"tasks": len(work), "to_run": len(work), "cached": 0, "seconds": round(seconds, 1), "bytes": size},
        "\n".join(f"{task.id}: {task.frames} frames by {task.maker}" for task in work)
        + f"\n{len(work)} tasks, about {seconds:.0f} s and {size / 1e6:.1f} MB",
    )


@app.command(
    "read", epilog="`storyline read play.fountain -o play.yaml` · `storyline read story.txt -o story.fountain`"
)
def read_script(
    script: Source,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A .yaml or a .fountain; default: print YAML.")
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say what a script says, with nothing planned: as YAML, to write more into it, or as a screenplay."""
    from storyline.errors import SetupError
    from storyline.film import keep_script, write_text
    from storyline.reading import read, write_fountain, write_yaml
    from storyline.schema.base import document

    writers: dict[str, Callable[[Any], str]] = {".yaml": write_yaml, ".yml": write_yaml, ".fountain": write_fountain}
    if output is not None and output.suffix.lower() not in writers:
        raise SetupError(f"-o: expected a file ending in {', '.join(writers)}; got {str(output)!r}")
    if output is not None:
        keep_script(script, [output])
    found = read(script).document
    if output is None:
        plain = {"format": found.format} | document(found)
        sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n" if as_json else write_yaml(found))
        return
    write_text(output, writers[output.suffix.lower()](found))
    beats = sum(len(scene.beats) for scene in found.scenes)
    _say(
        as_json,
        quiet,
        {"script": str(output), "scenes": len(found.scenes), "beats": beats},
        f"{output}: {len(found.scenes)} scenes, {beats} beats",
    )


@app.command(epilog="`storyline plan story.txt -o storyboard.yaml` · `storyline plan story.txt --explain`")
def plan(
    script: Source,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The storyboard; default: print it.")] = None,
    planner: PlannerName = "offline",
    seed: Seed = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each choice was made, shot by shot.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Turn a script into a storyboard: YAML to look at, edit by hand and render."""
    from dataclasses import asdict

    from storyline.exchange.gather import gather
    from storyline.film import explain_film, keep_script, plan_film, write_text
    from storyline.reading import write_yaml
    from storyline.schema.base import document
    from storyline.schema.reason import told

    if output is not None:
        keep_script(script, [output])
    if explain:
        board, reasons = explain_film(script, planner=planner, seed=seed)
        if output is not None:
            write_text(output, write_yaml(gather(board, script.parent, output.parent)))
        print(json.dumps([asdict(r) for r in reasons], ensure_ascii=False) if as_json else told(board, reasons))
        return
    with _Progress(quiet or as_json):
        board = plan_film(script, planner=planner, seed=seed)
    if output is None:
        plain = {"format": board.format} | document(board)
        sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n" if as_json else write_yaml(board))
        return
    write_text(output, write_yaml(gather(board, script.parent, output.parent)))
    shots = sum(1 for _ in board.shots())
    _say(
        as_json,
        quiet,
        {
            "storyboard": str(output),
            "scenes": len(board.scenes),
            "shots": shots,
            "cast": len(board.cast),
            "seconds": float(board.seconds),
            "notes": [note.text for note in board.notes],
        },
        f"{output}: {len(board.scenes)} scenes, {shots} shots, {len(board.cast)} in the cast, "
        f"{float(board.seconds):.1f} s" + _notes(board),
    )


@app.command(epilog="`storyline draw board.yaml -o panels/` · `storyline draw board.yaml --frame 100 -o frame.png`")
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
    from storyline.errors import SetupError
    from storyline.film import clips, plan_film
    from storyline.frames.clip import Clip
    from storyline.frames.replacing import replacing

    if (output.suffix.lower() == ".png") != (frame is not None):
        wanted_name = "a folder; with --frame N it is one .png" if frame is None else "a file ending in .png"
        raise SetupError(f"-o: expected {wanted_name}; got {str(output)!r}")
    with _Progress(quiet or as_json):
        board = plan_film(script, planner=planner)
    clip_of = clips(board, generator, root=script.parent)
    if frame is not None:
        if not frame < board.length:
            raise SetupError(f"--frame: the film has frames 0..{board.length - 1}; got {frame}")
        wanted: list[tuple[Path, Clip, int]] = [(output, FilmFrames(board, clip_of), frame)]
    else:
        panels = [(shot.id, panel.at) for _, shot in board.shots() for panel in shot.panels]
        wanted = [(output / f"{n:04}-{shot}-{at:05}.png", clip_of(shot), at) for n, (shot, at) in enumerate(panels, 1)]
    with _Progress(quiet or as_json) as progress:
        for n, (path, clip, at) in enumerate(wanted, 1):
            with replacing(path) as part:
                Image.fromarray(clip[at]).save(part, format="PNG")
            progress("drawing", n, len(wanted))
    _say(as_json, quiet, {"pictures": [str(path) for path, _, _ in wanted]}, f"{len(wanted)} pictures in {output}")


@app.command(epilog="`storyline board board.yaml -o board.png`")
def board(
    script: Source,
    output: Annotated[Path, typer.Option("-o", "--output", help="The contact sheet, a .png.")],
    generator: GeneratorName = "toon",
    planner: PlannerName = "offline",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw the contact sheet: all panels with boxes, timecodes and captions."""
    from storyline.errors import SetupError
    from storyline.film import clips, draw_board, plan_film

    if output.suffix.lower() != ".png":
        raise SetupError(f"-o: expected a file ending in .png; got {str(output)!r}")
    with _Progress(quiet or as_json) as progress:
        planned = plan_film(script, planner=planner)
        clip_of = clips(planned, generator, root=script.parent)
        draw_board(planned, output, clip_of, progress=lambda n, total: progress("drawing", n, total))
    _say(as_json, quiet, {"board": str(output)}, f"{output}")


@app.command(epilog="`storyline schema storyboard > storyboard.schema.json`")
def schema(noun: Annotated[str, typer.Argument(metavar="script|storyboard")], as_json: Json = False) -> None:
    """Print the JSON Schema of a script or a storyboard, for editors and other programs."""
    from storyline.errors import SetupError
    from storyline.schema.json_schema import json_schema
    from storyline.schema.script import Script
    from storyline.schema.storyboard import Storyboard

    if noun not in ("script", "storyboard"):
        raise SetupError(f"expected script or storyboard; got {noun!r}")
    found = json_schema(Script if noun == "script" else Storyboard)
    print(json.dumps(found, indent=None if as_json else 2))


@app.command()
def doctor(as_json: Json = False) -> None:
    """Say what this machine and installation have, and whether a film can be made here."""
    from storyline.doctor import examine

    report = examine()
    ok = all(check.ok for check in report)
    _say(
        as_json,
        False,
        {"ok": ok, "checks": {c.name: {"ok": c.ok, "found": c.found} for c in report}},
        "\n".join(f"{'ok  ' if c.ok else 'FAIL'} {c.name}: {c.found}" for c in report),
    )
    if not ok:
        raise typer.Exit(1)


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        from storyline import __version__

        print(__version__)
        raise typer.Exit


def _say(as_json: bool, quiet: bool, facts: dict[str, Any], prose: str) -> None:
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
    elif not quiet:
        print(prose)


class _Progress:
    """Shows stages that take over two seconds: a bar on a terminal, a line every ten seconds elsewhere.

    What goes on before the first of them is counted, such as planning, is named in one line.
    """

    def __init__(self, silent: bool, first: str = "reading and planning") -> None:
        self._silent = silent
        self._first = threading.Timer(2, lambda: print(f"{first} …", file=sys.stderr))
        self._first.daemon = True
        self._stage = ""
        self._started = self._told = 0.0
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Callable[[str, int, int], None]:
        if self._silent:
            return lambda stage, done, total: None
        self._first.start()
        return self._tell

    def __exit__(self, *_: object) -> None:
        self._first.cancel()
        self._close()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _tell(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        self._first.cancel()
        if stage != self._stage:
            self._close()
            self._stage, self._started, self._told = stage, now, now - 8.0
        if now - self._started < 2:
            return
        if sys.stderr.isatty():
            self._show(stage, done, total)
        elif now - self._told >= 10 or done == total:
            self._told = now
            left = (now - self._started) / max(done, 1) * (total - done)
            print(f"{stage}: {done}/{total}, about {left:.0f} s left", file=sys.stderr)

    def _show(self, stage: str, done: int, total: int) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task(stage, total=total)
        self._bar.update(self._task, completed=done, total=total)
