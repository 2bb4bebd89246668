"""Which pixels belong to what is edited: from pictures, one mask, a box, and motion."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from editors.files import mask_files
from editors.flow import flows_of
from editors.masks import carried, cut_out, moving, read_matte
from storyline.errors import EditError
from storyline.schema.layout import Box
from tests.editors.clips import COLUMNS, ROWS, with_ball


def _agree(found: torch.Tensor, true: torch.Tensor) -> float:
    """Intersection over union."""
    one, other = found > 0.5, true > 0.5
    return float((one & other).sum() / (one | other).sum().clamp_min(1))


def test_one_mask_is_carried_through_the_clip() -> None:
    frames, masks = with_ball(6)
    found = carried(masks[0], flows_of(frames, (ROWS, COLUMNS)))
    assert torch.allclose(found[0], masks[0], atol=1e-4)
    assert all(_agree(one, true) > 0.8 for one, true in zip(found, masks, strict=True))


def test_a_box_is_cut_out() -> None:
    frames, masks = with_ball(3)
    boxes = [Box(((7 + 5 * n) / COLUMNS, 13 / ROWS, (33 + 5 * n) / COLUMNS, 39 / ROWS)) for n in range(3)]
    found = cut_out(frames, [*boxes[:2], None])
    assert all(_agree(found[n], masks[n]) > 0.85 for n in range(2))
    assert not found[2].any()
    whole = cut_out(frames[:1], [Box((-0.5, -0.5, 1.5, 1.5))])
    assert whole.all()


def test_what_moves_by_itself_is_found() -> None:
    frames, masks = with_ball(5)
    found = moving(flows_of(frames, (ROWS, COLUMNS)))
    assert np.mean([_agree(one, true) for one, true in zip(found, masks, strict=True)]) > 0.6
    still = moving(flows_of([frames[0]] * 3, (ROWS, COLUMNS)))
    assert not still.any() and not moving(flows_of(frames[:1], (ROWS, COLUMNS))).any()


def test_masks_are_read_white_or_opaque_in_the_order_of_their_names(tmp_path: Path) -> None:
    mask = np.zeros((ROWS, COLUMNS), np.uint8)
    mask[10:20, 10:30] = 255
    Image.fromarray(mask).save(tmp_path / "b.png")
    Image.fromarray(np.dstack([np.full((ROWS, COLUMNS, 3), 7, np.uint8), mask])).save(tmp_path / "a.png")
    (tmp_path / "notes.txt").write_text("no mask")
    files = mask_files(tmp_path)
    assert [file.name for file in files] == ["a.png", "b.png"]
    for file in files:
        assert torch.equal(read_matte(file, (ROWS, COLUMNS)), torch.from_numpy(mask) / 255)
        assert read_matte(file, (ROWS // 2, COLUMNS // 2)).shape == (ROWS // 2, COLUMNS // 2)
    assert mask_files(tmp_path / "a.png") == (tmp_path / "a.png",)
    with pytest.raises(EditError, match="frames' shape, 80x80"):
        read_matte(files[0], (80, 80))
    (tmp_path / "empty").mkdir()
    with pytest.raises(EditError, match="got none"):
        mask_files(tmp_path / "empty")
