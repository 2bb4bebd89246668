import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from storyline.evaluation.detector.detect import found
from storyline.evaluation.detector.files import load_detector
from storyline.evaluation.detector.finder import CELL, Places
from storyline.evaluation.detector.network import Detector, DetectorConfig
from storyline.schema.layout import iou
from storyline.training.corpus.world import CORE, TRAINING
from storyline.training.detector.__main__ import main
from storyline.training.detector.examples import COLOURS, Example, actions_of, drawn
from storyline.training.detector.pasting import cutting, pasted
from storyline.training.detector.stage import PARTS, Changing, DetectorStage, middle_loss, moved, overlap, shown_in
from storyline.training.detector.targets import Batch, batch_of, changed
from storyline.training.optimisers import Optimisers

CONFIG = DetectorConfig(kinds=CORE.kinds, colours=COLOURS, actions=actions_of(CORE))


@cache
def some() -> list[Example]:
    return [example for seed in TRAINING[:6] for example in drawn(CORE, seed, 2)]


@pytest.fixture
def examples() -> list[Example]:
    return some()


def test_a_seed_draws_the_same_frames_with_figures_numbered_far_to_near(examples: list[Example]) -> None:
    (again, _) = drawn(CORE, 0, 2)
    assert all(np.array_equal(a, b) for a, b in zip(vars(again).values(), vars(examples[0]).values(), strict=True))
    assert not np.array_equal(examples[0].picture, examples[1].picture)
    for example in examples:
        assert example.front.max(initial=0) <= len(example.kinds) == len(example.boxes) == len(example.clear)


def perfect(batch: Batch) -> Places:
    """What a finder says that has learnt everything."""
    return Places((batch.middle * (1 - 1e-6)).logit(1e-6), batch.edges)


def test_what_is_asked_of_the_cells_gives_the_figures_back(examples: list[Example]) -> None:
    places = perfect(batch_of(examples))
    shown = seen = 0
    for n, example in enumerate(examples):
        figures = shown_in(example, CONFIG)
        detections = found(CONFIG.model_copy(update={"threshold": 0.95}), places, n)
        shown += len(figures)
        seen += sum(any(iou(box, figure.box) > 0.95 for box, _ in detections) for figure in figures)
        assert len(detections) <= len(figures)
    assert shown > 8 and seen / shown > 0.9  # two middles may fall into one cell


def test_each_figure_that_can_be_told_is_asked_for_with_its_picture(examples: list[Example]) -> None:
    batch = batch_of(examples)
    for n, example in enumerate(examples):
        own = batch.of == n
        told = [
            (CONFIG.kinds[kind], CONFIG.colours[colour] if colour >= 0 else None, action >= 0)
            for kind, colour, action in zip(
                *(column[own].tolist() for column in (batch.kind, batch.colour, batch.action)), strict=True
            )
        ]
        figures = shown_in(example, CONFIG)
        assert told == [(f.kind, f.colour, f.action is not None) for f in figures]
        assert torch.allclose(batch.boxes[own], torch.tensor([f.box.root for f in figures]).reshape(-1, 4))


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 11), st.integers(0, 2**32))
def test_a_changed_example_is_still_true(number: int, seed: int) -> None:
    example = some()[number]
    new = changed(example, Random(seed))
    assert new.picture.shape == example.picture.shape and new.picture.dtype == np.uint8
    assert np.array_equal(new.kinds, example.kinds) and not (new.clear & ~example.clear).any()
    height, width = new.front.shape
    for n, (x0, y0, x1, y1) in enumerate(new.boxes, 1):
        rows, columns = np.nonzero(new.front == n)
        if len(rows):  # an outline's soft edge lies a pixel beyond it, and is made larger
            assert x0 * width - 4 <= columns.min() and columns.max() + 1 <= x1 * width + 4
            assert y0 * height - 4 <= rows.min() and rows.max() + 1 <= y1 * height + 4


def test_a_figure_of_another_frame_is_put_in_front(examples: list[Example]) -> None:
    cut = [figure for example in examples if (figure := cutting(example)) is not None]
    assert cut
    for seed, figure in enumerate(cut):
        before = examples[seed]
        after = pasted(before, figure, Random(seed))
        number = len(before.kinds) + 1
        if after is before:  # too large for the picture
            continue
        assert (after.kinds[-1], after.colours[-1], after.clear[-1]) == (figure.kind, figure.colour, True)
        rows, columns = np.nonzero(after.front == number)
        x0, y0, x1, y1 = (after.boxes[-1] * (256, 144, 256, 144)).round()
        assert x0 <= columns.min() and columns.max() < x1 and y0 <= rows.min() and rows.max() < y1
        elsewhere = after.front != number
        assert np.array_equal(after.picture[elsewhere], before.picture[elsewhere])
        assert np.array_equal(after.front[elsewhere], before.front[elsewhere])
        hidden = np.array([(after.front == n).sum() < 0.4 * (before.front == n).sum() for n in range(1, number)], bool)
        assert not (after.clear[:-1] & hidden).any()


def test_nothing_is_asked_where_somebody_cannot_be_told(examples: list[Example]) -> None:
    example = next(example for example in examples if example.clear.any())
    blurred = replace(example, clear=example.clear & False)
    batch = batch_of([blurred])
    rows, columns = np.nonzero(blurred.front > 0)
    assert batch.share.sum() == 0 and (batch.counts[0, rows // CELL, columns // CELL] == 0).all()
    assert batch_of([example]).counts.sum() > batch.counts.sum()


def test_the_losses_know_right_from_wrong(examples: list[Example]) -> None:
    batch = batch_of(examples)
    places = perfect(batch)
    right = middle_loss((batch.middle == 1).float().mul(20).sub(10), batch.middle, batch.counts)
    assert right < 0.01 < 1 < middle_loss(-places.middle, batch.middle, batch.counts)
    assert torch.allclose(overlap(batch.edges, batch.edges), torch.ones(()))
    one, apart = torch.tensor([1.0, 1, 1, 1])[None, :, None, None], torch.tensor([3.0, 1, 1, 1])[None, :, None, None]
    assert overlap(one, apart).item() == pytest.approx(0.5)


def test_a_detector_learns_two_frames_by_heart(examples: list[Example]) -> None:
    chosen = sorted(examples, key=lambda example: -int(example.clear.sum()))[:2]
    half = [replace(e, picture=e.picture[::2, ::2].copy(), front=e.front[::2, ::2].copy()) for e in chosen]
    torch.manual_seed(0)
    small = {"widths": (16, 32, 32), "blocks": (1, 1, 1), "pixels": 128 * 72}
    model = Detector(CONFIG.model_copy(update=small))
    padded = [_padded(example) for example in half]
    for part in PARTS:
        stage = DetectorStage(part, model, Changing(padded, 0, 2), padded)
        optimisers = Optimisers(stage.model, stage.edges, 5e-3)
        losses = []
        for _ in range(60):
            loss = stage.loss(batch_of(padded), torch.Generator().manual_seed(0))
            loss.total.backward()
            optimisers.step(5e-3)
            losses.append(loss.total.item())
        assert losses[-1] < 0.25 * losses[0]


def test_boxes_are_moved_by_a_part_of_their_sides() -> None:
    box = torch.tensor([[0.2, 0.2, 0.6, 0.4]])
    assert torch.equal(moved(box, torch.full((1, 4), 0.5)), box)
    assert torch.allclose(moved(box, torch.ones(1, 4)) - box, torch.tensor([[0.048, 0.024, 0.048, 0.024]]))


def _padded(example: Example) -> Example:
    """The upper 64 rows of a picture of 72, so that cells come out even."""
    boxes = example.boxes.copy()
    boxes[:, [1, 3]] = (boxes[:, [1, 3]] * 72 / 64).clip(0, 1)
    return replace(example, picture=example.picture[:64], front=example.front[:64], boxes=boxes)


def test_batches_are_functions_of_their_number(examples: list[Example]) -> None:
    batches = Changing(examples, 7, 2)
    assert torch.equal(batches(3).pictures, Changing(examples, 7, 2)(3).pictures)
    assert not torch.equal(batches(3).pictures, batches(4).pictures)


def test_the_program_draws_learns_measures_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(tmp_path), "--steps", "2", "--shots", "2", "--held-out", "1", "--batch", "2"])
    detector, card = load_detector(tmp_path)
    assert detector.config.kinds == CORE.kinds and card.held_out["figures"] >= 0
    assert "--steps 2" in card.training["command"] and card.training["frames"] == 6
    assert "2 steps" in capsys.readouterr().out
    frames = sorted((tmp_path / "frames").iterdir())
    times = [path.stat().st_mtime_ns for path in frames]
    main([str(tmp_path), "--steps", "2", "--shots", "2", "--held-out", "1", "--batch", "2"])
    assert [path.stat().st_mtime_ns for path in frames] == times and json.loads(
        (tmp_path / "detector.json").read_text()
    )
    with pytest.raises(SystemExit):
        main([str(tmp_path)])
