"""Predictions: what a network is trained on, and what is made of what it gives."""

from typing import get_args

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from storyline.diffusion.denoiser import Prediction, clean_from, denoiser_of, noised, target_of
from storyline.diffusion.schedule import Schedule, Time
from storyline.errors import RenderError
from tests.diffusion.test_schedule import schedules

PREDICTIONS: tuple[Prediction, ...] = get_args(Prediction)
predictions = pytest.mark.parametrize("prediction", PREDICTIONS)
SHAPE = (2, 3, 4, 5, 6)


def pair(dtype: torch.dtype = torch.float64) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(3)
    clean, noise = torch.randn((2, *SHAPE), generator=generator, dtype=torch.float64).to(dtype)
    return clean, noise


@schedules
@predictions
@given(
    times=st.lists(st.floats(0, 0.999), min_size=6, max_size=6), form=st.sampled_from(["", "b", "b l", "1 l", "full"])
)
def test_the_target_says_which_clean_latents(
    schedule: Schedule, prediction: Prediction, times: list[float], form: str
) -> None:
    each = torch.tensor(times, dtype=torch.float64).view(2, 3)
    forms: dict[str, Time] = {"": times[0], "b": each[:, 0], "b l": each, "1 l": each[:1]}
    t = forms.get(form, each[:, :, None, None, None])
    clean, noise = pair()
    x = noised(schedule, clean, noise, t)
    target = target_of(prediction, schedule, clean, noise, t)
    assert target.shape == clean.shape
    torch.testing.assert_close(clean_from(prediction, schedule, x, t, target), clean, rtol=1e-9, atol=1e-9)
    torch.testing.assert_close(denoiser_of(lambda *_: target, prediction, schedule)(x, t), clean, rtol=1e-9, atol=1e-9)


@schedules
@given(times=st.lists(st.floats(0, 1), min_size=6, max_size=6))
def test_each_frame_has_its_time(schedule: Schedule, times: list[float]) -> None:
    clean, noise = pair()
    x = noised(schedule, clean, noise, torch.tensor(times, dtype=torch.float64).view(2, 3))
    for n, t in enumerate(times):
        clip, frame = divmod(n, 3)
        alone = noised(schedule, clean[clip, frame], noise[clip, frame], t)
        torch.testing.assert_close(x[clip, frame], alone, rtol=1e-12, atol=1e-12)


@schedules
@pytest.mark.parametrize("prediction", ["clean", "v", "flow"])
def test_nothing_is_lost_at_the_noisy_end(schedule: Schedule, prediction: Prediction) -> None:
    clean, noise = pair()
    for t in (1.0, torch.ones(2, dtype=torch.float64)):
        assert torch.equal(noised(schedule, clean, noise, t), noise)
        target = target_of(prediction, schedule, clean, noise, t)
        torch.testing.assert_close(clean_from(prediction, schedule, noise, t, target), clean)


@schedules
def test_the_clean_end_is_clean(schedule: Schedule) -> None:
    clean, noise = pair()
    assert torch.equal(noised(schedule, clean, noise, 0.0), clean)
    assert torch.equal(noised(schedule, clean, noise, torch.zeros(2, 3)), clean)


@pytest.mark.parametrize("t", [1.0, torch.tensor([0.5, 1.0])])
def test_predicted_noise_says_nothing_at_the_noisy_end(t: Time) -> None:
    _, noise = pair()
    with pytest.raises(RenderError, match="at t = 1"):
        clean_from("noise", Schedule.cosine(), noise, t, noise)


@predictions
@pytest.mark.parametrize("t", [0.5, torch.tensor([0.25, 0.5])])
def test_low_precision_stays_low(prediction: Prediction, t: Time) -> None:
    clean, noise = pair(torch.bfloat16)
    schedule = Schedule.cosine()
    x, target = noised(schedule, clean, noise, t), target_of(prediction, schedule, clean, noise, t)
    result = clean_from(prediction, schedule, x, t, target)
    assert {each.dtype for each in (x, target, result)} == {torch.bfloat16}
    torch.testing.assert_close(result, clean, rtol=0.05, atol=0.05)


@pytest.mark.parametrize("shape", [(3,), (2, 2), (2, 3, 5), (2, 3, 4, 5, 6, 1)])
def test_times_of_other_dimensions_are_refused(shape: tuple[int, ...]) -> None:
    clean, noise = pair()
    with pytest.raises(RenderError, match=r"latents of shape \(2, 3, 4, 5, 6\)"):
        noised(Schedule.flow(), clean, noise, torch.full(shape, 0.5))
