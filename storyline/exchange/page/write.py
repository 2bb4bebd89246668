"""Storyboard → the pieces of its page, shot by shot."""

import base64
from collections.abc import Iterable, Iterator
from pathlib import Path

from storyline.exchange.captions import Notes, Numbered, Speech, noted, numbered, remark, spoken, words
from storyline.exchange.outlines import RGB, colour_of, outlines
from storyline.exchange.thumbnails import Pictures, thumbnail_size, thumbnails, webp
from storyline.exchange.trade import STATIC, Term, begins, terms
from storyline.frames.markup import filled, policed, said
from storyline.frames.text import text_width
from storyline.schema.script import Note
from storyline.schema.storyboard import Panel, Scene, Shot, Storyboard
from storyline.schema.timing import timecode

_FOLDER = Path(__file__).parent
_THUMB = 480  # pixels of the longer side
_NAME = 20  # pixels of a thumbnail that a name is high, as the style has it
_FEW = 12  # scenes that are listed without being asked for


def page(board: Storyboard, pictures: Pictures, *, film: str | None = None, boxes: bool = True) -> Iterator[str]:
    """The page, in pieces from top to bottom, with every shot and panel of the board.

    Args:
        pictures: see `Pictures`.
        film: the address of the film, relative to the page and quoted; without it the panels are played.
        boxes: whether the layout is shown at first.
    """
    notes = noted(board)
    top, bottom = _template().split("{{scenes}}")
    size = thumbnail_size(board.size, _THUMB)
    fields = _fields(board, size) | {
        "video": "" if film is None else f'<video id="video" controls preload="metadata" src="{said(film)}"></video>\n',
        "idle": "" if film is not None else " hidden",  # until the script that plays the panels is there
        "boxes": " checked" if boxes else "",
        "footer": "\n".join(_footer(board, notes)),
    }
    yield filled(top, fields)
    moments = [(shot.id, [panel.at for panel in shot.panels]) for _, shot in board.shots()]
    found = thumbnails(pictures, moments, size, webp)
    scene: Scene | None = None
    for shot in numbered(board):
        if shot.scene is not scene:
            yield _opened(board, shot, notes.scenes[shot.scene.id], first=scene is None)
            scene = shot.scene
        yield from _shot(board, shot, found, size, notes.shots[shot.shot.id])
    yield "</div>\n</section>"
    yield filled(bottom, fields)


def _template() -> str:
    return (_FOLDER / "board.html").read_text(encoding="utf-8")


def _fields(board: Storyboard, size: tuple[int, int]) -> dict[str, str]:
    names = ("base.css", "board.css", "board.js")
    base, own, script = ((_FOLDER / name).read_text(encoding="utf-8") for name in names)
    style = base + own
    contents = [
        f'<li><a href="#scene.{scene.id}">{n}. <bdi{_lang(board)}>{said(scene.heading)}</bdi></a></li>'
        for n, scene in enumerate(board.scenes, 1)
    ]
    cast = [
        f'<li><svg viewBox="0 0 1 1" aria-hidden="true"><rect width="1" height="1" fill="{_hex(colour_of(entity))}"/>'
        f"</svg><bdi{_lang(board)}>{said(entity.name)}</bdi></li>"
        for entity in board.cast
    ]
    return {
        # Only this style and this script, byte by byte: whatever else came into the page would not run.
        "policy": "default-src 'none'; img-src data:; media-src 'self' file:; "
        f"style-src {policed(style)}; script-src {policed(script)}; base-uri 'none'; form-action 'none'",
        "style": style,
        "script": script,
        "title": said(board.title or "Storyboard"),
        "lang": _lang(board),
        "facts": _facts(board),
        "rate": str(board.rate),
        "length": str(board.length),
        "last": str(board.length - 1),
        "end": str(board.length - board.closing),
        "shape": "tall" if size[0] < size[1] else "wide",
        "width": str(size[0]),
        "height": str(size[1]),
        "few": " open" if len(contents) <= _FEW else "",
        "contents": "\n".join(contents),
        "cast": f'<ul class="cast" aria-label="Cast">{"".join(cast)}</ul>\n' if cast else "",
    }


def _facts(board: Storyboard) -> str:
    shots = [shot for _, shot in board.shots()]
    counts = (("scene", len(board.scenes)), ("shot", len(shots)), ("panel", sum(len(shot.panels) for shot in shots)))
    told = [f"{count} {noun}{'' if count == 1 else 's'}" for noun, count in counts]
    told += [timecode(board.length, board.rate), f"{board.rate} frames a second", str(board.size), f"seed {board.seed}"]
    return " · ".join(told)


def _opened(board: Storyboard, shot: Numbered, notes: list[Note], *, first: bool) -> str:
    """The end of the scene before, and the head of a shot's scene."""
    scene = shot.scene
    told = (scene.number and f"#{scene.number}", board.place(scene.place).name, scene.time_of_day, scene.weather)
    facts = " · ".join(said(fact) for fact in (*told, scene.light) if fact)
    return (
        ("" if first else "</div>\n</section>\n")
        + f'<section class="scene" id="scene.{scene.id}" aria-labelledby="scene.{scene.id}.name">\n'
        + f'<header><h2 id="scene.{scene.id}.name">{shot.scene_number}. '
        + f"<bdi{_lang(board)}>{said(scene.heading)}</bdi></h2>"
        + f'<p{_lang(board)} dir="auto">{facts}</p></header>\n{_notes(notes)}<div class="shots">\n'
    )


def _shot(
    board: Storyboard, shot: Numbered, found: Iterator[bytes], size: tuple[int, int], notes: list[Note]
) -> Iterator[str]:
    id = f"shot.{shot.shot.id}"
    start, end = shot.frames.start, shot.frames.end_exclusive
    begun = begins(shot.shot)
    told = (*((begun,) if begun else ()), *terms(shot.shot))
    seconds = float(shot.shot.duration / board.rate)
    yield (
        f'<article class="shot" id="{id}" aria-labelledby="{id}.name" data-label="{said(shot.label)}" '
        f'data-frame="{start}">\n<header><h3 id="{id}.name">{said(shot.label)}</h3>'
        f'<p class="terms">{" ".join(_abbreviation(term) for term in told)}</p>'
        f'<p class="time"><a href="#player" data-frame="{start}" aria-label="Play from {timecode(start, board.rate)}">'
        f"{timecode(start, board.rate)} – {timecode(end, board.rate)}</a> {seconds:.1f} s</p></header>\n"
    )
    if shot.shot.action:
        yield f'<p class="action"{_lang(board)} dir="auto">{said(shot.shot.action)}</p>\n'
    yield '<ol class="panels">\n'
    before: Panel | None = None
    for n, panel in enumerate(shot.shot.panels, 1):
        yield _panel(board, shot, n, before, next(found), size)
        before = panel
    yield "</ol>\n"
    lines = "".join(_line(board, line) for line in spoken(board, shot))
    yield f'<ul class="lines" aria-label="Dialogue">\n{lines}</ul>\n' if lines else ""
    yield f"{_notes(notes)}</article>\n"


def _panel(
    board: Storyboard, shot: Numbered, n: int, before: Panel | None, picture: bytes, size: tuple[int, int]
) -> str:
    panel = shot.shot.panels[n - 1]
    at = shot.frames.start + panel.at
    # In the animatic a panel is seen from the middle between it and the one before, so that the last is seen at all.
    seen = at if before is None else shot.frames.start + -(-(before.at + panel.at) // 2)
    told = "" if before is None else words(panel, before, "")
    caption = f" <bdi{_lang(board)}>{said(told)}</bdi>" if told else ""
    return (
        f'<li><figure id="shot.{shot.shot.id}.{n}" data-from="{seen}"><div class="picture">'
        f'<img loading="lazy" decoding="async" width="{size[0]}" height="{size[1]}" alt="{said(_alt(board, shot, n))}" '
        f'src="data:image/webp;base64,{base64.b64encode(picture).decode()}">{_boxes(board, panel, size)}</div>'
        f'<figcaption dir="auto"><span class="at">{timecode(at, board.rate)}</span>{caption}</figcaption>'
        "</figure></li>\n"
    )


def _alt(board: Storyboard, shot: Numbered, n: int) -> str:
    """A picture in words, for those who do not see it."""
    panel = shot.shot.panels[n - 1]
    seen = ", ".join(dict.fromkeys(board.entity(placement.entity).name for placement in panel.placements))
    number = f"Shot {shot.label}, panel {n} of {len(shot.shot.panels)}"
    told = f"{number}: {panel.prompt or shot.shot.action}".removesuffix(": ").rstrip(".")
    return f"{told}. In the picture: {seen or 'nobody'}."


def _boxes(board: Storyboard, panel: Panel, size: tuple[int, int]) -> str:
    if not panel.placements:
        return ""
    drawn = []
    for name, colour, box in outlines(board, panel):
        x0, y0, x1, y1 = (round(edge * side, 1) for edge, side in zip(box, size * 2, strict=True))
        place = f'x="{x0:g}" y="{y0:g}" width="{x1 - x0:.1f}" height="{y1 - y0:.1f}"'
        drawn.append(f'<rect class="edge" {place}/><rect class="line" {place} stroke="{_hex(colour)}"/>')
        above = y0 - 6 if y0 >= 26 else y0 + 21
        fits = x0 + 3 + text_width(name, _NAME, bold=True) <= size[0]
        at = f'x="{x0 + 3:g}"' if fits else f'x="{size[0] - 3}" text-anchor="end"'
        drawn.append(f'<text {at} y="{above:g}" fill="{_light(colour)}">{said(name)}</text>')
    return f'<svg class="boxes" viewBox="0 0 {size[0]} {size[1]}" aria-hidden="true">{"".join(drawn)}</svg>'


def _line(board: Storyboard, line: Speech) -> str:
    kind = ' class="cue"' if line.speaker else ""
    cue = f"<b{kind}>{said(line.cue)}: </b>" if line.cue else ""
    start, end = line.frames.start, line.frames.end_exclusive
    return (
        f'<li{_lang(board)} dir="auto" data-start="{start}" data-end="{end}">{cue}<q>{said(line.text)}</q> '
        f'<span class="at">{timecode(start, board.rate)}</span></li>\n'
    )


def _notes(notes: Iterable[Note], *, place: bool = False) -> str:
    items = "".join(f'<li dir="auto">{said(remark(note, place=place))}</li>\n' for note in notes)
    return f'<ul class="notes" aria-label="Notes">\n{items}</ul>\n' if items else ""


def _footer(board: Storyboard, notes: Notes) -> Iterator[str]:
    if notes.film:
        yield f"<h2>Notes</h2>\n{_notes(notes.film, place=True)}"
    if board.sounds:
        yield '<h2>Sound</h2>\n<ul class="legend">'
        for sound in board.sounds:
            yield f"<li>{timecode(sound.start, board.rate)} {sound.kind}: {said(sound.file.path)}</li>"
        yield "</ul>"
    used = dict.fromkeys(term for _, shot in board.shots() for term in _legend(shot))
    yield '<h2>Abbreviations</h2>\n<ul class="legend">'
    yield from (f"<li><b>{term.short}</b> {said(term.long)}</li>" for term in sorted(used))
    yield "</ul>"


def _legend(shot: Shot) -> Iterator[Term]:
    yield from (term for term in terms(shot) if term.short.lower() != term.long or term == STATIC)


def _abbreviation(term: Term) -> str:
    return f'<abbr title="{said(term.long)}">{said(term.short)}</abbr>'


def _lang(board: Storyboard) -> str:
    """The language of the board's own words, as an attribute; the page's are English."""
    return "" if board.language == "en" else f' lang="{said(board.language)}"'


def _hex(colour: RGB) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _light(colour: RGB) -> str:
    """A colour that is read on black."""
    share = max(0.0, min(1.0, (520 - sum(colour)) / (765 - sum(colour) or 1)))
    return "#{:02x}{:02x}{:02x}".format(*(round(part + (255 - part) * share) for part in colour))
