"""Windows are sampled from all that is known of them, and keep it."""

import dataclasses

import pytest
import torch
from torch import Tensor

from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.conditions import conditioned, conditions_of
from generators.nuwa_xl.fill import fill
from generators.nuwa_xl.sampling import Clip, How, sample_clips
from storyline.errors import RenderError
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from tests.contracts.mutations import RICH
from tests.generators.nuwa_xl.tiny import tiny

HOW = How(sampler="ddim", steps=2, guidance=1.0)
SIZE = (5, 8)


@pytest.fixture(scope="module")
def model() -> Checkpoint:
    return tiny()


def clip(frames: tuple[int, ...], known: tuple[int, ...] = (), seed: int = 0, negative: str = "") -> Clip:
    board = Storyboard.model_validate(RICH)
    shot = conditioned(board, board.scenes[0], board.scenes[0].shots[0], FrameSize((64, 40)))
    latents = torch.randn(len(frames), 4, *SIZE, generator=torch.Generator().manual_seed(seed))
    mask = torch.tensor([float(frame in known) for frame in frames])[:, None, None, None]
    return Clip(
        name=f"frames {frames[0]} to {frames[-1]}",
        frames=frames,
        noises=frames,
        seed=seed,
        conditions=tuple(conditions_of(shot, frame) for frame in frames),
        latents=latents,
        known=mask.expand(-1, 1, *SIZE),
        level=2,
        negative_prompt=negative,
    )


def sampled(model: Checkpoint, *clips: Clip, how: How = HOW) -> list[Tensor]:
    return sample_clips(model, clips, how)


@pytest.mark.parametrize("sampler", ["ddim", "ddpm", "euler", "heun", "dpm_solver_pp"])
def test_what_is_known_is_kept_exactly(model: Checkpoint, sampler: str) -> None:
    how = dataclasses.replace(HOW, sampler=sampler, guidance=2.0)
    asked = clip((0, 2, 4), known=(0, 4))
    (made,) = sampled(model, asked, how=how)
    assert torch.equal(made[[0, 2]], asked.latents[[0, 2]]) and not torch.equal(made[1], asked.latents[1])
    assert torch.equal(sampled(model, asked, how=how)[0], made)


def test_any_part_of_a_frame_may_be_known(model: Checkpoint) -> None:
    mask = torch.zeros(3, 1, *SIZE)
    mask[1, :, 2:4, 3:] = 1
    asked = dataclasses.replace(clip((0, 2, 4)), known=mask)
    (made,) = sampled(model, asked)
    kept = mask.expand_as(made) == 1
    assert torch.equal(made[kept], asked.latents[kept])
    assert not torch.isclose(made[~kept], asked.latents[~kept]).all()


def test_all_that_is_said_changes_what_comes_out(model: Checkpoint) -> None:
    asked = clip((0, 2, 4), known=(0,))
    (made,) = sampled(model, asked)
    first, *others = asked.conditions
    moved = first.seen[0].model_copy(update={"box": first.seen[1].box, "colours": ((1.0, 0.0, 0.0),)})
    for change in (
        {"prompt": "a red fox"},
        {"place": "beach, night"},
        {"seen": (moved, *first.seen[1:])},
        {"seen": ()},
        {"seconds": 9.0},
    ):
        frames = (first.model_copy(update=change), *(c.model_copy(update=change) for c in others))
        assert not torch.equal(sampled(model, dataclasses.replace(asked, conditions=frames))[0][1:], made[1:]), change
    for other in (
        dataclasses.replace(asked, seed=1),
        dataclasses.replace(asked, level=1),
        dataclasses.replace(asked, latents=asked.latents + 1),
    ):
        assert not torch.equal(sampled(model, other)[0][1:], made[1:])


def test_what_begins_near_its_guess_stays_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network that takes whatever it is shown for clean gives back what sampling began with."""
    model = tiny()
    assert model.network.config.prediction == "clean"
    monkeypatch.setattr(model.network, "forward", lambda x, *rest: x)
    asked = clip((0, 2, 4), known=(0, 4))
    guess = fill(asked.latents, asked.whole, asked.conditions)[1]
    off = {}
    for start in (0.01, 0.5, 1.0):
        (made,) = sampled(model, asked, how=dataclasses.replace(HOW, steps=1, start=start))
        assert torch.equal(made[[0, 2]], asked.latents[[0, 2]])
        off[start] = float((made[1] - guess).square().mean())
    assert off[0.01] < 0.01 < off[0.5] < off[1.0]


def test_beside_a_keyframe_that_is_known_nobody_is_guessed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    model = tiny()
    monkeypatch.setattr(model.network, "forward", lambda x, *rest: x)
    for level, ghosts in ((1, False), (2, True)):
        asked = dataclasses.replace(clip((0, 4), known=(0,)), level=level)
        guess, other = (fill(asked.latents, asked.whole, asked.conditions, ghosts=g)[1] for g in (ghosts, not ghosts))
        (made,) = sampled(model, asked, how=dataclasses.replace(HOW, steps=1, start=0.01))
        assert float((made[1] - guess).square().mean()) < 0.01 < float((made[1] - other).square().mean())


def test_guidance_leads_away_from_what_is_not_wanted(model: Checkpoint) -> None:
    strong = dataclasses.replace(HOW, guidance=3.0)
    plain, guided, away = (
        sampled(model, clip((0, 2, 4), negative=text), how=how)[0]
        for text, how in (("", HOW), ("", strong), ("rain", strong))
    )
    assert not torch.equal(plain, guided) and not torch.equal(guided, away)
    assert torch.equal(sampled(model, clip((0, 2, 4), negative="rain"))[0], plain)


def test_windows_are_the_same_in_any_company(model: Checkpoint) -> None:
    """Up to the last bits, which is why the company that a task keeps is its own."""
    clips = [clip((0, 2, 4), (0, 4)), clip((0, 1, 2, 3, 4), (0, 4), 1), clip((1, 3, 4), (1, 4), 2), clip((0, 1), (0,))]
    together = sampled(model, *clips, how=dataclasses.replace(HOW, together=3))
    for alone, made in zip((sampled(model, one)[0] for one in clips), together, strict=True):
        torch.testing.assert_close(made, alone, atol=1e-5, rtol=1e-5)


def test_a_frame_begins_with_the_same_noise_in_every_window() -> None:
    """A network that knows no time makes the same of a frame whatever stands beside it."""
    model = tiny(temporal=False)
    long, short = sampled(model, clip((0, 1, 2, 3))), sampled(model, clip((2, 3)))
    torch.testing.assert_close(long[0][2:], short[0], atol=1e-5, rtol=1e-5)


def test_half_precision_comes_near(model: Checkpoint) -> None:
    asked = clip((0, 2, 4), known=(0,))
    (single,), (half,) = (
        sampled(model, asked, how=dataclasses.replace(HOW, precision=precision))
        for precision in ("float32", "bfloat16")
    )
    assert half.dtype == torch.float32 and 0 < (single - half).square().mean().sqrt() < 0.03 * single.std()


def test_nan_is_found_and_named() -> None:
    model = tiny()
    with torch.no_grad():
        next(model.network.head.parameters())[0] = torch.nan
    with pytest.raises(RenderError, match=r"frames 0 to 4: sampling with ddim, step 1 of 2.*expected finite"):
        sampled(model, clip((0, 2, 4)))
