"""Takes and keyframes of a session: taken, looked at, locked, discarded; kept or supplied."""

import base64
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from PIL import Image

from storyline.film.takes import take_file, takes_of
from storyline.studio.answers import answer
from storyline.studio.drawing import Drawing
from storyline.studio.manuscript import open_manuscript
from storyline.studio.session import Session
from tests.studio.tiny import SHOTS, TINY

LOCK = [*SHOTS, 0, "locked_take"]
IMAGE = [*SHOTS, 0, "panels", 0, "image"]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    (tmp_path / "tiny.yaml").write_text(TINY, "utf-8")
    session = Session(open_manuscript(tmp_path / "tiny.yaml"), Drawing(tmp_path))
    yield session
    session.close()


def ask(session: Session, ask: str, data: bytes = b"", **fields: Any) -> dict[str, Any]:
    return answer(session, {"id": 1, "ask": ask, **fields}, data)


def put(session: Session, at: list[Any], value: Any) -> dict[str, Any]:
    return ask(session, "change", version=session.version, changes=[{"do": "set", "at": at, "value": value}])


class Ear:
    """Hears what a session tells."""

    def __init__(self, session: Session) -> None:
        self.heard: Queue[dict[str, Any]] = Queue()
        session.listen(self.heard.put)

    def of(self, *kinds: str) -> dict[str, Any]:
        """The next event of these kinds."""
        while (event := self.heard.get(timeout=60))["event"] not in (*kinds, "failed"):
            pass
        assert event["event"] in kinds, event
        return event


def taken(session: Session, *seeds: int, **fields: Any) -> list[str]:
    ear = Ear(session)
    assert ask(session, "shoot", shot="a", seeds=list(seeds), **fields) == {"id": 1, "started": len(seeds)}
    return [ear.of("taken")["take"] for _ in seeds]


def picture(color: str = "red", size: tuple[int, int] = (128, 72), kind: str = "PNG") -> bytes:
    data = BytesIO()
    Image.new("RGB", size, color).save(data, format=kind)
    return data.getvalue()


def test_several_takes_are_kept_and_compared(session: Session, tmp_path: Path) -> None:
    first, second = taken(session, 1, 2)
    assert first != second and session.version == 1  # the shot is as it was
    found = ask(session, "takes", shot="a")["takes"]
    assert {take["digest"]: take["seed"] for take in found} == {first: 1, second: 2}
    assert all(take["misfit"] is None and take["current"] is True for take in found)
    assert ask(session, "takes", shot="b")["takes"] == []
    shown = ask(session, "take", take=first, show="picture")["picture"]
    assert base64.b64decode(shown.partition(",")[2]).startswith(b"\xff\xd8")
    clip = ask(session, "take", take=first, show="clip")["clip"]
    assert b"ftyp" in base64.b64decode(clip.partition(",")[2])[:12]
    for name in ("0" * 64, first[:12], f"../takes/{first}", ""):
        assert "there is no such" in ask(session, "take", take=name, show="picture")["error"]
        assert "there is no such" in ask(session, "discard", take=name)["error"]
    assert sorted(path.suffix for path in (tmp_path / "takes").iterdir()) == [".json", ".json", ".mkv", ".mkv"]


def test_a_take_is_older_than_its_shot_or_does_not_fit_it_any_more(session: Session) -> None:
    [take] = taken(session, 1)
    standing = lambda: ask(session, "takes", shot="a")["takes"][0]
    put(session, [*SHOTS, 0, "panels", 0, "placements", 0, "box"], [0.1, 0.4, 0.3, 0.8])
    assert standing()["current"] is False and standing()["misfit"] is None
    changes = [
        {"do": "set", "at": [*SHOTS, 0, "duration"], "value": 6},
        {"do": "set", "at": [*SHOTS, 0, "panels", 1, "at"], "value": 5},
    ]
    assert "state" in ask(session, "change", version=session.version, changes=changes)
    assert standing()["misfit"] == "it has 4 frames, and the shot 6"
    [fault] = put(session, LOCK, take)["faults"]
    assert fault["at"] == LOCK and fault["says"] == "it has 4 frames, and the shot 6"


def test_a_shot_is_locked_in_one_step_and_shows_the_take(session: Session) -> None:
    before = session.drawing.thumbnail(session.board, "a", 0, 64).tag
    [take] = taken(session, 5)
    assert put(session, LOCK, take)["state"]["board"]["scenes"][0]["shots"][0]["locked_take"] == take
    assert session.board.origins["person"] == ("scenes/s1/shots/a/locked_take",)
    wanted = session.drawing.thumbnail(session.board, "a", 0, 64)
    assert wanted.tag != before and session.drawing.jpeg(wanted).startswith(b"\xff\xd8")
    assert "locked to this take" in ask(session, "discard", take=take)["error"]
    ask(session, "undo")
    assert session.drawing.thumbnail(session.board, "a", 0, 64).tag == before
    ear = Ear(session)
    assert ask(session, "discard", take=take) == {"id": 1, "discarded": take}
    assert ear.of("discarded") == {"event": "discarded", "shot": "a", "take": take}
    assert ask(session, "takes", shot="a")["takes"] == []
    assert "there is none of this name" in put(session, LOCK, take)["faults"][0]["says"]


def test_a_shot_is_not_locked_to_the_take_of_another(session: Session) -> None:
    [take] = taken(session, 1)
    [fault] = put(session, [*SHOTS, 1, "locked_take"], take)["faults"]
    assert fault["says"] == "expected a take of this shot; got one of 'a'"
    copied = session.board.scenes[0].shots[0].model_dump(mode="json") | {"id": "c", "locked_take": take}
    reply = ask(
        session, "change", version=session.version, changes=[{"do": "insert", "at": [*SHOTS, 2], "value": copied}]
    )
    assert reply["faults"][0]["at"] == [*SHOTS, 2, "locked_take"]


def test_what_a_take_does_differently_is_kept_with_it(session: Session, tmp_path: Path) -> None:
    taken(session, 1, overrides={"negative_prompt": "rain"})
    [take] = takes_of(tmp_path)
    assert take.overrides.negative_prompt == "rain" and take.overrides.seed == 1
    assert session.board.scenes[0].shots[0].overrides.negative_prompt is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"seeds": []}, "1 to 16"),
        ({"seeds": list(range(17))}, "1 to 16"),
        ({"seeds": ["one"]}, "expected a whole number"),
        ({"seeds": [-1]}, "at least 0"),
        ({"seeds": [1], "overrides": {"steps": 0}}, "at least 1"),
        ({"seeds": [1], "overrides": {"colour": "red"}}, "unknown field"),
        ({"seeds": [1], "overrides": 3}, "unknown field"),
    ],
)
def test_what_cannot_be_taken_so_is_told(session: Session, fields: dict[str, Any], words: str) -> None:
    reply = ask(session, "shoot", shot="a", **fields)
    assert words in reply["faults"][0]["says"] and "state" not in reply


@pytest.mark.parametrize(
    "request_",
    [
        {"ask": "shoot", "shot": "nobody", "seeds": [1]},
        {"ask": "takes", "shot": "../a"},
        {"ask": "take", "take": "../tiny.yaml", "show": "clip"},
        {"ask": "take", "take": "0" * 64, "show": "picture"},
        {"ask": "discard", "take": "../tiny"},
        {"ask": "discard", "take": ""},
        {"ask": "keep", "shot": "a", "panel": 9},
        {"ask": "keep", "shot": "nobody", "panel": 0},
        {"ask": "supply", "shot": "../a", "panel": 0, "version": 1},
        {"ask": "supply", "shot": "a", "panel": -1, "version": 1},
    ],
)
def test_names_lead_nowhere(session: Session, request_: dict[str, Any], tmp_path: Path) -> None:
    assert answer(session, {"id": 1, **request_}, picture())["error"] == "there is no such shot, panel or take"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tiny.yaml"]


def test_a_keyframe_is_locked_as_it_is(session: Session, tmp_path: Path) -> None:
    ear = Ear(session)
    assert ask(session, "keep", shot="a", panel=0) == {"id": 1, "started": 1}
    assert ear.of("kept") == {"event": "kept", "job": "keyframe", "shot": "a", "panel": 0}
    image = session.board.scenes[0].shots[0].panels[0].image
    assert image is not None and image.path.startswith("keyframes/a-")
    with Image.open(tmp_path / image.path) as found:
        assert found.size == (64, 36) and len(found.convert("RGB").getcolors(10_000) or ()) > 10  # something is drawn
    assert session.board.origins["person"] == ("scenes/s1/shots/a/panels/0/image",)
    ask(session, "undo")
    assert session.board.scenes[0].shots[0].panels[0].image is None


def test_a_picture_is_supplied_in_one_step_and_cleared(session: Session, tmp_path: Path) -> None:
    reply = ask(session, "supply", picture(), shot="a", panel=0, version=1)
    image = reply["state"]["board"]["scenes"][0]["shots"][0]["panels"][0]["image"]
    assert (tmp_path / image["path"]).is_file() and image["digest"] and session.version == 2
    shown = ask(session, "thumbnail", shot="a", panel=0, width=64)["picture"]
    with Image.open(BytesIO(base64.b64decode(shown.partition(",")[2]))) as thumbnail:
        assert all(abs(p - q) < 12 for p, q in zip(thumbnail.getpixel((5, 5)), (255, 0, 0), strict=True))  # type: ignore[arg-type]
    place = ask(session, "thumbnail", shot="a", panel=0, width=64, view="place")["picture"]
    assert place != shown  # of the place, it is drawn
    session.save()
    assert image["path"] in (tmp_path / "tiny.yaml").read_text("utf-8")
    assert put(session, IMAGE, None)["state"]["board"]["scenes"][0]["shots"][0]["panels"][0]["image"] is None


def test_a_picture_that_will_not_do_changes_nothing(session: Session, tmp_path: Path) -> None:
    assert "which is none" in ask(session, "supply", b"no", shot="a", panel=0, version=1)["error"]
    assert "got 128x128" in ask(session, "supply", picture(size=(128, 128)), shot="a", panel=0, version=1)["error"]
    stale = ask(session, "supply", picture(), shot="a", panel=0, version=7)
    assert stale["faults"][0]["says"] == "the storyboard has changed since" and stale["state"]["version"] == 1
    assert session.version == 1


def test_a_keyframe_whose_panel_is_gone_meanwhile_is_told(session: Session) -> None:
    ear = Ear(session)
    board = session.board
    session.change([{"do": "remove", "at": [*SHOTS, 0]}])
    with pytest.raises(KeyError):
        session._show(picture(), "a", board, 0, None)
    ask(session, "undo")
    session.shoot("a", [1], {"generator": "nobody"})
    while (event := ear.heard.get(timeout=60))["event"] != "failed":
        pass
    assert event["job"] == "takes" and "unknown generator 'nobody'" in event["says"]


def test_a_take_that_cannot_be_used_any_more_is_not_shown(session: Session, tmp_path: Path) -> None:
    tag = lambda: session.drawing.thumbnail(session.board, "a", 0, 64).tag
    before = tag()
    [take] = taken(session, 1)
    put(session, LOCK, take)
    assert tag() != before
    put(session, ["size"], [128, 72])
    assert "picture" in ask(session, "thumbnail", shot="a", panel=0)
    ask(session, "undo")
    (tmp_path / take_file(take)).unlink()
    assert "error" in ask(session, "take", take=take, show="clip")
    assert tag() == before and "picture" in ask(session, "thumbnail", shot="a", panel=0)
