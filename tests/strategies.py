"""Small valid storyboards of every sort, for property-based tests."""

import random
from fractions import Fraction

from hypothesis import strategies as st

from storyline.schema.storyboard import Storyboard
from storyline.schema.vocabulary import ACTIONS, COLOURS, KINDS, SETTINGS, TIMES_OF_DAY, WEATHERS

ASPECTS = ("16:9", "9:16", "1:1", "2.39", "1:4", "4:1")
KIND_NAMES = (*KINDS, "samovar", "Rabbit", "été cœur", "самовар", "old king")
ACTION_NAMES = (*ACTIONS, "chase", "sitting down", "yodel")
SETTING_NAMES = (*SETTINGS, "moon base", "lake")
EXPRESSIONS = ("neutral", "happy", "sad", "angry", "surprised", "afraid", "asleep")
FACINGS = ("left", "right", "front", "back")
LINE_KINDS = ("spoken", "voice-over", "thought", "lyric")


@st.composite
def boxes(draw: st.DrawFn) -> tuple[float, float, float, float]:
    """Boxes that meet the frame, many of them partly outside."""
    x0, y0 = (draw(st.floats(-1, 0.98)) for _ in range(2))
    x1, y1 = (draw(st.floats(max(low, 0.0) + 0.01, 2)) for low in (x0, y0))
    return x0, y0, x1, y1


@st.composite
def cameras(draw: st.DrawFn, duration: int) -> list[dict]:
    """No keyframe, one, or a move."""
    times = draw(st.lists(st.integers(0, duration - 1), max_size=3, unique=True).map(sorted))
    move = st.fixed_dictionaries(
        {},
        optional={
            "pan": st.floats(-3, 3),
            "tilt": st.floats(-1, 1),
            "zoom": st.floats(0.25, 4),
            "roll": st.floats(-180, 180),
        },
    )
    return [{"at": at, **draw(move)} for at in times]


@st.composite
def shots(draw: st.DrawFn, id: str, cast: list[str], *, room: int) -> dict:
    """A shot of 1..12 frames that overlaps the one before it by at most `room` frames."""
    duration = draw(st.integers(1, 12))
    inner = draw(st.lists(st.integers(1, max(1, duration - 2)), max_size=1)) if duration > 2 else []
    panels = []
    for at in sorted({0, duration - 1, *inner}):
        here = draw(st.lists(st.sampled_from(cast), unique=True, max_size=3)) if cast else []
        placements = []
        for n, entity in enumerate(here):
            placement = {
                "entity": entity,
                "box": draw(boxes()),
                "depth": draw(st.integers(-3, 3)),
                "action": draw(st.sampled_from(ACTION_NAMES)),
                "facing": draw(st.sampled_from(FACINGS)),
                "expression": draw(st.sampled_from(EXPRESSIONS)),
            }
            if n and draw(st.booleans()):
                placement |= {"parent": here[0], "anchor": "back"}
            placements.append(placement)
        panels.append({"at": at, "prompt": "", "placements": placements})
    lines = []
    if draw(st.booleans()):
        start = draw(st.integers(0, duration - 1))
        lines = [
            {
                "text": "Hello.",
                "kind": draw(st.sampled_from(LINE_KINDS)),
                "speaker": draw(st.sampled_from([*cast, None])),
                "start": start,
                "duration": draw(st.integers(1, duration - start)),
            }
        ]
    overlap = draw(st.integers(0, min(room, duration)))
    return {
        "id": id,
        "action": "",
        "size": draw(st.sampled_from(("EWS", "FS", "CU"))),
        "duration": duration,
        "camera": draw(cameras(duration)),
        "transition": {"kind": "dissolve" if overlap else "cut", "overlap": overlap},
        "lines": lines,
        "panels": panels,
    }


def _validated(document: dict) -> Storyboard:
    # beartype, where it checks the schema, draws random numbers, which strategies must not
    state = random.getstate()
    try:
        return Storyboard.model_validate(document)
    finally:
        random.setstate(state)


@st.composite
def storyboards(draw: st.DrawFn) -> Storyboard:
    """Valid storyboards of one or two scenes: odd boxes, unknown words, riders, moving cameras, all lights."""
    cast = [
        {
            "id": f"e{n}",
            "kind": draw(st.sampled_from(KIND_NAMES)),
            "name": draw(st.sampled_from(("Ann", "the old king with a scarf and a hat", "x" * 60))),
            "looks": [
                {
                    "colours": draw(st.lists(st.sampled_from([*COLOURS, "#12ab34"]), max_size=2)),
                    "attributes": draw(
                        st.lists(st.sampled_from(("old", "young", "big", "wolf", "bearded", "crown")), max_size=2)
                    ),
                }
            ],
        }
        for n in range(draw(st.integers(0, 3)))
    ]
    aspect = draw(st.sampled_from(ASPECTS))
    left, _, right = aspect.partition(":")
    ratio = float(Fraction(left) / Fraction(right or "1"))
    height = 64 if ratio >= 1 else 128
    places = [{"id": f"p{n}", "name": "here", "setting": draw(st.sampled_from(SETTING_NAMES))} for n in range(2)]
    scenes = []
    room = 0
    for n in range(draw(st.integers(1, 2))):
        found = []
        for k in range(draw(st.integers(1, 2))):
            shot = draw(shots(f"s{n}-{k}", [e["id"] for e in cast], room=room))
            room = shot["duration"] - shot["transition"]["overlap"]
            found.append(shot)
        scenes.append(
            {
                "id": f"scene{n}",
                "heading": "",
                "place": draw(st.sampled_from(places))["id"],
                "time_of_day": draw(st.sampled_from(TIMES_OF_DAY)),
                "weather": draw(st.sampled_from(WEATHERS)),
                "shots": found,
            }
        )
    return _validated(
        {
            "title": "t",
            "language": "en",
            "aspect": aspect,
            "size": (2 * round(height * ratio / 2), height),
            "rate": draw(st.sampled_from((12, 24, "30000/1001"))),
            "seed": draw(st.integers(0, 2**31)),
            "places": places,
            "cast": cast,
            "scenes": scenes,
        }
    )
