"""The session answers what the front end asks."""

import base64
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from PIL import Image

from storyline.reading import read
from storyline.studio.answers import answer
from storyline.studio.drawing import Drawing, OutdatedError
from storyline.studio.history import STEPS, History
from storyline.studio.manuscript import open_manuscript
from storyline.studio.session import Session
from tests.boards import board, shot
from tests.studio.tiny import BOX, SHOTS, TINY


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    (tmp_path / "tiny.yaml").write_text(TINY, "utf-8")
    session = Session(open_manuscript(tmp_path / "tiny.yaml"), Drawing(tmp_path))
    yield session
    session.close()


def change(session: Session, *changes: Any, version: int | None = None) -> dict[str, Any]:
    asked = {"id": 1, "ask": "change", "version": version or session.version, "changes": list(changes)}
    return answer(session, asked)


def titled(title: str) -> dict[str, Any]:
    return {"do": "set", "at": ["title"], "value": title}


def test_the_state_has_what_a_page_needs(session: Session) -> None:
    reply = answer(session, {"id": 7, "ask": "state"})
    state = reply["state"]
    assert reply["id"] == 7 and state["version"] == 1
    assert state["board"] == session.board.model_dump(mode="json")
    assert state["timeline"] == [{"shot": "a", "start": 0, "end": 4}, {"shot": "b", "start": 4, "end": 8}]
    assert not (state["undo"] or state["redo"] or state["dirty"])
    assert {"ECU", "EWS"} <= set(state["choices"]["size"]) and "hare" in state["choices"]["kinds"]


def test_undo_redo_and_save(session: Session) -> None:
    state = change(session, titled("Hop"))["state"]
    assert state["board"]["title"] == "Hop" and state["undo"] and state["dirty"] and state["version"] == 2
    state = answer(session, {"id": 1, "ask": "undo"})["state"]
    assert state["board"]["title"] == "The Hare" and state["redo"] and not state["dirty"] and state["version"] == 3
    assert answer(session, {"id": 1, "ask": "undo"})["state"]["version"] == 3
    assert answer(session, {"id": 1, "ask": "redo"})["state"]["board"]["title"] == "Hop"
    reply = answer(session, {"id": 1, "ask": "save"})
    assert reply["saved"] == "tiny.yaml" and reply["kept"] and not reply["state"]["dirty"]
    assert answer(session, {"id": 1, "ask": "undo"})["state"]["dirty"]


def test_faults_come_with_their_places_and_nothing_is_done(session: Session) -> None:
    reply = change(session, titled("Hop"), {"do": "set", "at": BOX, "value": [0.7, 0.1, 0.4, 0.9]})
    [fault] = reply["faults"]
    assert fault["at"] == BOX and fault["where"] == "scene 1, shot 1, panel 1, entity 'hare'"
    assert "x0 < x1" in fault["says"] and "state" not in reply
    assert session.board.title == "The Hare" and session.version == 1


def test_a_stale_version_is_told_with_the_state(session: Session) -> None:
    change(session, titled("Hop"))
    reply = change(session, titled("Jump"), version=1)
    assert reply["faults"] == [{"at": [], "where": "", "says": "the storyboard has changed since"}]
    assert reply["state"]["board"]["title"] == "Hop"


def test_a_file_that_is_not_there_or_lies_outside_is_a_fault(session: Session, tmp_path: Path) -> None:
    image = [*SHOTS, 0, "panels", 0, "image"]
    for path, words in (("no.png", "there is no 'no.png'"), ("../x.png", "inside the script's own folder")):
        reply = change(session, {"do": "set", "at": image, "value": {"path": path}})
        assert words in reply["faults"][0]["says"]
    (tmp_path / "link.png").symlink_to("/etc/hostname")
    reply = change(session, {"do": "set", "at": image, "value": {"path": "link.png"}})
    assert "leads out of it" in reply["faults"][0]["says"]


def test_a_file_gets_its_digest_however_it_is_named(session: Session, tmp_path: Path) -> None:
    Image.new("L", (64, 36)).save(tmp_path / "a.png")
    Image.new("L", (64, 36), 9).save(tmp_path / "b.png")
    panel = [*SHOTS, 0, "panels", 0]
    mask = lambda: session.board.scenes[0].shots[0].panels[0].placements[0].mask
    change(session, {"do": "set", "at": [*panel, "placements", 0, "mask"], "value": {"path": "a.png"}})
    first = mask()
    assert first is not None and first.digest
    change(
        session,
        {"do": "set", "at": [*panel, "placements", 0, "mask", "path"], "value": "b.png"},
        {"do": "remove", "at": [*panel, "placements", 0, "mask", "digest"]},
    )
    assert mask() != first and mask().digest  # type: ignore[union-attr]
    whole = {**session.board.scenes[0].shots[0].model_dump(mode="json"), "id": "c"}
    whole["panels"][1]["image"] = {"path": "no.png"}
    assert (
        "there is no 'no.png'"
        in change(session, {"do": "insert", "at": [*SHOTS, 2], "value": whole})["faults"][0]["says"]
    )


@pytest.mark.parametrize(
    "request_",
    [
        None,
        [],
        "state",
        {},
        {"id": 1, "ask": "burn"},
        {"id": {"x": 1}, "ask": 3},
        {"id": 1, "ask": "change", "changes": []},
        {"id": 1, "ask": "change", "version": "1", "changes": []},
        {"id": 1, "ask": "render", "shot": "nobody"},
        {"id": 1, "ask": "render", "shot": ["a"]},
        {"id": 1, "ask": "thumbnail", "shot": "a", "panel": 99},
        {"id": 1, "ask": "thumbnail", "shot": "../a", "panel": 0},
    ],
)
def test_what_makes_no_sense_is_answered_by_an_error(session: Session, request_: Any) -> None:
    assert answer(session, request_)["error"]
    assert session.version == 1


def test_a_shot_is_rendered_in_the_background_and_found_in_the_store(session: Session) -> None:
    events: Queue[dict[str, Any]] = Queue()
    session.listen(events.put)
    assert answer(session, {"id": 1, "ask": "render", "shot": "b"}) == {"id": 1, "started": 1}
    found = [events.get(timeout=60)]
    while found[-1]["event"] == "progress":
        found.append(events.get(timeout=60))
    assert found[-1]["event"] == "rendered" and found[-1]["shot"] == "b"
    assert found[-1]["clip"].startswith("data:video/mp4;base64,")
    clip = session.clip("b")
    assert clip is not None and base64.b64decode(found[-1]["clip"].partition(",")[2]) == clip.read_bytes()
    picture = answer(session, {"id": 1, "ask": "thumbnail", "shot": "a", "panel": 0, "width": 64})["picture"]
    assert base64.b64decode(picture.partition(",")[2]).startswith(b"\xff\xd8")


def test_what_cannot_be_rendered_is_told(session: Session) -> None:
    lost = {"do": "set", "at": [*SHOTS, 0, "overrides", "generator"], "value": "nobody"}
    assert "state" in change(session, lost)
    events: Queue[dict[str, Any]] = Queue()
    session.listen(events.put)
    session.render("a")
    event = events.get(timeout=60)
    assert event["event"] == "failed" and "unknown generator 'nobody'" in event["says"]


def test_thumbnails_have_another_tag_when_they_are_other_pictures(session: Session) -> None:
    tag = lambda: session.drawing.thumbnail(session.board, "a", 0, 64).tag
    before = tag()
    change(session, titled("Hop"))
    assert tag() == before
    change(session, {"do": "set", "at": [*BOX, 0], "value": 0.1})
    assert tag() != before


def test_a_picture_that_is_wanted_no_more_is_not_drawn(session: Session) -> None:
    drawing = session.drawing
    before = drawing.thumbnail(session.board, "a", 0, 64)
    other = drawing.thumbnail(session.board, "a", 1, 64)
    change(session, {"do": "set", "at": [*BOX, 0], "value": 0.1})
    after = drawing.thumbnail(session.board, "a", 0, 64)
    with pytest.raises(OutdatedError, match="shot 'a' has been changed since"):
        drawing.jpeg(before)
    assert drawing.jpeg(after) and drawing.jpeg(other)
    answer(session, {"id": 1, "ask": "undo"})
    again = drawing.thumbnail(session.board, "a", 0, 64)
    assert drawing.jpeg(again) == drawing.jpeg(before) != drawing.jpeg(after)  # what is there is shown at any time


def test_listeners_hear_of_changes_until_they_do_not(session: Session) -> None:
    heard: list[dict[str, Any]] = []
    unlisten = session.listen(heard.append)
    session.put(session.board.model_copy(update={"title": "Hop"}))
    assert [event["state"]["board"]["title"] for event in heard] == ["Hop"]
    unlisten()
    session.undo()
    assert len(heard) == 1


def test_threads_change_it_one_after_the_other(session: Session) -> None:
    done: list[dict[str, Any]] = []
    threads = [
        threading.Thread(target=lambda n=n: done.append(change(session, titled(f"t{n}"), version=1))) for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("faults" not in reply for reply in done) == 1 and session.version == 2


def test_a_storyboard_without_a_file_is_saved_by_nobody(tmp_path: Path) -> None:
    session = Session(board(shot("a", 2)), Drawing(tmp_path))
    assert "was not opened from a file" in answer(session, {"id": 1, "ask": "save"})["error"]
    session.close()


def test_history_is_bounded(tmp_path: Path) -> None:
    first = board(shot("a", 2))
    history = History(first)
    assert history.undo() is history and history.redo() is history and history.do(first) is history
    for n in range(STEPS + 5):
        history = history.do(first.model_copy(update={"title": str(n)}))
    assert len(history.past) == STEPS and history.undo().redo() == history


def test_a_change_reaches_the_file(session: Session, tmp_path: Path) -> None:
    change(session, {"do": "move", "at": [*SHOTS, 1], "to": 0})
    session.save()
    assert read(tmp_path / "tiny.yaml").document == session.board
