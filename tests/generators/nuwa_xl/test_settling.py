"""The ground of a still shot is one ground; what moves, what was supplied and moving cameras are left alone."""

from pathlib import Path

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.nuwa_xl.conditions import FrameConditions, conditioned, conditions_of
from generators.nuwa_xl.generator import NuwaXL
from generators.nuwa_xl.settling import bare, known_between, settled
from storyline.schema.camera import Camera
from storyline.schema.layout import Box
from storyline.schema.storyboard import Storyboard
from tests.generators.nuwa_xl.test_generator import board, frames, made
from tests.generators.nuwa_xl.tiny import tiny

ROWS, COLUMNS = 6, 10


def standing(*boxes: tuple[float, float, float, float]) -> list[FrameConditions]:
    """A fox at these places, seen by one camera."""
    storyboard = board(max(2, len(boxes)))
    scene = storyboard.scenes[0]
    shot = conditioned(storyboard, scene, scene.shots[0], storyboard.size)
    found = []
    for n, box in enumerate(boxes):
        frame = conditions_of(shot, n)
        found.append(frame.model_copy(update={"seen": (frame.seen[0].model_copy(update={"box": Box(box)}),)}))
    return found


def latents(count: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(count, 3, ROWS, COLUMNS, generator=torch.Generator().manual_seed(seed))


@given(
    corners=st.lists(st.tuples(st.floats(0, 0.7), st.floats(0, 0.7)), min_size=2, max_size=4),
    supplied=st.lists(st.booleans(), min_size=4, max_size=4),
)
@settings(derandomize=True, max_examples=40, deadline=None)
def test_bare_cells_agree_and_all_else_is_as_it_was(corners: list[tuple[float, float]], supplied: list[bool]) -> None:
    told = standing(*((x, y, x + 0.2, y + 0.25) for x, y in corners))
    before, kept = latents(len(told)), supplied[: len(told)]
    after = settled(before, told, kept)
    free = torch.stack([bare(one, ROWS, COLUMNS) for one in told])
    for n, (one, stays) in enumerate(zip(after, kept, strict=True)):
        assert torch.equal(one[:, ~free[n]], before[n][:, ~free[n]])
        if stays:
            assert torch.equal(one, before[n])
        for m in (m for m in range(n) if not stays and not kept[m]):
            both = free[n] & free[m]
            assert torch.equal(one[:, both], after[m][:, both])
    sources = [n for n, stays in enumerate(kept) if stays] or list(range(len(told)))
    everywhere = free.all(0)
    for n in (n for n, stays in enumerate(kept) if not stays):
        assert torch.equal(after[n][:, everywhere], before[sources[0]][:, everywhere])


def test_a_camera_that_moves_shows_another_ground() -> None:
    told = standing((0.1, 0.1, 0.3, 0.5), (0.5, 0.1, 0.7, 0.5))
    moved = [told[0], told[1].model_copy(update={"camera": Camera(pan=0.1)})]
    assert torch.equal(settled(latents(2), moved, [False, False]), latents(2))


def test_between_two_frames_what_both_show_is_known_where_nobody_is() -> None:
    told = standing((0.0, 0.0, 0.1, 0.2), (0.4, 0.4, 0.6, 0.6), (0.9, 0.8, 1.0, 1.0))
    first, _, last = settled(latents(3), told, [False] * 3)
    (known,) = known_between(first, last, told[1:2])
    assert torch.equal(
        known[0], bare(told[0], ROWS, COLUMNS) & bare(told[1], ROWS, COLUMNS) & bare(told[2], ROWS, COLUMNS)
    )
    assert not known_between(first, latents(1, seed=7)[0], told).any()


def test_the_ground_of_a_still_shot_is_the_same_in_every_frame_of_the_film(tmp_path: Path) -> None:
    told = board(20, (10,)).model_dump(mode="json", exclude_defaults=True) | {"format": "storyboard/1"}
    for n, panel in enumerate(told["scenes"][0]["shots"][0]["panels"]):
        panel["placements"][0]["box"] = [0.8, 0.2 + 0.1 * n, 0.95, 0.5 + 0.1 * n]
    tiny(details=True).save(tmp_path / "model")
    storyboard = Storyboard.model_validate(told)
    film = frames(made(NuwaXL(tmp_path / "model"), storyboard, tmp_path / "film")).astype(int)
    assert np.abs(film[:, :, :4] - film[:1, :, :4]).max() == 0
    assert np.abs(film[:, :, 40:] - film[:1, :, 40:]).max() > 0
    by_itself = NuwaXL(tmp_path / "model", order="by-frame")  # the baseline is left as it is
    alone = frames(made(by_itself, storyboard, tmp_path / "alone")).astype(int)
    assert np.abs(alone[:, :, :4] - alone[:1, :, :4]).max() > 0


def test_a_shot_of_nobody_stands_still(tmp_path: Path) -> None:
    told = board(12).model_dump(mode="json", exclude_defaults=True) | {"format": "storyboard/1"}
    for panel in told["scenes"][0]["shots"][0]["panels"]:
        panel["placements"] = []
    tiny(details=True).save(tmp_path / "model")
    film = frames(made(NuwaXL(tmp_path / "model"), Storyboard.model_validate(told), tmp_path / "film"))
    assert len(film) == 12 and (film == film[0]).all()
