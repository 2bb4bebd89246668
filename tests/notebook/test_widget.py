"""The notebook's editor, spoken to as its page speaks to it."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import comm
import pytest
from comm.base_comm import BaseComm
from PIL import Image

import storyline.notebook
from storyline.errors import SetupError, StorylineError
from storyline.notebook.bundle import script
from storyline.notebook.widget import Editor
from storyline.schema.base import document
from storyline.studio.revise import RefusedError
from tests.boards import board, shot

BOX = ["scenes", 0, "shots", 0, "panels", 0, "placements", 0, "box"]
MOVED = {"do": "set", "at": BOX, "value": [0.1, 0.4, 0.3, 0.8]}


class Line(BaseComm):
    """The way to a page, which keeps what comes."""

    def publish_msg(self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **_: Any) -> None:
        if data and data.get("method") == "custom":
            with _ARRIVED:
                self.__dict__.setdefault("got", []).append(data["content"])
                _ARRIVED.notify_all()


_ARRIVED = threading.Condition()


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Editor]:
    monkeypatch.setattr(comm, "create_comm", Line)
    opened = board(shot("one", 24), shot("two", 24)).edit()
    yield opened
    opened.close()


def ask(editor: Editor, *beside: bytes, **request: Any) -> dict[str, Any]:
    """What the page gets when it asks, with what it sends beside; it may come from another thread."""
    line: Any = editor.comm
    content = {"data": {"method": "custom", "content": {"id": "a-1", **request}}}
    message = {"content": content, "buffers": [memoryview(data) for data in beside]}
    line.handle_msg(message)

    def replies() -> list[dict[str, Any]]:
        return [reply for reply in line.__dict__.get("got", []) if reply.get("id") == "a-1"]

    with _ARRIVED:
        assert _ARRIVED.wait_for(replies, timeout=30)
        found = replies()[-1]
        line.got.remove(found)
    return found


def test_the_python_object_is_the_truth(editor: Editor) -> None:
    state = ask(editor, ask="state")["state"]
    assert state["board"] == editor.storyboard.model_dump(mode="json")
    before = editor.storyboard
    state = ask(editor, ask="change", version=state["version"], changes=[MOVED])["state"]
    assert editor.storyboard.scenes[0].shots[0].panels[0].placements[0].box.root == (0.1, 0.4, 0.3, 0.8)
    assert state["undo"]
    editor.undo()
    assert editor.storyboard == before
    editor.redo()
    assert editor.storyboard != before


def test_what_python_does_is_told_to_the_page(editor: Editor) -> None:
    editor.storyboard = board(shot("other", 12))
    got = editor.comm.got  # type: ignore[union-attr]
    assert [event["state"]["board"]["scenes"][0]["shots"][0]["id"] for event in got if "event" in event] == ["other"]


def test_python_changes_it_as_the_page_does(editor: Editor) -> None:
    before = editor.storyboard
    editor.change(MOVED)
    assert editor.storyboard.scenes[0].shots[0].panels[0].placements[0].box.root == (0.1, 0.4, 0.3, 0.8)
    assert [event["state"]["version"] for event in editor.comm.got if "event" in event] == [2]  # type: ignore[union-attr]
    with pytest.raises(RefusedError, match="box must satisfy x0 < x1"):
        editor.change(
            {"do": "remove", "at": ["scenes", 0, "shots", 1]}, {"do": "set", "at": BOX, "value": [0.9, 0, 0.1, 1]}
        )
    editor.undo()
    assert editor.storyboard == before


def test_what_is_wrong_changes_nothing(editor: Editor) -> None:
    before = editor.storyboard
    reply = ask(editor, ask="change", version=1, changes=[{"do": "set", "at": BOX, "value": [0.9, 0, 0.1, 1]}])
    assert reply["faults"][0]["at"] == BOX
    assert editor.storyboard is before


def test_thumbnails_come_with_the_answer(editor: Editor) -> None:
    assert ask(editor, ask="thumbnail", shot="one", panel=0, width=32)["picture"].startswith("data:image/jpeg;base64,")
    assert "error" in ask(editor, ask="thumbnail", shot="none", panel=0, width=32)


def test_a_picture_comes_beside_what_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comm, "create_comm", Line)
    opened = board(shot("one", 24)).edit(root=tmp_path)
    data = BytesIO()
    Image.new("RGB", (128, 96), "red").save(data, format="WEBP")
    asked = {"ask": "supply", "shot": "one", "panel": 0, "version": 1}
    for wrong in ((), (b"",), (b"<svg/>",), (data.getvalue()[:50],)):
        assert "expected a picture" in ask(opened, *wrong, **asked)["error"]
    assert "at most 9,000,000 bytes" in ask(opened, bytes(9_000_001), **asked)["error"]
    assert not list(tmp_path.iterdir())
    state = ask(opened, data.getvalue(), **asked)["state"]
    image = opened.storyboard.scenes[0].shots[0].panels[0].image
    assert image is not None and (tmp_path / image.path).is_file() and state["undo"]
    assert ask(opened, ask="takes", shot="one")["takes"] == []
    opened.close()


def test_a_storyboard_is_saved_only_into_a_file_that_it_came_from(editor: Editor, tmp_path: Path) -> None:
    with pytest.raises(StorylineError, match="not opened from a file"):
        editor.save()
    assert not editor.saves
    file = tmp_path / "story.json"
    file.write_text(json.dumps({"format": "storyboard/1"} | document(board(shot("one", 24)))), "utf-8")
    opened = storyline.notebook.edit(file)
    ask(opened, ask="change", version=1, changes=[MOVED])
    assert opened.saves
    assert opened.save() == file
    assert "0.1" in file.read_text("utf-8")
    opened.close()


def test_the_editor_is_one_module() -> None:
    assert [line for line in script().splitlines() if line.startswith(("import", "export"))] == [
        "export default { render };"
    ]


def test_what_is_missing_is_said() -> None:
    program = (
        "import sys; sys.modules['anywidget'] = None; sys.modules['IPython'] = None\n"
        "import storyline.notebook as notebook\n"
        "from storyline.errors import SetupError\n"
        "from tests.boards import board, shot\n"
        "try: board(shot('a', 4)).edit()\n"
        "except SetupError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.count("pip install 'storyline[notebook]'") == 1
    assert SetupError.__name__ not in done.stderr
