"""How much noise there is at a time."""

import math
import pickle

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from storyline.diffusion.schedule import Schedule, schedule_named
from storyline.errors import SetupError

SCHEDULES = (Schedule.cosine(), Schedule.flow(), Schedule.linear_zero_snr())
schedules = pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda schedule: schedule.name)
TIMES = st.floats(0, 1)


@schedules
def test_the_ends_are_exact(schedule: Schedule) -> None:
    ends = torch.tensor([0.0, 1.0])
    assert [schedule.alpha(0.0), schedule.alpha(1.0)] == schedule.alpha(ends).tolist() == [1, 0]
    assert [schedule.sigma(0.0), schedule.sigma(1.0)] == schedule.sigma(ends).tolist() == [0, 1]
    assert [schedule.log_snr(0.0), schedule.log_snr(1.0)] == schedule.log_snr(ends).tolist() == [math.inf, -math.inf]
    assert [schedule.time_of(math.inf), schedule.time_of(-math.inf)] == [0, 1]
    assert schedule.time_of(torch.tensor([math.inf, -math.inf])).tolist() == [0, 1]


@schedules
@given(t=TIMES, later=TIMES)
def test_later_is_noisier(schedule: Schedule, t: float, later: float) -> None:
    t, later = sorted((t, later))
    assert schedule.alpha(t) >= schedule.alpha(later)
    assert schedule.sigma(t) <= schedule.sigma(later)


@schedules
@given(t=TIMES)
def test_variance_or_sum_is_kept(schedule: Schedule, t: float) -> None:
    alpha, sigma = schedule.alpha(t), schedule.sigma(t)
    assert (alpha + sigma if schedule.name == "flow" else alpha**2 + sigma**2) == pytest.approx(1, abs=1e-12)


@schedules
@given(t=st.floats(1e-6, 1 - 1e-6))
def test_a_time_is_found_again(schedule: Schedule, t: float) -> None:
    assert schedule.time_of(schedule.log_snr(t)) == pytest.approx(t, abs=1e-9)
    single = torch.full((2, 3), t).t()  # strides of a view
    assert torch.allclose(schedule.time_of(schedule.log_snr(single)), single, atol=2e-5)


@schedules
@given(t=TIMES)
def test_floats_and_tensors_agree(schedule: Schedule, t: float) -> None:
    for exact, single in ((schedule.alpha, 2e-7), (schedule.sigma, 2e-7)):
        assert exact(torch.tensor([t], dtype=torch.float64)).item() == exact(t)
        value = exact(torch.tensor([[t]]))
        assert (value.dtype, value.shape) == (torch.float32, (1, 1))
        assert value.item() == pytest.approx(exact(t), abs=single, rel=1e-4)


@schedules
def test_half_precision_is_reckoned_in_single(schedule: Schedule) -> None:
    t = torch.tensor([0.25, 0.75], dtype=torch.bfloat16)
    assert torch.equal(schedule.alpha(t), schedule.alpha(t.float()))


def test_known_values() -> None:
    assert Schedule.cosine().alpha(1 / 3) == pytest.approx(math.sqrt(0.75))
    assert Schedule.cosine().sigma(1 / 3) == pytest.approx(0.5)
    assert (Schedule.flow().alpha(0.25), Schedule.flow().sigma(0.25)) == (0.75, 0.25)
    assert Schedule.flow().log_snr(0.5) == 0
    assert Schedule.linear_zero_snr().alpha(1 / 1000) == pytest.approx(math.sqrt(1 - 1e-4))


@schedules
def test_schedules_have_names_and_travel(schedule: Schedule) -> None:
    assert schedule_named(schedule.name) == schedule == pickle.loads(pickle.dumps(schedule))


def test_a_name_that_is_none() -> None:
    with pytest.raises(SetupError, match="'sigmoid': expected 'cosine', 'flow' or 'linear-zero-snr'"):
        schedule_named("sigmoid")
