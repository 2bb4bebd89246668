import json
import math
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from planners.visual_prior.arrangement import Arrangement, Relation, Thing, arrangements, in_order, mirrored
from planners.visual_prior.pieces import BINS, Pieces, told
from planners.visual_prior.prior import VisualPrior, batch
from storyline.errors import SetupError
from storyline.schema.layout import Box
from storyline.training.corpus.scripts import script
from storyline.training.corpus.world import CORE, HELD_OUT, TRAINING
from storyline.training.visual_prior.__main__ import main
from storyline.training.visual_prior.corpus import Batches, photographed, staged

_STEP = 1 / 64
CAT, TREE, BALL = Thing("cat", "run"), Thing("tree"), Thing("ball")
LEFT, RIGHT = Box((0.1, 0.4, 0.3, 0.8)), Box((0.6, 0.2, 0.95, 0.8))
PAIR = Arrangement((CAT, TREE), ((LEFT, RIGHT), (None, RIGHT)), "meadow", "WS")
RELATIONS: tuple[Relation, ...] = ("left", "right", "above", "below", "beside")


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    """Any that meets the frame and whose middle is not far out of it."""
    x, y = (draw(st.floats(-0.45, 1.45)) for _ in range(2))
    w, h = (draw(st.floats(2 * max(-m, m - 1, 0) + 0.05, 2 * max(-m, m - 1, 0) + 0.9)) for m in (x, y))
    return Box((max(-1, x - w / 2), max(-1, y - h / 2), min(2, x + w / 2), min(2, y + h / 2)))


@given(boxes())
def test_a_box_comes_back_to_half_a_step(pieces: Pieces, box: Box) -> None:
    signs = pieces.box(box)
    assert all(sign in pieces.numbers for sign in signs)
    back = pieces.read(signs)
    assert back is not None
    assert all(abs(a - b) <= _STEP + 1e-9 for a, b in zip(box.root, back.root, strict=True))


def test_a_sequence_is_words_boxes_and_an_end(pieces: Pieces) -> None:
    signs = pieces.sequence(PAIR)
    words = pieces.words(PAIR)
    assert signs[: len(words)] == words and signs[-1] == pieces.end
    assert len(signs) == len(words) + 2 * 2 * 4 + 2
    assert signs[len(words) + 9 : len(words) + 13] == [pieces.absent] * 4
    assert told(PAIR) == "meadow ws: cat run, tree stand"
    assert len(pieces) == pieces.first + BINS


def test_mirrored_twice_and_reordered_back_is_the_same() -> None:
    one = Arrangement((CAT, TREE, BALL), ((LEFT, None, RIGHT),), relations=((0, "left", 2), (1, "above", 0)))
    twice = mirrored(mirrored(one))
    assert twice.relations == one.relations and told(mirrored(one)).endswith("; 1 right 3; 2 above 1")
    for panel, again in zip(one.panels, twice.panels, strict=True):
        for a, b in zip(panel, again, strict=True):
            assert (a is None and b is None) or a.root == pytest.approx(b.root)
    other = in_order(one, [2, 0, 1])
    assert other.things == (BALL, CAT, TREE) and other.panels == ((RIGHT, LEFT, None),)
    assert other.relations == ((1, "left", 0), (2, "above", 1))
    assert in_order(other, [1, 2, 0]) == one


def test_shots_of_a_storyboard_become_arrangements() -> None:
    board = next(b for b in (script(CORE, n) for n in HELD_OUT) if len(b.cast) == 2)
    (one,) = arrangements(board)
    _, shot = next(board.shots())
    assert one.size == shot.size and one.setting in CORE.settings and one.boxes >= 2
    assert {thing.kind for thing in one.things} == {e.kind for e in board.cast}


@pytest.mark.parametrize("relation", RELATIONS)
@settings(max_examples=8)
@given(seed=st.integers(0, 10**6), first=st.booleans())
def test_what_is_open_is_found_as_the_relation_says(
    prior: VisualPrior, relation: Relation, seed: int, first: bool
) -> None:
    """Even by a prior that knows nothing; what is given stays as it is."""
    given_box = Box((0.42, 0.42, 0.58, 0.58))
    wanted = Arrangement((CAT, TREE), ((None, None),), relations=((0, relation, 1),))
    slots = ["open", given_box] if first else [given_box, "open"]
    for made in prior.completed(wanted, [slots], count=4, seed=seed):
        a, b = made.panels[0]
        assert a is not None and b is not None and (b if first else a) == given_box
        if first:  # told before it: only what comes later knows of it
            continue
        right, down = b.centre[0] - a.centre[0], b.centre[1] - a.centre[1]
        assert {
            "left": right > abs(down), "right": -right > abs(down), "above": down > abs(right),
            "below": -down > abs(right), "beside": abs(right) > abs(down),
        }[relation]  # fmt: skip


def test_completing_is_a_function_of_the_seed_and_likelier_ones_come_first(prior: VisualPrior) -> None:
    slots = [["open", RIGHT], ["absent", "open"]]
    made, again, other = (prior.completed(PAIR, slots, count=5, seed=seed) for seed in (1, 1, 2))
    assert made == again != other
    for one in made:
        assert one.panels[0][1] == RIGHT and one.panels[1][0] is None and one.panels[1][1] is not None
    assert len({one.panels for one in made}) > 1


def test_surprise_is_that_of_chance_for_a_prior_that_knows_nothing(prior: VisualPrior) -> None:
    for parameter in prior.model.lm_head.parameters():
        torch.nn.init.zeros_(parameter)
    (alone,), both = prior.surprise([PAIR]), prior.surprise([PAIR, PAIR])
    assert both == pytest.approx([alone, alone])
    assert alone == pytest.approx(4 * math.log(len(prior.pieces)), rel=1e-4)


def test_batches_are_a_function_of_seed_and_number(pieces: Pieces) -> None:
    corpus = staged(CORE, TRAINING[:8])
    data = Batches([(corpus, 1.0)], pieces, 4)
    one, same, other = data(3), data(3), data(4)
    assert torch.equal(one[0], same[0]) and not torch.equal(one[0][:, :4], other[0][:, :4])
    _, wanted = batch([pieces.sequence(PAIR)], pieces)
    assert not wanted[0, : len(pieces.words(PAIR))].any() and wanted[0, len(pieces.words(PAIR)) :].all()


def test_it_is_trained_saved_and_loaded(tmp_path: Path) -> None:
    pairs = [
        {"obj1": ["dog", [0.1, 0.2, 0.3, 0.4]], "obj2": ["bench", [0.5, 0.5, 0.4, 0.4]], "relation": relation}
        for relation in ("left", "top", "next to", "diagonal")
    ]
    for part in ("train", "val"):
        (tmp_path / f"spatial.{part}.json").write_text(json.dumps(pairs))
    assert [one.relations for one in photographed(tmp_path, "val")][-1] == ()
    options = ["--shots", "40", "--held-out", "4", "--width", "48", "--layers", "1", "--batch", "8", "--words", "200"]
    assert main([str(tmp_path / "run"), "--steps", "60", "--photographs", str(tmp_path), *options]) == 0
    prior = VisualPrior.load(tmp_path / "run" / "model")
    lines = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    measured = lines[-1]["measures"]
    chance = 4 * math.log(len(prior.pieces))
    assert measured["drawn"] < 0.95 * chance and measured["photographed"] < 0.9 * chance
    assert prior.surprise(photographed(tmp_path, "val"))[0] < 0.9 * chance


def test_what_is_no_prior_is_told(tmp_path: Path, prior: VisualPrior, pieces: Pieces) -> None:
    with pytest.raises(SetupError, match="is no folder"):
        VisualPrior.load(tmp_path / "none")
    prior.save(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"damaged")
    with pytest.raises(SetupError, match="cannot be used"):
        VisualPrior.load(tmp_path)
    with pytest.raises(SetupError, match="two trainings"):
        VisualPrior(prior.model, Pieces.learnt(["cat dog"], 12))
    with pytest.raises(SetupError, match="pairs of things"):
        photographed(tmp_path, "val")
    with pytest.raises(ValueError, match=r"1\.\.6 things"):
        Arrangement((), ((),))
