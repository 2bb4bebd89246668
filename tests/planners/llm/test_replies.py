"""Replies that are kept, and limits that hold."""

import threading
from pathlib import Path

import pytest

from planners.llm.budget import Budget, Limits, SpentError
from planners.llm.protocol import Asked, Message, Reply
from planners.llm.replies import Replies, key_of
from storyline.errors import SetupError

ASKED = Asked("cast", (Message("system", "rules"), Message("user", "a fox")), {"type": "object"}, 100)


def test_a_reply_comes_back_to_the_letter(tmp_path: Path) -> None:
    replies = Replies(tmp_path / "a" / "b")
    key = key_of("m", "", ASKED, 0)
    assert replies.find(key) is None
    reply = Reply('{"a": "é\ud800"}', 3, 4, "cut")
    replies.keep(key, reply, model="m", stage="cast")
    assert Replies(tmp_path / "a" / "b").find(key) == reply
    assert [p.name for p in (tmp_path / "a").rglob("*") if p.is_file()] == [f"{key}.json"]


@pytest.mark.parametrize(
    "damage", [b"", b"{}", b"[1]", b"\xff", b"null", b'{"format": "reply/1", "end": "whole", "text": 1}']
)
def test_a_damaged_reply_is_as_if_it_were_not_there(
    tmp_path: Path, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    replies = Replies(tmp_path)
    replies.keep("ab" * 32, Reply("text"), model="m", stage="cast")
    (file,) = tmp_path.rglob("*.json")
    file.write_bytes(damage)
    assert replies.find("ab" * 32) is None
    assert "asked for again" in caplog.text


def test_a_changed_text_is_found(tmp_path: Path) -> None:
    replies = Replies(tmp_path)
    replies.keep("ab" * 32, Reply("text"), model="m", stage="cast")
    (file,) = tmp_path.rglob("*.json")
    file.write_text(file.read_text().replace('"text": "text"', '"text": "test"'))
    assert replies.find("ab" * 32) is None


def test_whatever_decides_a_reply_is_in_its_key() -> None:
    other = Asked("cast", (Message("system", "other rules"), Message("user", "a fox")), {"type": "object"}, 100)
    keys = {key_of("m", "", ASKED, 0), key_of("n", "", ASKED, 0), key_of("m", "http://x", ASKED, 0),
            key_of("m", "", ASKED, 1), key_of("m", "", other, 0)}  # fmt: skip
    assert len(keys) == 5


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SetupError, match="STORYLINE_REPLIES"):
        Replies(tmp_path / "file" / "in")


def test_calls_are_paced() -> None:
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    budget = Budget(Limits(a_minute=60), clock=lambda: now[0], sleep=sleep)
    for _ in range(3):
        budget.settle(budget.take(ASKED), ASKED, Reply("x"))
    assert slept == [1.0, 1.0]


def test_calls_under_way_count_as_what_they_may_cost() -> None:
    budget = Budget(Limits(cost=0.00025, price=(1.0, 1.0)))  # a call may cost 106 tokens
    first = budget.take(ASKED)
    budget.take(ASKED)
    with pytest.raises(SpentError, match="might cost more"):
        budget.take(ASKED)
    budget.settle(first, ASKED, Reply("x", 10, 10))
    assert budget.cost == pytest.approx(20e-6)
    budget.take(ASKED)


def test_threads_do_not_go_beyond_the_limit() -> None:
    budget, made = Budget(Limits(calls=7)), []

    def ask() -> None:
        try:
            budget.take(ASKED)
            made.append(1)
        except SpentError:
            pass

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 7 == budget.calls
