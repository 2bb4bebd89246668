"""Small scripts of every sort, for property-based tests: words the planner knows, and any text at all."""

from hypothesis import strategies as st

from storyline.schema.base import slug

WORDS = """
    the a three two her his its every some another Maria Tom hare tortoise bird birds car tree house samovar ghost
    river meadow village night noon red little yellow sleeping tall runs walked jumped flew gave said asleep is
    was were does not to from in on under behind beside between past around left right upper corner second half
    and but while who which it she he they them first then camera zooms follows gone away up down called of with
    by , . ; ! ’s
""".split()  # noqa: SIM905
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join),
    st.text(min_size=1, max_size=40),
)
TIMES = st.one_of(st.integers(0, 20), st.sampled_from(["0s", "0.5s", "0%", "50%", "100%"]))
BOXES = st.sampled_from([(0.1, 0.2, 0.4, 0.9), (-0.5, 0.0, 0.3, 1.5), (0.8, 0.8, 1.2, 0.95)])


def _fields(**optional: st.SearchStrategy) -> st.SearchStrategy[dict]:
    return st.fixed_dictionaries({}, optional=optional)


LINES = st.fixed_dictionaries(
    {"text": TEXTS},
    optional={
        "said_by": st.sampled_from(["the Hare", "she", "Maria", "???"]),
        "speaker": st.sampled_from(["rex", "hare", "red-car"]),
        "kind": st.sampled_from(["spoken", "voice-over", "thought", "caption"]),
    },
)
BEATS = st.fixed_dictionaries({"text": TEXTS}, optional={"lines": st.lists(LINES, max_size=2)})
PLACEMENTS = st.fixed_dictionaries(
    {"entity": st.sampled_from(["rex", "hare", "red-car"])},
    optional={
        "box": BOXES,
        "action": st.sampled_from(["sit", "yodel"]),
        "facing": st.sampled_from(["left", "front"]),
        "depth": st.integers(-5, 5),
    },
)
PANELS = st.fixed_dictionaries(
    {"at": TIMES},
    optional={
        "prompt": TEXTS,
        "placements": st.lists(PLACEMENTS, max_size=2, unique_by=lambda p: p["entity"]),
    },
)
CAMERAS = st.fixed_dictionaries(
    {"at": st.sampled_from([0, "50%", "100%"])}, optional={"pan": st.floats(-1, 1), "zoom": st.floats(0.5, 4)}
)
SHOTS = _fields(
    action=TEXTS,
    label=TEXTS,
    size=st.sampled_from(["EWS", "MS", "ECU"]),
    angle=st.sampled_from(["low", "dutch"]),
    duration=st.one_of(st.integers(24, 60), st.sampled_from(["1s", "2.5s"])),
    lines=st.lists(LINES, max_size=2),
    panels=st.lists(PANELS, max_size=1),
    camera=st.lists(CAMERAS, max_size=1),
    transition=st.sampled_from([{"kind": "cut"}, {"kind": "dissolve"}, {"kind": "fade"}]),
    overrides=st.sampled_from([{}, {"steps": 3}]),
)
SCENES = st.one_of(
    _fields(beats=st.lists(BEATS, max_size=4), heading=TEXTS, time_of_day=st.sampled_from(["night", "noon"])),
    _fields(shots=st.lists(SHOTS, max_size=3), place=st.sampled_from(["home", "moon-base"]), light=TEXTS),
)
FILMS = st.fixed_dictionaries(
    {"scenes": st.lists(SCENES, min_size=1, max_size=3)},
    optional={
        "title": TEXTS,
        "language": st.sampled_from(["en", "fr"]),
        "aspect": st.sampled_from(["9:16", "1:1", "2.39"]),
        "rate": st.sampled_from([12, "30000/1001"]),
        "seed": st.integers(0, 9),
        "opening": st.sampled_from([0, "1s"]),
        "cast": st.just([{"id": "rex", "kind": "dog", "looks": [{"colours": ["blue"]}]}]),
        "places": st.just([{"id": "home", "setting": "room"}]),
        "credits": st.just([{"name": "Me"}]),
    },
)


@st.composite
def documents(draw: st.DrawFn) -> dict:
    """A script as the readers give it: every scene and shot has an id."""
    document = draw(FILMS)
    if document.get("opening") == 0:
        for shot in document["scenes"][0].get("shots", ())[:1]:
            shot.pop("transition", None)  # nothing to dissolve from: the planner says so
    for n, scene in enumerate(document["scenes"]):
        scene["id"] = f"s{n}"
        for m, shot in enumerate(scene.get("shots", ())):
            shot["id"] = f"{slug(str(n))}-{m}"
    return document
