"""The shell's front door: `storyline VERB …`. Every verb is a stage of the flow; its module says what it does.

Exit codes: 0 done, 1 the input or the work failed (one clear message on stderr), 2 the command line is wrong,
130 interrupted.
"""

import io
import json
import logging
import os
import signal
import sys
from typing import Annotated, NoReturn

import typer

from storyline.cli.about import doctor, schema
from storyline.cli.answer import visible
from storyline.cli.batch import batch
from storyline.cli.clips import edit
from storyline.cli.compare import compare
from storyline.cli.consistency import consistency
from storyline.cli.documents import plan, read
from storyline.cli.evaluate import evaluate
from storyline.cli.films import render
from storyline.cli.graph import graph
from storyline.cli.models import models
from storyline.cli.pictures import board, draw
from storyline.cli.store import store
from storyline.cli.studio import studio
from storyline.cli.takes import takes
from storyline.cli.tracks import tracks
from storyline.errors import StorylineError

_INTERRUPTED = 130
"""What typer turns Ctrl-C into."""
_STOPPED = (
    "stopped; nothing half-written was left behind, and what was rendered is kept: the same command goes on from there"
)

_COMMANDS = (
    (render, "`storyline render story.txt` · `storyline render board.yaml -o out/film.mp4 --seed 7 --json`"),
    (batch, "`storyline batch series.yaml --out out` · `storyline batch 'stories/*.txt' --out out --json`"),
    (read, "`storyline read play.fountain -o play.yaml` · `storyline read story.txt -o story.fountain`"),
    (plan, "`storyline plan story.txt -o storyboard.yaml` · `storyline plan story.txt --explain`"),
    (draw, "`storyline draw board.yaml -o panels/` · `storyline draw board.yaml --frame 100 -o frame.png`"),
    (board, "`storyline board board.yaml -o board.png`"),
    (studio, "`storyline studio board.yaml` · `storyline studio story.txt --no-open --port 8400`"),
    (edit, "`storyline edit clip.mp4 --target mask.png --do recolour --to teal -o teal.mp4`"),
    (consistency, "`storyline consistency board.yaml` · `storyline consistency story.txt -o film.mp4 --json`"),
    (compare, "`storyline compare film.mp4 new/film.mp4 -o x.html` · `storyline compare story.txt --seed 1 --seed 2`"),
    (graph, "`storyline graph story.txt -o graph.html` · `storyline graph board.yaml --as mermaid > graph.mmd`"),
    (tracks, "`storyline tracks story.txt -o tracks.html` · `storyline tracks board.yaml --shot 2.3 -o shot.svg`"),
    (models, "`storyline models` · `storyline models wan`"),
    (schema, "`storyline schema storyboard > storyboard.schema.json`"),
    (doctor, None),
)
"""Each with examples."""


def main() -> NoReturn:
    """Run the command line; errors of ours become one message and exit code 1."""
    level = (os.environ.get("STORYLINE_LOG") or "WARNING").upper()
    if level not in logging.getLevelNamesMapping():
        _fail(f"STORYLINE_LOG: expected DEBUG, INFO, WARNING or ERROR; got {level!r}", 2)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", datefmt="%H:%M:%S")
    for name in ("storyline", "planners"):
        logging.getLogger(name).setLevel(level)
    for stop in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, stop):
            signal.signal(getattr(signal, stop), signal.default_int_handler)  # tidy up as after Ctrl-C
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names of files need not be text
    try:
        code = _app()(standalone_mode=False) or 0
        if sys.stdout is not None:
            sys.stdout.flush()
    except StorylineError as error:
        _fail(str(error), 1)
    except BrokenPipeError:
        os._exit(1)
    except OSError as error:  # mostly of what we print to
        about = f"{error.filename}: " if error.filename else ""
        print(f"storyline: cannot go on: {about}{error.strerror or error}; mend that and start again", file=sys.stderr)
        os._exit(1)  # what is still to be printed would fail once more
    except MemoryError:
        _fail("there is not enough memory for this; make the film's `size` smaller or use fewer --workers", 1)
    except Exception as error:  # a wrong command line; the command-line library's own errors know their exit code
        if isinstance(error.__cause__, KeyboardInterrupt):  # pydantic calls it an error of what it wrote down
            _fail(_STOPPED, _INTERRUPTED)
        if not hasattr(error, "exit_code"):
            raise
        error.show()  # type: ignore[attr-defined]
        sys.exit(error.exit_code)
    if code == _INTERRUPTED:
        _fail(_STOPPED, code)
    sys.exit(code)


def _app() -> typer.Typer:
    app = typer.Typer(
        name="storyline",
        help="Turn a script into a long film. Try: storyline render story.txt -o film.mp4",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="markdown",
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(_root)
    for command, examples in _COMMANDS:
        app.command(epilog=examples)(command)
    app.add_typer(store, name="store")
    app.add_typer(takes, name="takes")
    app.add_typer(evaluate, name="evaluate")
    return app


def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        from storyline import __version__

        print(__version__)
        raise typer.Exit


def _fail(message: str, code: int) -> NoReturn:
    if "--json" in sys.argv:
        print(json.dumps({"error": message}, ensure_ascii=False))
    else:
        print(visible(f"storyline: {message}"), file=sys.stderr)
    sys.exit(code)
