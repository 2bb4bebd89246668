"""Hypothesis strategies: every kind of valid script and storyboard, small."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from storyline.schema.camera import ShotSize
from storyline.schema.layout import Expression, Facing
from storyline.schema.media import aspect_ratio
from storyline.schema.script import BeatKind, Script
from storyline.schema.sound import LineKind
from storyline.schema.storyboard import Storyboard
from storyline.schema.vocabulary import COLOURS, KINDS, SETTINGS, TIMES_OF_DAY, WEATHERS

_AWKWARD = [
    *("no", "Yes", "on", "OFF", "y", "null", "~", "true", "1:30", "012", "0x1f", "0o14", "1e3", "1_000", ".5", ".inf"),
    *(
        "<<",
        "=",
        "2001-01-01",
        "12",
        "-",
        "- a",
        "a: b",
        "a #b",
        "#a",
        "@a",
        "%a",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "'",
        '"',
    ),
    *("a\nb", "a\n", "\na", "a\n\n", " a", "a ", "a\tb", "\ta", "a\n b\n", "a\n \nb", "[a", "{a}", "a,b", "...", "---"),
    *("word " * 40, "\U0001f600", "\x85", "\u2028", "\ufeff", "é", "兔子", "\x7f", "\\", "a\rb", "?", ": ", "e3", "2s"),
    *('"Go," he said: it\'s late.', "a\n---\nb", "a:\n  b", "key: |\n  text\n"),
]
_CHARACTERS = st.characters(codec="utf-8", exclude_characters="\x00")
texts: SearchStrategy[str] = st.sampled_from(_AWKWARD) | st.text(_CHARACTERS, max_size=30)
names = texts.filter(lambda text: 0 < len(text) <= 200)
ids = st.from_regex(r"[a-z_0-9][a-z_0-9-]{0,8}", fullmatch=True) | st.sampled_from(["no", "兔子", "1e3", "on", "12"])
numbers = st.floats(-4, 4, allow_subnormal=False)
json_values: SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
times = st.integers(0, 500) | st.sampled_from(["2s", "1.5s", "50%", "0s"])
lengths = st.integers(0, 500) | st.sampled_from(["2s", "1.5s", "0s"])
durations = st.integers(1, 500) | st.sampled_from(["2s", "0.5s"])
digests = st.sampled_from(["0" * 64, "1e" * 32, "123456789e" * 6 + "1234"])
files = st.fixed_dictionaries({"path": st.sampled_from(["a.png", "no", "b c/ü.wav"])}, optional={"digest": digests})
boxes = st.tuples(st.floats(-1, 0.9), st.floats(-1, 0.9), st.floats(0.01, 1), st.floats(0.01, 1)).map(
    lambda b: [b[0], b[1], max(b[0] + b[2], 0.01), max(b[1] + b[3], 0.01)]
)


def _record(required: dict[str, Any], **optional: Any) -> SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


def _some(items: SearchStrategy[Any], size: int = 2, by: str | None = None) -> SearchStrategy[list[Any]]:
    return st.lists(items, max_size=size, unique_by=(lambda item: item[by]) if by else None)


_LOOK = _record(
    {},
    name=names,
    description=texts,
    colours=_some(st.sampled_from([*COLOURS, "#00ff00"])),
    attributes=_some(names),
    references=_some(files),
    weights=_some(_record({"file": files}, scale=numbers)),
)
_LOOKS = st.lists(_LOOK, min_size=1, max_size=2, unique_by=lambda look: look.get("name", "default"))
_KINDS = st.sampled_from([*KINDS, "samovar"])
_SETTINGS = st.sampled_from([*SETTINGS, "moon"])
_CAMERA = {"pan": numbers, "tilt": numbers, "zoom": st.floats(0.25, 16), "roll": st.floats(-180, 180)}
_LINE = {
    "kind": st.sampled_from(LineKind.__args__),
    "said_by": texts,
    "manner": texts,
    "off_screen": st.booleans(),
    "audio": files,
}
_BEAT = {"kind": st.sampled_from(BeatKind.__args__), "joins": st.booleans(), "written": texts}
_PLACEMENT = {
    "depth": st.integers(-1000, 1000),
    "action": st.sampled_from(["stand", "fly", "juggle"]),
    "facing": st.sampled_from(Facing.__args__),
    "expression": st.sampled_from(Expression.__args__),
    "anchor": names,
    "mask": files,
}
_OVERRIDES = _record(
    {},
    generator=names,
    steps=st.integers(1, 50),
    seed=st.integers(0, 2**63 - 1),
    negative_prompt=texts,
    parameters=st.dictionaries(texts, json_values, max_size=2),
)
_SHOT = {
    "label": texts,
    "angle": st.sampled_from(["eye", "low", "high", "overhead", "dutch"]),
    "handles": st.tuples(st.integers(0, 48), st.integers(0, 48)),
    "overrides": _OVERRIDES,
    "locked_take": digests,
}
_FILM = {
    "style": texts,
    "negative_prompt": texts,
    "credits": _some(_record({"name": names}, role=texts)),
    "subtitles": st.sampled_from(["burned", "file", "none"]),
    "notes": _some(_record({"kind": st.sampled_from(["guessed", "info"]), "text": names}, where=texts)),
    "origins": st.dictionaries(st.sampled_from(["writer", "person", "planner:offline"]), _some(texts), max_size=2),
}
_RATES = st.sampled_from([24, 25, "30000/1001", "24000/1001", 60])
_ASPECTS = st.sampled_from(["16:9", "9:16", "1:1", "2.39"])
_LANGUAGES = st.sampled_from(["en", "no", "pt-BR"])


def scripts() -> SearchStrategy[Script]:
    """Scripts in which anything may be set or left open."""
    panels = _record(
        {}, at=times, prompt=texts, placements=_some(_record({"entity": ids}, box=boxes, **_PLACEMENT)), image=files
    )
    lines = _some(_record({"text": names}, speaker=ids, start=times, duration=times, **_LINE))
    shots = _record(
        {},
        id=ids,
        action=texts,
        size=st.sampled_from(ShotSize.__args__),
        camera=_some(_record({}, at=times, **_CAMERA)),
        duration=durations,
        transition=_record({"kind": st.sampled_from(["cut", "fade"])}, overlap=times),
        lines=lines,
        panels=_some(panels),
        **_SHOT,
    )
    scenes = _record(
        {},
        id=ids,
        heading=texts,
        number=texts,
        place=ids,
        time_of_day=st.sampled_from(TIMES_OF_DAY),
        weather=st.sampled_from(WEATHERS),
        light=texts,
    ).flatmap(
        lambda scene: st.one_of(
            st.just(scene),
            texts.map(lambda story: scene | {"story": story}),
            _some(_record({"text": texts}, lines=lines, **_BEAT)).map(lambda beats: scene | {"beats": beats}),
            _some(shots).map(lambda made: scene | {"shots": made}),
        )
    )
    film = _record(
        {},
        title=texts,
        title_page=st.dictionaries(names, texts, max_size=2),
        language=_LANGUAGES,
        aspect=_ASPECTS,
        size=st.sampled_from([(64, 36), (1280, 720)]),
        rate=_RATES,
        seed=st.integers(0, 2**63 - 1),
        opening=lengths,
        closing=lengths,
        places=_some(_record({"id": ids}, name=names, setting=_SETTINGS, appearance=texts), by="id"),
        cast=_some(_record({"id": ids}, kind=_KINDS, name=names, looks=_LOOKS, voice=texts), by="id"),
        groups=_some(_record({"id": ids, "name": names, "members": st.lists(ids, min_size=1, max_size=2)}), by="id"),
        sounds=_some(_record({"file": files}, start=lengths, gain=st.floats(-60, 20))),
        edits=_some(_record({"operation": names}, parameters=st.dictionaries(texts, json_values, max_size=2))),
        **_FILM,
    )
    told = st.tuples(film, texts).map(lambda both: both[0] | {"story": both[1]})
    staged = st.tuples(film, _some(scenes).filter(_named_once)).map(lambda both: both[0] | {"scenes": both[1]})
    return (told | staged).map(Script.model_validate)


def _named_once(scenes: list[dict[str, Any]]) -> bool:
    for nouns in (scenes, [shot for scene in scenes for shot in scene.get("shots", ())]):
        ids = [noun["id"] for noun in nouns if "id" in noun]
        if len(set(ids)) < len(ids):
            return False
    return True


@st.composite
def storyboards(draw: st.DrawFn) -> Storyboard:
    """Storyboards of up to four shots, with every kind, setting, transition and camera."""
    cast = draw(
        st.lists(
            _record({"id": ids, "kind": _KINDS, "name": names, "looks": _LOOKS}, voice=texts),
            max_size=3,
            unique_by=lambda entity: entity["id"],
        )
    )
    places = draw(
        st.lists(
            _record({"id": ids, "name": names, "setting": _SETTINGS}, appearance=texts),
            min_size=1,
            max_size=2,
            unique_by=lambda place: place["id"],
        )
    )
    aspect = draw(_ASPECTS)
    height = 48 if aspect != "9:16" else 96
    before = opening = draw(st.integers(0, 12))
    spent, number = 0, 0
    scenes = []
    for index in range(draw(st.integers(1, 2))):
        shots = []
        for _ in range(draw(st.integers(1, 2))):
            duration = draw(st.integers(1, 40))
            overlap = draw(st.integers(0, min(duration, before - spent)))
            kind = draw(st.sampled_from(["dissolve", "fade", "wipe"])) if overlap else "cut"
            shots.append(_shot(draw, f"shot-{number}", duration, {"kind": kind, "overlap": overlap}, cast))
            before, spent, number = duration, overlap, number + 1
        scene = _record(
            {
                "id": st.just(f"scene-{index}"),
                "heading": texts,
                "place": st.sampled_from([place["id"] for place in places]),
                "time_of_day": st.sampled_from(TIMES_OF_DAY),
                "shots": st.just(shots),
            },
            weather=st.sampled_from(WEATHERS),
            light=texts,
        )
        scenes.append(draw(scene))
    film = _record(
        {
            "title": texts,
            "language": _LANGUAGES,
            "aspect": st.just(aspect),
            "size": st.just([round(height * float(aspect_ratio(aspect)) / 2) * 2, height]),
            "rate": _RATES,
            "seed": st.integers(0, 2**63 - 1),
            "opening": st.just(opening),
            "closing": st.integers(0, 12),
            "places": st.just(places),
            "cast": st.just(cast),
            "scenes": st.just(scenes),
        },
        **_FILM,
    )
    return Storyboard.model_validate(draw(film))


def _shot(
    draw: st.DrawFn, id: str, duration: int, transition: dict[str, Any], cast: list[dict[str, Any]]
) -> dict[str, Any]:
    between = draw(st.sets(st.integers(0, duration - 1), max_size=1))
    panels = []
    for at in sorted({0, duration - 1} | between):
        shown = [entity for entity in cast if draw(st.booleans())]
        placements = [draw(_record({"entity": st.just(entity["id"]), "box": boxes}, **_PLACEMENT)) for entity in shown]
        panels.append({"at": at, "prompt": draw(texts), "placements": placements})
    moments = sorted(draw(st.sets(st.integers(0, duration - 1), max_size=2)))
    lines = []
    if draw(st.booleans()):
        start = draw(st.integers(0, duration - 1))
        spoken = {"text": draw(names), "start": start, "duration": draw(st.integers(1, duration - start))}
        lines.append(spoken | ({"speaker": cast[0]["id"]} if cast else {}))
    shot = _record(
        {
            "id": st.just(id),
            "action": texts,
            "size": st.sampled_from(ShotSize.__args__),
            "duration": st.just(duration),
            "transition": st.just(transition),
            "panels": st.just(panels),
            "lines": st.just(lines),
            "camera": st.just([draw(_record({"at": st.just(at)}, **_CAMERA)) for at in moments]),
        },
        **_SHOT,
    )
    return draw(shot)
