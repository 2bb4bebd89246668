import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.toon import ToonGenerator
from storyline.errors import SetupError
from storyline.evaluation.detector.accuracy import Shown, accuracy
from storyline.evaluation.detector.detect import DetectorEye, detect, distinct, found, read, readable
from storyline.evaluation.detector.detection import Detection
from storyline.evaluation.detector.features import trunk_features
from storyline.evaluation.detector.files import (
    CARD,
    WEIGHTS,
    DetectorCard,
    load_detector,
    save_detector,
    shipped_detector,
)
from storyline.evaluation.detector.finder import Places
from storyline.evaluation.detector.network import Detector, DetectorConfig
from storyline.evaluation.detector.reader import Reading, crops
from storyline.evaluation.detector.truth import told
from storyline.schema.layout import Box, iou
from storyline.schema.media import FrameSize
from tests.evaluation.films import SMALL, board

TINY = DetectorConfig(
    kinds=("hare", "fox"), colours=("red", "gray"), actions=("stand", "sit"), widths=(8, 8, 16), blocks=(1, 1, 1),
    pixels=64 * 32, threshold=0.05, crop=16, reader=(8, 16), features=6,
)  # fmt: skip


@pytest.fixture(scope="module")
def detector() -> Detector:
    torch.manual_seed(3)
    made = Detector(TINY)
    torch.nn.init.normal_(made.finder.out.weight, std=0.5)
    torch.nn.init.zeros_(made.finder.out.bias)
    return made.eval()


def pictures(count: int, height: int = 32, width: int = 64) -> list[np.ndarray]:
    return list(np.random.default_rng(0).integers(0, 256, (count, height, width, 3), np.uint8))


def test_every_cell_says_something_and_boxes_reach_outwards(detector: Detector) -> None:
    places = detector.finder(readable(pictures(2), TINY.pixels))
    assert places.middle.shape == (2, 4, 8)
    assert places.edges.shape == (2, 4, 4, 8) and (places.edges >= 0).all()


def test_every_crop_is_told_by_its_features(detector: Detector) -> None:
    reading = detector.reader(torch.randn(3, 3, 16, 16))
    assert reading.kind.shape == reading.colour.shape == reading.action.shape == (3, 2)
    assert torch.equal(detector.reader.out(reading.features)[:, :2], reading.kind)


def test_what_is_cut_out_is_the_square_around_a_box() -> None:
    picture = torch.zeros(2, 3, 40, 80)
    picture[1, :, 10:30, 20:40] = 1
    cut = crops(picture, torch.tensor([[0.25, 0.25, 0.5, 0.75], [0.0, 0.0, 0.1, 0.2]]), torch.tensor([1, 0]), 23)
    assert cut.shape == (2, 3, 23, 23) and not cut[1].any()
    assert cut[0, :, 2:21, 2:21].min() > 0.9 and cut[0, :, 0].max() < 0.6 and cut[0, :, :, -1].max() < 0.6
    tall = crops(picture, torch.tensor([[0.325, 0.25, 0.425, 0.75]]), torch.tensor([1]), 23)
    assert torch.allclose(tall, cut[:1])  # the longer side decides
    assert crops(picture, torch.zeros(0, 4), torch.zeros(0, dtype=torch.long), 23).shape == (0, 3, 23, 23)


@pytest.mark.parametrize(("height", "width"), [(32, 64), (64, 128), (128, 72), (48, 48), (720, 1280)])
def test_frames_of_any_size_are_read_at_about_the_size_of_training(height: int, width: int) -> None:
    read = readable(pictures(1, height, width), 256 * 144)
    rows, columns = read.shape[-2:]
    assert rows % 16 == columns % 16 == 0 and 0.8 < rows * columns / (256 * 144) < 1.25
    assert abs(np.log(columns / rows * height / width)) < 0.15 and read.abs().max() <= 1.001


def test_what_is_seen_does_not_depend_on_the_company(detector: Detector) -> None:
    frames = pictures(20)
    together, alone = list(detect(detector, frames)), [next(detect(detector, [frame])) for frame in frames]
    assert any(together)
    for a, b in zip(together, alone, strict=True):
        assert [(d.kind, d.colour) for d in a] == [(d.kind, d.colour) for d in b]
        assert np.allclose([d.box.root for d in a], [d.box.root for d in b], atol=1e-4)


def said(middle: dict[tuple[int, int], float], edges: tuple[float, ...]) -> Places:
    """Some cells are sure of a figure."""
    logits = torch.full((1, 4, 8), -9.0)
    for (row, column), value in middle.items():
        logits[0, row, column] = value
    return Places(logits, torch.tensor(edges, dtype=torch.float32)[None, :, None, None].expand(1, 4, 4, 8))


def test_a_mirror_image_shows_the_same_figures_mirrored() -> None:
    story = board(3)
    _, shot = next(story.shots())
    frame = ToonGenerator().clip(story, shot.id, FrameSize((256, 144)))[0]
    one, other = (next(detect(shipped_detector()[0], [picture])) for picture in (frame, frame[:, ::-1].copy()))
    assert one and [(d.kind, d.colour, d.action) for d in one] == [(d.kind, d.colour, d.action) for d in other]
    for seen, mirrored in zip(one, other, strict=True):
        x0, y0, x1, y1 = mirrored.box.root
        assert seen.box.root == pytest.approx((1 - x1, y0, 1 - x0, y1), abs=1e-4)


def test_a_cell_tells_a_box_within_the_frame() -> None:
    ((box, sure),) = found(TINY, said({(1, 2): 3.0}, (1.5, 0.5, 2.5, 9.0)), 0)
    assert box.root == (1 / 8, 1 / 4, 5 / 8, 1.0)
    assert sure == pytest.approx(torch.tensor(3.0).sigmoid().item())
    reading = Reading(*(torch.tensor([[1.0, 0.0]]),) * 3, torch.tensor([[5.0, 6.0]]))
    (seen,) = read(TINY, reading, [(box, sure)])
    assert (seen.name, seen.action, seen.box, seen.embedding) == ("red hare", "stand", box, (5, 6))


def test_one_figure_is_told_once_and_two_are_told_twice() -> None:
    assert len(found(TINY, said({(1, 2): 3.0, (1, 3): 2.0}, (2, 1, 2, 1)), 0)) == 1  # no peak beside a peak
    assert [sure for _, sure in found(TINY, said({(1, 1): 2.0, (1, 6): 3.0}, (1, 1, 1, 1)), 0)] == [
        pytest.approx(0.9526, abs=1e-3),
        pytest.approx(0.8808, abs=1e-3),
    ]
    here, beside = Box((0.1, 0.1, 0.5, 0.9)), Box((0.12, 0.1, 0.5, 0.9))
    figures = [Detection("hare", "red", here, 0.9), Detection("hare", "gray", beside, 0.8)]
    assert distinct(figures) == (figures[0],)  # all but the same box
    other = [figures[0], replace(figures[1], kind="fox")]
    assert distinct(other) == tuple(other)


def test_a_detector_is_kept_in_sixteen_bits_and_reads_the_same(detector: Detector, tmp_path: Path) -> None:
    card = DetectorCard(config=TINY, training={"frames": 3}, held_out={"kind": 0.5})
    save_detector(tmp_path, detector, card)
    assert sorted(path.name for path in tmp_path.iterdir()) == [CARD, WEIGHTS]
    random = torch.random.get_rng_state()
    loaded, kept = load_detector(tmp_path)
    assert torch.equal(torch.random.get_rng_state(), random)
    assert kept == card
    frames = readable(pictures(2), TINY.pixels)
    assert torch.allclose(loaded.finder(frames).middle, detector.finder(frames).middle, atol=0.05)
    save_detector(tmp_path / "again", loaded, kept)
    assert (tmp_path / "again" / WEIGHTS).read_bytes() == (tmp_path / WEIGHTS).read_bytes()


@pytest.mark.parametrize("fault", ["missing", "cut", "foreign", "other", "format"])
def test_what_is_no_detector_is_refused_in_one_sentence(detector: Detector, tmp_path: Path, fault: str) -> None:
    save_detector(tmp_path, detector, DetectorCard(config=TINY))
    weights, card = tmp_path / WEIGHTS, tmp_path / CARD
    match fault:
        case "missing":
            weights.unlink()
        case "cut":
            weights.write_bytes(weights.read_bytes()[:1000])
        case "foreign":
            card.write_text('{"model": "something"}')
        case "other":
            card.write_text(DetectorCard(config=TINY.model_copy(update={"widths": (8, 8, 8)})).model_dump_json())
        case "format":
            card.write_text(json.dumps(json.loads(card.read_text()) | {"format": "storyline detector/9"}))
    with pytest.raises(SetupError, match=str(tmp_path)):
        load_detector(tmp_path)


def test_accuracy_counts_found_right_and_extra() -> None:
    here, there, nowhere = Box((0, 0, 0.4, 1)), Box((0.5, 0, 1, 1)), Box((0.4, 0, 0.5, 0.1))
    shown = [Shown("hare", "red", here), Shown("fox", None, there)]
    seen = [Detection("hare", "gray", here, 1), Detection("hare", "red", there, 1), Detection("fox", "red", nowhere, 1)]
    found = accuracy([(shown, seen), (shown, [])])
    assert (found.figures, found.found, found.kind, found.colour, found.iou, found.extra) == (4, 0.5, 0.5, 0, 1, 0.25)


@settings(deadline=None, max_examples=3)
@given(st.integers(0, 60))
def test_what_is_told_of_the_truth_lies_in_the_frame_around_what_is_seen(number: int) -> None:
    story = board(number)
    shot = story.scenes[0].shots[0]
    frame = shot.duration // 2
    truth = ToonGenerator().clip(story, shot.id, SMALL).truth(frame)
    figures = told(truth, story.cast, shot.layout(frame))
    assert [id for id, _, _ in figures] == [id for id in truth.order if id in truth.visible]
    for id, figure, clear in figures:
        assert figure.box.visible() == figure.box.root
        assert iou(figure.box, Box(truth.visible[id])) > (0.2 if clear else 0)
        assert figure.colour is not None
    hidden = replace(truth, masks={id: mask & False for id, mask in truth.masks.items()})
    assert not any(clear for _, _, clear in told(hidden, story.cast, shot.layout(frame)))


def test_features_are_a_row_a_picture(detector: Detector) -> None:
    features = trunk_features(detector)
    rows = features(pictures(3))
    assert rows.shape == (3, 16) and not np.allclose(rows[0], rows[1])
    assert np.allclose(features(pictures(3)[1:]), rows[1:], atol=1e-5)


def test_an_eye_knows_its_kinds(detector: Detector) -> None:
    eye = DetectorEye(detector)
    assert eye.kinds == TINY.kinds
    assert [len(d) for d in eye(pictures(2))] == [len(d) for d in detect(detector, pictures(2))]
