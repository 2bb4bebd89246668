"""What a batch is given → episodes: files, folders, globs, series, lists; and every fault said once, in its place."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyline import Script, Storyboard, read
from storyline.errors import ScriptError
from storyline.reading.episodes import Episode, episodes, natural
from storyline.schema.series import MOST_EPISODES, Series
from tests.boards import board, shot

CAST = [
    {"id": "dora", "kind": "duck", "name": "Dora", "looks": [{"colours": ["yellow"]}]},
    {"id": "fred", "kind": "frog", "voice": "deep"},
]
SERIES = {
    "format": "series/1",
    "title": "The Pond",
    "size": [64, 36],
    "rate": 6,
    "style": "ink",
    "cast": CAST,
    "places": [{"id": "pond", "setting": "river"}],
    "groups": [{"id": "friends", "name": "the friends", "members": ["dora", "fred"]}],
}


def series(folder: Path, episodes: Any, **fields: Any) -> Path:
    path = folder / "series.json"
    path.write_text(json.dumps(SERIES | {"episodes": episodes} | fields))
    return path


def documents(found: Sequence[Episode]) -> list[Script | Storyboard]:
    return [episode.read().document for episode in found]


def told(episode: Episode) -> str:
    """What is wrong with an episode."""
    with pytest.raises(ScriptError) as caught:
        episode.read()
    return str(caught.value)


def names(*scripts: Any, **settings: Any) -> list[str]:
    return [episode.name for episode in episodes(scripts, **settings).episodes]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with scripts in another one."""
    monkeypatch.chdir(tmp_path)
    stories = tmp_path / "stories"
    stories.mkdir()
    for name in ("part 10.txt", "part 2.txt", "Part 1.md", ".hidden.txt", "picture.png"):
        (stories / name).write_text("A hare runs.")
    (stories / "more.txt").mkdir()
    return stories


def test_a_folder_is_the_scripts_in_it_as_people_count(folder: Path) -> None:
    found = episodes([folder])
    assert [episode.name for episode in found.episodes] == ["part-1", "part-2", "part-10"]
    assert [episode.path for episode in found.episodes] == [
        folder / n for n in ("Part 1.md", "part 2.txt", "part 10.txt")
    ]
    assert documents(found.episodes)[0] == read(folder / "Part 1.md").document
    assert names(folder, without=[folder / "part 2.txt"]) == ["part-1", "part-10"]


@pytest.mark.parametrize("as_text", [True, False])
def test_globs(folder: Path, as_text: bool) -> None:
    for pattern, found in (
        ("stories/part*", ["part-2", "part-10"]),
        (f"{folder}/p*.txt", ["part-2", "part-10"]),
        ("s*", ["part-1", "part-2", "part-10"]),
        ("**/*.md", ["part-1"]),
        ("stories/[P]*", ["part-1"]),
    ):
        assert names(pattern if as_text else Path(pattern)) == found, pattern
    (folder / "[p].txt").write_text("A hare runs.")
    assert names(folder / "[p].txt") == ["p"]
    with pytest.raises(ScriptError, match=r"^none\*.txt: expected scripts; no file here has such a name\.$"):
        episodes(["none*.txt"])


def test_scripts_themselves(folder: Path) -> None:
    text = "Is this *it*? A hare/rabbit runs [fast]."
    found = episodes(
        [text, {"title": "Two", "story": "A hare runs."}, read("A fox runs.").document, board(shot("a", 9))]
    )
    assert [episode.name for episode in found.episodes] == ["is-this-it-a-hare-rabbit", "two", "episode-3", "the-hare"]
    assert found.title is None and found.files == ()
    assert isinstance(documents(found.episodes)[3], Storyboard)


def test_a_series_shares_what_its_episodes_do_not_say(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "one.txt").write_text("# One\n\nDora runs.")
    own = {
        "title": "Two",
        "style": "oil",
        "aspect": "1:1",
        "story": "Dora runs.",
        "cast": [{"id": "gus", "kind": "goat"}, {"id": "dora", "looks": [{"colours": ["blue"]}]}],
    }
    found = episodes([series(tmp_path, ["sub/one.txt", own, json.loads(board(shot("a", 9)).model_dump_json())])])
    assert found.title == "The Pond" and found.files == (tmp_path / "series.json",)
    assert [episode.name for episode in found.episodes] == ["one", "two", "the-hare"]
    assert [episode.source for episode in found.episodes] == [
        "series.json, episode 1: sub/one.txt", "series.json, episode 2", "series.json, episode 3",
    ]  # fmt: skip
    one, two, three = documents(found.episodes)
    shared = Series.model_validate(SERIES | {"episodes": ["x"]})
    assert (one.title, one.style, one.rate, one.size) == ("One", "ink", 6, shared.size)
    assert (one.cast, one.places, one.groups) == (shared.cast, shared.places, shared.groups)
    assert [entity.id for entity in two.cast] == ["dora", "fred", "gus"]
    dora = two.cast[0]
    assert (dora.kind, dora.name) == ("duck", "Dora") and dora.looks is not None and dora.looks[0].colours == ("blue",)
    # a size goes with its aspect: the series' would overrule the writer's
    assert (two.style, two.aspect, two.size) == ("oil", "1:1", None)
    assert three == board(shot("a", 9)), "a storyboard leaves nothing open"


def test_lists_of_scripts(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Dora runs.")
    scripts = ["one.txt", {"title": "Zwei 🦆", "story": "Dora runs."}]
    (tmp_path / "list.json").write_text(json.dumps(scripts))
    (tmp_path / "list.jsonl").write_text("\n".join(map(json.dumps, scripts)) + "\n\n")
    for name in ("list.json", "list.jsonl"):
        found = episodes([tmp_path / name]).episodes
        assert [episode.name for episode in found] == ["one", "zwei"]
        assert [episode.path for episode in found] == [tmp_path / "one.txt", None]
        assert [document.title for document in documents(found)] == [None, "Zwei 🦆"]
    assert names(str(tmp_path / "list.jsonl")) == ["one", "zwei"]
    assert names(tmp_path) == ["one", "zwei", "one-2", "zwei-2", "one-3"]


def test_a_series_stands_for_its_folder(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Dora runs.")
    (tmp_path / "other.txt").write_text("Dora runs.")
    path = series(tmp_path, ["one.txt"])
    assert names(tmp_path) == ["one"]
    (tmp_path / "series.yaml").write_text("# the second\nepisodes: [other.txt]\n")
    path.unlink()
    assert names(tmp_path) == ["other"]
    for value in ({"episodes": ["a.txt"]}, Series.model_validate({"episodes": ["a.txt"], "title": "S"})):
        assert names(value) == ["a"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("episodes: []", "s.yaml:1:11: episodes: expected a list of scripts, from 1 to 10,000 of them; got 0."),
        ("format: series/1", "s.yaml:1:1: episodes: required, but missing"),
        ("episodes: one.txt", "s.yaml:1:11: episodes: expected a list; got 'one.txt'"),
        ("episodes:", "s.yaml:1:10: episodes: expected a list; got None"),
        ("episodes: {a: 1}", "s.yaml:1:11: episodes: expected a list; got {'a': 1}"),
        ("titel: a\nepisodes: [a.txt]", "s.yaml:1:1: titel: unknown field; did you mean 'title'?"),
        ("story: a\nepisodes: [a.txt]", "s.yaml:1:1: story: unknown field; did you mean 'style'?"),
        ("cast: [{kind: dog}]\nepisodes: [a.txt]", "s.yaml:1:8: cast member 1, id: required, but missing"),
        ("rate: fast\nepisodes: [a.txt]", "s.yaml:1:7: rate: .*; got 'fast'"),
        ("size: [1, 2]\nepisodes: [a.txt]", "s.yaml:1:7: size: .* even pixels from 16 to 8192; got [1, 2]"),
        ("format: series/2\nepisodes: [a.txt]", "s.yaml:1:9: format: expected 'series/1'; got 'series/2'"),
        ("episodes: [a.txt\n", "s.yaml:2:1: expected YAML; .*"),
        (
            "cast: [{id: a, looks: [{picture: {path: a.png}}]}]\nepisodes: [a.txt]",
            "s.yaml: cast member 'a', look 1, picture: expected a file; there is no 'a.png' in .*",
        ),
        (
            "cast: [{id: a, looks: [{picture: {path: ../a.png}}]}]\nepisodes: [a.txt]",
            "s.yaml:1:41: .* a path inside the script's own folder, without '..' or a leading '/'; got '../a.png'",
        ),
    ],
)
def test_a_fault_of_the_series_itself_is_one_clear_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "s.yaml").write_text(text)
    with pytest.raises(ScriptError) as caught:
        episodes([tmp_path / "s.yaml"])
    pattern = re.escape(said).replace(r"\.\*", ".*")
    assert re.fullmatch(pattern, str(caught.value)) or re.match(pattern, str(caught.value)), str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("episode", "said"),
    [
        ("nix.txt", "episode 2: expected a script's file; there is no 'nix.txt'. A story itself goes under `story:`"),
        ("../out.txt", "episode 2: expected a file inside the folder of series.json; got '../out.txt'"),
        ("sub/../../out.txt", "episode 2: expected a file inside the folder of series.json; got 'sub/../../out.txt'"),
        ("/etc/passwd", "episode 2: expected a file inside the folder of series.json; got '/etc/passwd'"),
        ("link.txt", "episode 2: expected a file inside the folder of series.json; got 'link.txt'"),
        ("folder", "episode 2: expected a script's file; there is no 'folder'"),
        ("", "episode 2: expected a file inside the folder of series.json; got ''"),
        ("a\0b", "expected a file inside the folder"),
        (5, "episode 2: expected the name of a file, or a script as `name: value`; got 5"),
        (None, "episode 2: expected the name of a file, or a script as `name: value`; got nothing"),
        (["one.txt"], "episode 2: expected the name of a file, or a script as `name: value`; got ['one.txt']"),
        ({"sory": "A hare."}, "episode 2, sory: unknown field; did you mean 'story'?"),
        ({"format": "film/1"}, "episode 2: format: expected 'script/1' or 'storyboard/1'; got 'film/1'"),
        ({"format": "series/1"}, "A series is rendered by `storyline batch`."),
        ({"format": "storyboard/1", "title": "A"}, "episode 2, scenes: required, but missing"),
        ("series.json", "format: expected 'script/1' or 'storyboard/1'; got 'series/1'"),
        ("empty.txt", "empty.txt: expected a story; got an empty text"),
        (
            {"cast": [{"id": "a", "looks": [{"picture": {"path": "a.png"}}]}], "story": "A hare."},
            "expected a file; there is no 'a.png'",
        ),
    ],
)  # fmt: skip
def test_a_fault_of_an_episode_is_its_own(tmp_path: Path, episode: Any, said: str) -> None:
    home = tmp_path / "home"
    (home / "folder").mkdir(parents=True)
    (tmp_path / "out.txt").write_text("A hare runs.")
    (home / "link.txt").symlink_to(tmp_path / "out.txt")
    (home / "empty.txt").write_text(" ")
    good = {"title": "Good", "story": "Dora runs."}
    first, second, third = episodes([series(home, [good, episode, good])]).episodes
    assert documents([first, third])[0].title == "Good"
    assert said in told(second)


def test_a_bad_line_is_no_fault_of_the_others(tmp_path: Path) -> None:
    lines = ['{"story": "A hare runs."}', '{"sory": "A hare runs."}', "", "{", '"nix.txt"', "[]", '{"story": "A fox."}']
    path = tmp_path / "list.jsonl"
    path.write_bytes("\n".join(lines).encode() + b'\n{"story": "\xff"}')
    found = episodes([path]).episodes
    assert [episode.source for episode in found][:3] == [
        "list.jsonl, line 1",
        "list.jsonl, line 2",
        "list.jsonl, line 4",
    ]
    documents([found[0], found[5]])
    assert told(found[1]) == "list.jsonl:2:2: line 2, sory: unknown field; did you mean 'story'?"
    assert told(found[2]).startswith("list.jsonl:4:2: expected JSON; got a text that is not: ")
    assert told(found[3]).startswith("list.jsonl, line 5: expected a script's file; there is no 'nix.txt'.")
    assert "got []" in told(found[4])
    assert told(found[6]).startswith("list.jsonl:8: expected text in UTF-8; got the byte 0xff")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("l.json", "[]", "l.json: expected a list of scripts, from 1 to 10,000 of them; got 0."),
        ("l.json", "[1", "l.json:2:1: expected YAML"),
        ("l.json", json.dumps(["a.txt"] * (MOST_EPISODES + 1)), "from 1 to 10,000 of them; got 10,001."),
        ("l.jsonl", "\n\n", "l.jsonl: expected one script a line; got none."),
        ("l.jsonl", "1\n" * (MOST_EPISODES + 1), "l.jsonl:10001: expected at most 10,000 scripts"),
        ("l.jsonl", '"' + "a" * 10_000_001 + '"', "l.jsonl:1: expected at most 10,000 scripts, each of at most"),
        ("s.yaml", "episodes: [" + "a.txt, " * (MOST_EPISODES + 1) + "]", "from 1 to 10,000 of them; got 10,001."),
    ],
)  # fmt: skip
def test_lists_that_are_none(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ScriptError) as caught:
        episodes([tmp_path / name])
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_what_is_not_there(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ScriptError, match=r"empty: expected scripts \(.txt, .*the folder has none\.$|expected scripts"):
        episodes([empty])
    with pytest.raises(ScriptError, match=r"l.jsonl: expected a file that can be read; got: No such file"):
        episodes([tmp_path / "l.jsonl"])
    assert "no such file" in told(episodes([tmp_path / "none.txt"]).episodes[0])
    assert "no such file" in told(episodes([tmp_path / "none.yaml"]).episodes[0])
    (tmp_path / "bad.json").write_text('{"title": ')
    assert "expected YAML" in told(episodes([tmp_path / "bad.json"]).episodes[0])


def test_files_of_an_episode_below_are_named_from_the_series(tmp_path: Path) -> None:
    from PIL import Image

    (tmp_path / "sub").mkdir()
    for name in ("a.png", "sub/a.png"):
        Image.new("RGBA", (4, 4), (len(name), 0, 0, 255)).save(tmp_path / name)
    look = [{"picture": {"path": "a.png"}}]
    below = {"cast": [{"id": "b", "looks": look}], "story": "A hare runs."}
    (tmp_path / "sub" / "b.json").write_text(json.dumps(below))
    path = series(tmp_path, ["sub/b.json"], cast=[{"id": "a", "looks": look}], groups=[])
    document, root = episodes([path]).episodes[0].read()
    pictures = [entity.looks[0].picture for entity in document.cast if entity.looks]
    assert [picture.path for picture in pictures if picture] == ["a.png", "sub/a.png"]
    assert len({picture.digest for picture in pictures if picture}) == 2 and root == tmp_path
    assert read(document, root=root).document == document, "both are found there"


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.text(alphabet="ab 0123456789٣²x", max_size=12)))
def test_any_names_can_be_put_in_order(found: list[str]) -> None:
    assert len(sorted(found, key=natural)) == len(found)
    assert natural("part 2") < natural("part 10") < natural("part 10b")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["title", "cast", "x", "format"]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from(sorted(Series.model_fields)), values), st.lists(values, max_size=4))
def test_any_series_is_read_or_refused(fields: dict[str, Any], items: list[Any]) -> None:
    """Whatever stands in a document, there is a sentence about it, and nothing else comes out."""
    for document in (fields, fields | {"episodes": items}, {"episodes": items}):
        try:
            found = episodes([document])
        except ScriptError:
            continue
        for episode in found.episodes:
            try:
                episode.read()
            except ScriptError as error:
                assert str(error)
