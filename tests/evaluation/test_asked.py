import pytest

from storyline.evaluation.asked import asked, free_shares
from storyline.schema.layout import Box
from storyline.schema.storyboard import Storyboard
from tests import boards


def story(*placements: list[dict], cast: list[dict] | None = None) -> Storyboard:
    panels = [{"at": at, "prompt": "", "placements": here} for at, here in zip((0, 20), placements, strict=True)]
    return boards.board(boards.shot("a", 21, panels=panels), **({"cast": cast} if cast else {}))


def at(entity: str, *box: float, **more: object) -> dict:
    return {"entity": entity, "box": box, **more}


def test_who_moves_between_two_panels_is_moving_and_who_stays_is_not() -> None:
    board = story(
        [at("hare", 0.1, 0.4, 0.3, 0.8), at("tortoise", 0.6, 0.6, 0.8, 0.8)],
        [at("hare", 0.3, 0.4, 0.5, 0.8), at("tortoise", 0.61, 0.6, 0.81, 0.8)],
    )
    shot = board.scenes[0].shots[0]
    found = {figure.entity: figure for figure in asked(board, shot, 10)}
    assert (found["hare"].kind, found["hare"].colour, found["hare"].moving) == ("hare", "brown", True)
    assert (found["tortoise"].colour, found["tortoise"].moving) == ("green", False)
    assert found["hare"].box.root == pytest.approx((0.2, 0.4, 0.4, 0.8))


def test_who_is_hidden_or_out_of_the_frame_is_not_asked_for() -> None:
    layout = [
        at("hare", 0.4, 0.4, 0.6, 0.8, depth=1),
        at("tortoise", 0.35, 0.3, 0.65, 0.9, depth=2),
    ]
    board = story(layout, layout)
    assert [figure.entity for figure in asked(board, board.scenes[0].shots[0], 3)] == ["tortoise"]
    layout = [at("hare", -0.2, 0.4, 0.05, 0.8), at("tortoise", 0.9, 0.4, 1.05, 0.8)]
    board = story(layout, layout)
    (figure,) = asked(board, board.scenes[0].shots[0], 3)
    assert figure.entity == "tortoise" and figure.box.root == (0.9, 0.4, 1.0, 0.8)


def test_colours_are_read_as_their_basic_ones_and_unknown_kinds_are_none() -> None:
    cast = [
        {"id": "hare", "kind": "samovar", "name": "S", "looks": [{"colours": ["navy"]}]},
        {"id": "tortoise", "kind": "rabbit", "name": "T", "looks": [{}]},
    ]
    layout = [at("hare", 0.1, 0.4, 0.3, 0.8), at("tortoise", 0.6, 0.4, 0.8, 0.8)]
    board = story(layout, layout, cast=cast)
    found = {figure.entity: figure for figure in asked(board, board.scenes[0].shots[0], 0)}
    assert (found["hare"].kind, found["hare"].colour) == (None, "blue")
    assert (found["tortoise"].kind, found["tortoise"].colour) == ("hare", None)


def test_free_shares_count_all_of_a_box_as_far_as_it_is_seen() -> None:
    assert free_shares([]) == []
    assert free_shares([Box((0, 0, 1, 1)), Box((0, 0, 1, 0.5))]) == [0.5, 1.0]
    assert free_shares([Box((-1, 0, 1, 1))]) == [0.5]
