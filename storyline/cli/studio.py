"""`storyline studio`."""

import json
import sys
import threading
import webbrowser
from typing import Annotated

import typer

from storyline.cli.answer import visible
from storyline.cli.options import GeneratorName, Json, PlannerName, Quiet, Source, StoreFolder, Workers, planner_of
from storyline.cli.progress import Progress


def studio(
    script: Source,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Of this machine; 0 for any that is free.")] = 0,
    open_page: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")] = True,
    generator: GeneratorName = "toon",
    planner: PlannerName = "offline",
    workers: Workers = 1,
    store: StoreFolder = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Change a storyboard in the browser: drag boxes, retime shots, look at clips, save. Ctrl-C ends it.

    A storyboard is saved back into its file, with its comments; a script is planned, and saved beside it as
    NAME.storyboard.yaml. Only this machine can reach it, and only who knows the address with its token.
    """
    from storyline.studio.drawing import Drawing
    from storyline.studio.manuscript import keep_unsaved, open_manuscript
    from storyline.studio.server import Studio

    with Progress(quiet or as_json):
        manuscript = open_manuscript(script, planner_of(planner))
    drawing = Drawing(manuscript.root, generator=generator, store=store, workers=workers)
    served = Studio(manuscript, drawing, port)
    print(json.dumps({"studio": served.url}) if as_json else visible(served.url), flush=True)
    if open_page:
        threading.Thread(target=webbrowser.open, args=(served.url,), daemon=True).start()
    try:
        served.serve()
    except KeyboardInterrupt:
        pass
    finally:
        served.close()
        if not served.session.is_saved:
            kept = keep_unsaved(manuscript, served.session.board)
            print(visible(f"what was not saved is kept in {kept}"), file=sys.stderr)
