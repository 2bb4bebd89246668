"""Nouns as a notebook shows them: HTML with pictures, boxes, captions and times in it, that needs no other file."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Any

import networkx as nx
from PIL import Image

from storyline.errors import StorylineError
from storyline.exchange.captions import Numbered, numbered, spoken
from storyline.exchange.comparison.told import differs, label, state, summary
from storyline.exchange.thumbnails import jpeg, thumbnail_size
from storyline.exchange.tracks import fragment as tracks
from storyline.exchange.trade import begins, terms
from storyline.film.graph import names
from storyline.film.result import Film
from storyline.frames.decode import decode
from storyline.graph.build import RenderGraph
from storyline.graph.picture import Names, fragment
from storyline.graph.run import to_run
from storyline.graph.store import Store, default_folder
from storyline.graph.survey import survey
from storyline.notebook.figures import WIDTH, Picture, figure_of, pictures_of, styled
from storyline.schema.comparison import ComparedPart, Comparison
from storyline.schema.script import Script
from storyline.schema.storyboard import Panel, Scene, Shot, Storyboard
from storyline.schema.task import Task
from storyline.schema.timing import timecode
from storyline.studio.session import data_url

_MOST = 24
"""Shots with pictures: a notebook keeps all that it shows."""
_MOST_BYTES = 48_000_000
"""Of a film that is shown in the notebook itself."""


def register(shell: Any) -> None:
    """Show the nouns in this notebook from now on."""
    html = shell.display_formatter.formatters["text/html"]

    def known(noun: Any) -> Storyboard | None:
        return storyboard_of(noun, shell.user_ns.values())

    html.for_type(Script, script_html)
    html.for_type(Storyboard, storyboard_html)
    html.for_type(Scene, lambda scene: scene_html(scene, known(scene)))
    html.for_type(Shot, lambda shot: shot_html(shot, known(shot)))
    html.for_type(Panel, lambda panel: panel_html(panel, known(panel)))
    html.for_type(Film, film_html)
    html.for_type(Comparison, comparison_html)
    html.for_type(nx.DiGraph, lambda graph: graph_html(graph, rendered_from(graph, shell.user_ns.values())))


def storyboard_of(noun: Scene | Shot | Panel, values: Iterable[object]) -> Storyboard | None:
    """The storyboard that a part is of, among some values: a part does not know the cast, nor the size of the frame."""
    boards = (_board_in(value) for value in list(values))
    return next((board for board in boards if board and any(part is noun for part in _parts(board))), None)


def rendered_from(graph: RenderGraph, values: Iterable[object]) -> Storyboard | None:
    """The storyboard that a graph renders, among some values: a graph knows shots by their ids alone."""
    tasks = [node.get("task") for _, node in graph.nodes(data=True)]
    shots = {task.shot for task in tasks if isinstance(task, Task) and task.shot is not None}
    boards = (_board_in(value) for value in list(values))
    return next((board for board in boards if board and shots == {shot.id for _, shot in board.shots()}), None)


def script_html(script: Script) -> str:
    """A script: its scenes with their words."""
    rows = [f"<h3>{escape(script.title or 'Script')}</h3>"]
    if script.story:
        rows.append(f"<p>{escape(script.story)}</p>")
    for n, scene in enumerate(script.scenes, 1):
        rows.append(f"<h4>{n}. {escape(scene.heading or '')}</h4>")
        told = [scene.story or "", *(beat.text for beat in scene.beats), *(shot.action or "" for shot in scene.shots)]
        rows += [f"<p>{escape(words)}</p>" for words in told if words]
    return styled(rows)


def storyboard_html(board: Storyboard) -> str:
    """A storyboard: of each shot its first panel, what is said and when it is seen."""
    with pictures_of(board) as pictures:
        count = sum(1 for _ in board.shots())
        facts = (
            f"{len(board.scenes)} scenes, {count} shots, {float(board.seconds):.1f} s, {board.size}, {board.rate} fps"
        )
        rows = [f"<h3>{escape(board.title)}</h3><p class='soft'>{escape(facts)}</p>"]
        shown = list(numbered(board))[:_MOST]
        for scene, of_scene in groupby(shown, key=lambda found: found.scene):
            rows.append(f"<h4>{escape(scene.heading)}</h4><div class='cards'>")
            rows += [_card(board, found, pictures) for found in of_scene]
            rows.append("</div>")
        if count > len(shown):
            rows.append(f"<p class='soft'>… and {count - len(shown)} shots more; <code>.edit()</code> shows all.</p>")
        return styled(rows)


def scene_html(scene: Scene, board: Storyboard | None = None) -> str:
    """A scene: its shots with all their panels; with pictures and tracks if its storyboard is known."""
    head = f"<h3>{escape(scene.heading)}</h3><p class='soft'>{escape(scene.time_of_day)}, {escape(scene.weather)}</p>"
    with pictures_of(board) as pictures:
        return styled([head, *(_shot(shot, board, pictures) for shot in scene.shots)])


def shot_html(shot: Shot, board: Storyboard | None = None) -> str:
    """A shot: its panels and its words; with pictures and its tracks if its storyboard is known."""
    with pictures_of(board) as pictures:
        return styled([_shot(shot, board, pictures)])


def panel_html(panel: Panel, board: Storyboard | None = None) -> str:
    """A panel: who is where, over its picture if its storyboard is known."""
    shot = next((shot for _, shot in board.shots() if any(p is panel for p in shot.panels)), None) if board else None
    with pictures_of(board) as pictures:
        figure = figure_of(panel, shot, board, pictures, f"frame {panel.at}", panel.prompt)
        return styled([f"<div class='cards wide'>{figure}</div>"])


def film_html(film: Film) -> str:
    """A film: it plays in its place, with the times of its shots."""
    board = film.storyboard
    facts = f"{float(film.duration):.1f} s, {len(film.shots)} shots, {film.path}"
    rows = [f"<h3>{escape(board.title)}</h3>"]
    if not film.path.is_file():
        rows.append("<p>It is no longer there.</p>")
    elif film.path.stat().st_size > _MOST_BYTES:
        rows.append("<p>It is too long to be kept in a notebook; open the file.</p>")
    else:
        poster = f" poster='{data_url('image/jpeg', still)}'" if (still := _still(film)) else ""
        rows.append(f"<video controls{poster} src='{data_url('video/mp4', film.path.read_bytes())}'></video>")
    rows.append(f"<p class='soft'>{escape(facts)}</p><details><summary>Shots</summary><table>")
    for found in numbered(board):
        cells = (found.label, timecode(found.frames.start, board.rate), found.shot.size, found.shot.action)
        rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    return styled([*rows, "</table></details>"])


def graph_html(graph: RenderGraph, board: Storyboard | None = None) -> str | None:
    """A render graph: its picture, with what of it is there, what it took or may take; None for another graph.

    Scenes and shots are called by their numbers if their storyboard is known, else by their ids.
    """
    tasks: list[Task | None] = [graph.nodes[id].get("task") for id in graph]
    if not tasks or not all(isinstance(task, Task) for task in tasks):
        return None
    store = Store(default_folder())
    there = {entry.key for entry in store.entries()}
    ends = [id for id in graph if not graph.out_degree(id)]
    todo = {task.id for task in to_run(graph, ends, there.__contains__)}
    picture = fragment(survey(graph, todo, store), names(board) if board else Names())
    return styled(["<h3>Render graph</h3>", picture])


def comparison_html(comparison: Comparison) -> str:
    """Two films compared: the parts that differ with their pictures, those that differ most if there are many."""
    films = " and ".join(f"{name} {film.name}" for name, film in (("A", comparison.a), ("B", comparison.b)))
    rows = [f"<h3>{escape(films)}</h3><p class='soft'>{escape(summary(comparison))}</p>"]
    rows += [f"<p>{escape(line)}</p>" for line in (*comparison.changes, *comparison.notes)]
    other = [part for part in comparison.parts if part.state != "same" or part.moved]
    most = sorted(other, key=lambda part: part.difference.mean if part.difference else 256.0, reverse=True)[:_MOST]
    rows += [_compared(part) for part in other if part in most]
    if len(other) > len(most):
        rows.append(f"<p class='soft'>… and {len(other) - len(most)} parts more that differ less.</p>")
    return styled(rows)


def _board_in(value: object) -> Storyboard | None:
    """A storyboard, or that of a film or an editor."""
    if isinstance(value, Film) or hasattr(type(value), "storyboard"):
        value = getattr(value, "storyboard", None)
    return value if isinstance(value, Storyboard) else None


def _parts(board: Storyboard) -> Iterator[object]:
    for scene in board.scenes:
        yield scene
        for shot in scene.shots:
            yield shot
            yield from shot.panels


def _still(film: Film) -> bytes | None:
    """A picture of the film, from the middle of its first shot: films often begin in black."""
    frames = film.storyboard.timeline()[0][1]
    try:
        found = next(decode(film.path, start=(frames.start + frames.end_exclusive) // 2), None)
    except StorylineError:  # it is no film any more: the player says so
        return None
    if found is None:
        return None
    return jpeg(Image.fromarray(found).resize(thumbnail_size(film.storyboard.size, 2 * WIDTH)))


def _card(board: Storyboard, found: Numbered, pictures: Picture) -> str:
    lines = [line for line in spoken(board, found) if line.text not in found.shot.action]
    words = (found.shot.action, *(f"{line.cue}: {line.text}" if line.speaker else line.text for line in lines))
    facts = " · ".join((found.label, *_facts(found.shot), timecode(found.frames.start, board.rate)))
    return figure_of(found.shot.panels[0], found.shot, board, pictures, facts, *words)


def _shot(shot: Shot, board: Storyboard | None, pictures: Picture) -> str:
    seconds = f"{float(shot.duration / board.rate):.2f} s" if board else f"{shot.duration} frames"
    found = next((found for found in numbered(board) if found.shot is shot), None) if board else None
    name = found.label if found else shot.label or shot.id
    rows = [f"<p><b>{escape(name)}</b> {escape(' · '.join((*_facts(shot), seconds)))}</p>"]
    rows.append(f"<p>{escape(shot.action)}</p>")
    rows += [f"<p class='said'>{escape(line.text)}</p>" for line in shot.lines if line.text not in shot.action]
    rows.append("<div class='cards'>")
    rows += [figure_of(panel, shot, board, pictures, f"frame {panel.at}", panel.prompt) for panel in shot.panels]
    rows.append("</div>")
    if board and found:
        rows.append(f"<details><summary>Tracks</summary>{tracks(board, found)}</details>")
    return "".join(rows)


def _compared(part: ComparedPart) -> str:
    facts = " · ".join(filter(None, (label(part), state(part), differs(part), *part.changes)))
    places = [(name, place.picture) for name, place in (("A", part.a), ("B", part.b)) if place is not None]
    pictures = places + ([("Where they differ", part.heat)] if part.heat else [])
    figures = "".join(
        f"<figure><img alt='{escape(f'{name}: {part.words}')}' src='{data_url('image/jpeg', jpeg)}'>"
        f"<figcaption class='soft'>{name}</figcaption></figure>"
        for name, jpeg in pictures
    )
    return f"<p>{escape(facts)}</p><div class='cards'>{figures}</div>"


def _facts(shot: Shot) -> tuple[str, ...]:
    start = begins(shot)
    return (*(term.short for term in terms(shot)), *([start.short] if start else []))
