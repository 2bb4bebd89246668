"""Comparison → the pieces of its page: both films in step, and every part with its pictures and numbers."""

import base64
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from storyline.exchange.comparison.lasting import lasting
from storyline.exchange.comparison.told import HOW, decibels, differs, label, meanings, state, summary, times
from storyline.frames.markup import filled, policed, said
from storyline.schema.comparison import Compared, ComparedPart, Comparison, Place

_FOLDER = Path(__file__).parent
_DIFFERENCES = (
    "Mean: the mean absolute difference of red, green and blue, of 255. PSNR: in decibels, ∞ where nothing differs. "
    "SSIM: structural similarity of the light, 1 where nothing differs (Wang et al. 2004). Where they differ: A's "
    "picture, grey, with what differs glowing from violet to yellow; yellow is 96 of 255 and more."
)


def page(comparison: Comparison, films: tuple[str, str]) -> Iterator[str]:
    """The page, in pieces from top to bottom.

    Args:
        films: the addresses of both: relative to the page and quoted, or the films themselves as `data:`.
    """
    top, bottom = (_FOLDER / "compare.html").read_text(encoding="utf-8").split("{{parts}}")
    base = files("storyline.exchange.page").joinpath("base.css").read_text(encoding="utf-8")
    own, script = ((_FOLDER / name).read_text(encoding="utf-8") for name in ("compare.css", "compare.js"))
    spans = lasting(comparison)
    title = next(iter(dict.fromkeys(part.words for part in comparison.parts if part.name == "opening title")), "")
    fields = {
        # Only this style and this script, byte by byte: whatever else came into the page would not run.
        "policy": "default-src 'none'; img-src data:; media-src data: 'self' file:; "
        f"style-src {policed(base + own)}; script-src {policed(script)}; base-uri 'none'; form-action 'none'",
        "style": base + own,
        "script": script,
        "title": said(f"{title or 'Two films'}: A and B compared"),
        "summary": said(summary(comparison)),
        "only": " checked" if any(map(_differs, comparison.parts)) and len(comparison.parts) > 1 else "",
        "about": "".join(_about(comparison)),
        "films": "".join(
            _film(name, film, address)
            for name, film, address in zip("AB", (comparison.a, comparison.b), films, strict=True)
        ),
        "length": f"{float(spans[-1][1]):.4f}",
        "caption": f"Frames were compared at {comparison.size[0]}x{comparison.size[1]}.",
        "footer": "\n".join(f"<p>{said(text)}</p>" for text in (_DIFFERENCES, *meanings(comparison))),
    }
    yield filled(top, fields)
    for n, (part, (start, end)) in enumerate(zip(comparison.parts, spans, strict=True)):
        yield from _row(comparison, part, n, float(start), float(end - start))
    yield filled(bottom, fields)


def _about(comparison: Comparison) -> Iterator[str]:
    if comparison.changes or comparison.notes:
        yield '<section class="about" aria-label="The films">\n'
        if comparison.changes:
            yield f"<h2>What B has otherwise</h2>\n{_list(comparison.changes)}"
        if comparison.notes:
            yield f"<h2>How they were compared</h2>\n{_list(comparison.notes, 'notes')}"
        yield "</section>\n"


def _list(lines: tuple[str, ...], kind: str = "") -> str:
    items = "".join(f'<li dir="auto">{said(line)}</li>\n' for line in lines)
    return f"<ul{f' class={chr(34)}{kind}{chr(34)}' if kind else ''}>\n{items}</ul>\n"


def _film(name: str, film: Compared, address: str) -> str:
    seconds = float(film.frames / film.rate)
    facts = f"{seconds:.1f} s, {film.width}x{film.height}, {film.rate} frames a second"
    muted = "" if name == "A" else " muted"
    return (
        f"<figure><figcaption><b>{name}</b> <bdi>{said(film.name)}</bdi>: {facts}</figcaption>"
        f'<video id="{name.lower()}" preload="auto" playsinline{muted} data-rate="{float(film.rate):.6f}" '
        f'data-name="{said(film.name)}" aria-label="{name}: {said(film.name)}" src="{said(address)}"></video>'
        f'<p class="none" id="{name.lower()}.none" hidden>not in {name}</p></figure>\n'
    )


def _row(comparison: Comparison, part: ComparedPart, n: int, start: float, lasts: float) -> Iterator[str]:
    found = part.difference
    numbers = {"mean": found.mean, "psnr": found.psnr, "ssim": found.ssim} if found else {}
    values = {name: f"{numbers[name]:.6g}" if numbers else "" for name in ("mean", "psnr", "ssim")}
    data = {"n": str(n), "at": f"{start:.4f}", "lasts": f"{lasts:.4f}", **values, **_spans(comparison, part)}
    told = f"{label(part)}: {state(part)}{f'; {differs(part)}' if found else ''}"
    attributes = "".join(f' data-{name}="{value}"' for name, value in data.items())
    yield f'<tr class="{"differs" if _differs(part) else "alike"}"{attributes} data-told="{said(told)}">\n'
    yield from _what(comparison, part, start)
    for name, place in (("A", part.a), ("B", part.b)):
        yield _picture(name, place, f"{name}, {label(part)}: {part.words}", f"not in {name}")
    if part.heat is not None and found is not None and found.identical < found.frames:
        yield _cell(part.heat, f"Where A and B differ most in {label(part)}: {differs(part)}", "")
    else:
        yield f'<td class="picture"><p class="soft">{said(differs(part))}</p></td>\n'
    shown = (f"{found.mean:.2f}", decibels(found), f"{found.ssim:.3f}") if found else ("–", "–", "–")
    for heading, number in zip(("Mean", "PSNR", "SSIM"), shown, strict=True):
        yield f'<td class="number" data-name="{heading}">{number}</td>\n'
    yield "</tr>\n"


def _what(comparison: Comparison, part: ComparedPart, start: float) -> Iterator[str]:
    words = part.words if part.words != label(part) else ""
    yield f'<td class="what"><p class="words" dir="auto">{said(label(part))} <bdi>{said(words)}</bdi></p>\n'
    how = said(HOW[part.basis]) if part.basis else ""
    yield f'<p><span class="state">{state(part)}</span> <span class="soft">{how}</span></p>\n'
    if part.changes:
        yield _list(part.changes)
    spans = [f"{name} {span}" for name, span in zip("AB", times(part, comparison), strict=True) if span]
    yield f'<p class="soft">{"<br>".join(spans)}</p>\n'
    yield f'<p class="go"><button type="button" data-go="{start:.4f}">Show both here</button>'
    found = part.difference
    if found is not None and found.identical < found.frames and part.a is not None and part.lasts_alike:
        moment = start + float((part.a.moment - part.a.frames.start) / comparison.a.rate)
        yield f' <button type="button" data-go="{moment:.4f}">Largest difference</button>'
    yield "</p></td>\n"


def _picture(name: str, place: Place | None, words: str, absent: str) -> str:
    if place is None:
        return f'<td class="picture"><p class="soft">{absent}</p></td>\n'
    return _cell(place.picture, words, f'<p class="soft">{name}, frame {place.moment}</p>')


def _cell(picture: bytes, words: str, below: str) -> str:
    data = base64.b64encode(picture).decode()
    image = f'<img loading="lazy" decoding="async" alt="{said(words)}" src="data:image/jpeg;base64,{data}">'
    return f'<td class="picture">{image}{below}</td>\n'


def _spans(comparison: Comparison, part: ComparedPart) -> dict[str, str]:
    """Where a part is in both films, in seconds."""
    found = {}
    for name, place, film in (("a", part.a, comparison.a), ("b", part.b, comparison.b)):
        ends = (place.frames.start, place.frames.end_exclusive) if place is not None else ()
        found[name] = " ".join(f"{float(end / film.rate):.5f}" for end in ends)
    return found


def _differs(part: ComparedPart) -> bool:
    return part.moved or part.state != "same"
