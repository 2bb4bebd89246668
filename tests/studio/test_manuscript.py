"""Files that a storyboard is opened from and saved to."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyline.errors import ScriptError, SetupError, StorylineError
from storyline.reading import read, read_yaml, write_yaml
from storyline.schema.storyboard import Storyboard
from storyline.studio.manuscript import Manuscript, keep_unsaved, open_manuscript, save
from storyline.studio.revise import RefusedError, revise
from tests.documents import storyboards as odd_storyboards
from tests.strategies import storyboards
from tests.studio.test_revise import changes
from tests.studio.tiny import BOX, SHOTS, TINY


def tiny(folder: Path, text: str | bytes = TINY, name: str = "tiny.yaml") -> Manuscript:
    data = text.encode() if isinstance(text, str) else text
    (folder / name).write_bytes(data)
    return open_manuscript(folder / name)


def titled(manuscript: Manuscript, title: str = "Hop") -> Storyboard:
    return manuscript.board.model_copy(update={"title": title})


def test_a_storyboard_goes_back_into_its_file(tmp_path: Path) -> None:
    opened = tiny(tmp_path)
    saved = save(opened, titled(opened))
    assert saved.kept
    assert opened.path.read_text("utf-8") == TINY.replace("The Hare   #", "Hop   #")
    again = save(saved.manuscript, titled(opened, "Hop!"))
    assert open_manuscript(again.manuscript.path).board.title == "Hop!"
    assert list(tmp_path.iterdir()) == [opened.path]


def test_nothing_is_written_where_nothing_changed(tmp_path: Path) -> None:
    opened = tiny(tmp_path)
    before = opened.path.stat().st_mtime_ns
    assert save(opened, opened.board).kept and opened.path.stat().st_mtime_ns == before


def test_line_ends_and_byte_order_marks_stay(tmp_path: Path) -> None:
    text = ("\ufeff" + TINY).replace("\n", "\r\n").encode()
    opened = tiny(tmp_path, text)
    assert save(opened, titled(opened)).kept
    assert opened.path.read_bytes() == text.replace(b"The Hare   #", b"Hop   #")


def test_a_file_that_somebody_else_changed_is_left_alone(tmp_path: Path) -> None:
    opened = tiny(tmp_path)
    opened.path.write_text("title: mine\n")
    with pytest.raises(SetupError, match="it has changed since it was opened"):
        save(opened, titled(opened))
    assert opened.path.read_text() == "title: mine\n"
    opened.path.unlink()
    save(opened, titled(opened))
    assert open_manuscript(opened.path).board.title == "Hop"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tale.txt", "A hare runs.\n"),
        ("tale.yaml", "size: [64, 36]\nstory: A hare runs.\n"),
        ("tale.fountain", "INT. HOUSE - DAY\n\nA hare runs.\n"),
    ],
)
def test_what_is_no_storyboard_is_planned_and_saved_beside_it(tmp_path: Path, name: str, text: str) -> None:
    opened = tiny(tmp_path, text, name)
    saved = save(opened, titled(opened))
    assert saved.manuscript.path == tmp_path / "tale.storyboard.yaml"
    assert read(saved.manuscript.path).document == titled(opened)
    assert (tmp_path / name).read_text() == text
    with pytest.raises(ScriptError, match=r"tale\.storyboard\.yaml beside it holds a storyboard already"):
        open_manuscript(tmp_path / name)
    with pytest.raises(SetupError, match="there is such a file now"):
        save(opened, titled(opened, "lost"))


def test_json_stays_json(tmp_path: Path) -> None:
    plain = read_yaml(TINY).model_dump(mode="json")
    opened = tiny(tmp_path, json.dumps(plain), "tiny.json")
    save(opened, titled(opened, "Hop \U0001f407"))
    assert json.loads(opened.path.read_text("utf-8"))["title"] == "Hop \U0001f407"
    assert open_manuscript(opened.path).board == titled(opened, "Hop \U0001f407")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = tiny(tmp_path)

    def full(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StorylineError, match="disk is full"):
        save(opened, titled(opened))
    assert opened.path.read_text("utf-8") == TINY


def test_what_was_not_saved_is_kept(tmp_path: Path) -> None:
    opened = tiny(tmp_path)
    kept = keep_unsaved(opened, titled(opened))
    assert kept.name == "tiny.unsaved.yaml" and read(kept).document == titled(opened)
    assert keep_unsaved(opened, opened.board).name == "tiny.unsaved-2.yaml"
    assert opened.path.read_text("utf-8") == TINY


def commented(text: str) -> tuple[str, list[str]]:
    """A text with a comment of its own above every line that starts a field or an item, as far as one may stand there.

    Blocks of text hold no comments, so nothing is put in where one is open.
    """
    lines: list[str] = []
    comments: list[str] = []
    for n, line in enumerate(text.splitlines()):
        if line.lstrip(" ").startswith(("- id:", "id:", "duration:", "size:")):
            comments.append(f"# comment {n}.")
            lines.append(" " * (len(line) - len(line.lstrip(" "))) + comments[-1])
        lines.append(line)
    return "\n".join(lines) + "\n", comments


@settings(max_examples=20)
@given(st.data())
def test_a_saved_file_says_what_was_made_and_keeps_the_other_comments(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("saved")
    text, comments = commented(write_yaml(data.draw(storyboards())))
    opened = tiny(folder, text)
    some: list[dict[str, Any]] = data.draw(changes(opened.board))
    try:
        board = revise(opened.board, some)
    except RefusedError:
        return
    saved = save(opened, board)
    assert saved.kept
    assert read(opened.path).document == board
    if not any(change["do"] == "remove" for change in some):
        there = opened.path.read_text("utf-8")
        assert [comment for comment in comments if comment not in there] == []


@settings(max_examples=5)
@given(odd_storyboards(), odd_storyboards())
def test_any_storyboard_can_be_saved(
    tmp_path_factory: pytest.TempPathFactory, before: Storyboard, after: Storyboard
) -> None:
    path = tmp_path_factory.mktemp("odd") / "odd.yaml"
    path.write_bytes(write_yaml(before).encode())
    save(Manuscript(path, before, path.read_bytes()), after)
    assert read_yaml(path.read_bytes().decode()) == after


def test_places_in_the_tiny_film() -> None:
    board = read_yaml(TINY)
    assert isinstance(board, Storyboard)
    assert revise(board, [{"do": "set", "at": [*BOX, 0], "value": 0.1}, {"do": "move", "at": [*SHOTS, 1], "to": 0}])


def test_the_manuals_program_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "studio.md").read_text("utf-8")
    tiny(tmp_path, name="storyboard.yaml")
    monkeypatch.chdir(tmp_path)
    exec(re.findall(r"```python\n(.*?)```", manual, re.S)[0], {})
    assert "size: CU   # wide" in (tmp_path / "storyboard.yaml").read_text("utf-8")
