from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from generators.nuwa_xl.fill import fill
from generators.nuwa_xl.tokenizer import Tokenizer
from generators.nuwa_xl.unet import MaskTemporalUNet, with_temporal
from storyline.diffusion.denoiser import over
from storyline.diffusion.schedule import Schedule
from storyline.training import checkpoints
from storyline.training.loop import Settings, train
from storyline.training.nuwa_xl.clips import ClipBatches, Known, batched, only, shortened, some_known
from storyline.training.nuwa_xl.denoising import (
    EARLIEST,
    begun_from,
    denoised,
    denoising_loss,
    even_times,
    in_boxes,
    noise_like,
    some_left_out,
    unknown,
    weighted_error,
)
from storyline.training.nuwa_xl.distil import Distillation, DistilStage, segments, stepped, target_of_path
from storyline.training.nuwa_xl.images import DenoisingStage, ImageBatches
from storyline.training.nuwa_xl.watching import Watch, drawn_by
from tests.training.latents import COLUMNS, ROWS, clip, net, read, small_autoencoder, tokenizer

SCHEDULES = [Schedule.cosine(), Schedule.flow(), Schedule.linear_zero_snr()]


@pytest.fixture(scope="module")
def pieces() -> Tokenizer:
    return tokenizer()


@pytest.fixture(scope="module")
def autoencoder() -> TemporalAutoencoder:
    return small_autoencoder()


def _images(pieces: Tokenizer) -> ImageBatches:
    return ImageBatches([([clip(n, 3) for n in range(40)], 1.0)], pieces, batch=8, entities=2)


def _watch(pieces: Tokenizer, autoencoder: TemporalAutoencoder) -> Watch:
    held_out = [clip(n, 1) for n in range(1000, 1016)]
    latents = torch.stack([c.latents for c in held_out])
    return Watch(unknown(latents, read(held_out, pieces)), autoencoder, steps=4, shown=2)


def test_times_are_spread_and_reach_pure_noise() -> None:
    times = even_times(10, torch.Generator().manual_seed(0)).sort().values
    edges = torch.linspace(EARLIEST, 1, 11)
    assert ((times > edges[:-1]) & (times <= edges[1:])).all()
    many = torch.cat([even_times(4, torch.Generator().manual_seed(n)) for n in range(200)])
    assert many.max() > 0.998
    assert not torch.equal(many[:4], many[:4].sort().values)


def test_frames_share_a_part_of_their_noise() -> None:
    clean = torch.zeros(500, 3, 4, 2, 2)
    shares = torch.tensor([0.7, 1.0]).repeat_interleave(250)
    noise = noise_like(clean, shares, torch.Generator().manual_seed(0))
    assert noise.var() == pytest.approx(1, abs=0.03)
    assert (noise[:250, 0] * noise[:250, 2]).mean() == pytest.approx(0.7, abs=0.03)
    assert torch.equal(noise[250:, 0], noise[250:, 2])


def test_cells_in_boxes_weigh_four_times_and_known_ones_nothing(pieces: Tokenizer) -> None:
    clips = unknown((one := clip(1, 2)).latents[None], read([one], pieces))
    inside = in_boxes(clips.conditions, (ROWS, COLUMNS))
    box = one.conditions[0].seen[0].box
    x0, x1, y0, y1 = round(box.x0 * COLUMNS), round(box.x1 * COLUMNS), round(box.y0 * ROWS), round(box.y1 * ROWS)
    assert inside[0, 0, 0, y0:y1, x0:x1].all()
    t = torch.ones(1)
    error = torch.zeros_like(clips.clean)
    error[0, 0, :, y0, x0] = 1
    far = torch.zeros_like(clips.clean)
    far[0, 0, :, 3, (x1 + 1) % COLUMNS] = 1
    outside, plain = weighted_error(clips.clean + far, clips.clean, clips, t, Schedule.cosine())
    assert outside == plain > 0
    within, plain = weighted_error(clips.clean + error, clips.clean, clips, t, Schedule.cosine())
    assert within == pytest.approx(4 * plain.item())
    known = torch.ones_like(clips.known)
    known[0, 1] = 0
    shown = replace(clips, known=known)
    assert weighted_error(clips.clean + error, clips.clean, shown, t, Schedule.cosine())[0] == 0
    early = weighted_error(clips.clean + error, clips.clean, clips, torch.tensor([0.05]), Schedule.cosine())[0]
    assert early == pytest.approx(4 * within.item())  # and no more than that


def test_conditions_are_left_out_as_often_as_said(pieces: Tokenizer) -> None:
    conditions = read([clip(1, 1)] * 4000, pieces)
    less = some_left_out(conditions, torch.Generator().manual_seed(0))
    text, structure = (less.prompt == 0).flatten(1).all(1), ~less.present.flatten(1).any(1)
    assert (text & structure).float().mean() == pytest.approx(0.05, abs=0.015)
    assert (~text & structure).float().mean() == pytest.approx(0.1, abs=0.02)
    assert (text & ~structure).float().mean() == pytest.approx(0.15, abs=0.02)


@pytest.mark.parametrize("known", ["nothing", "ends", "first", "boxes"])
def test_what_is_known_and_what_is_guessed(known: Known) -> None:
    one = clip(3, 5)
    shown = some_known(one, Random(4), known)
    whole = [bool(frame.min()) for frame in shown.known]
    expected = {"nothing": [False] * 5, "ends": [True, False, False, False, True], "boxes": [False] * 5}
    if known in expected:
        assert whole == expected[known]
    if known == "first":
        assert whole[0]
        assert not whole[-1]
        assert whole == sorted(whole, reverse=True)
    if known == "boxes":
        assert 0 < shown.known.mean() < 1
        assert (shown.known == shown.known[0]).all()  # in the same place all along
    assert (shown.level > 1) == (known != "nothing")
    noise = torch.where(shown.known == 1, shown.given - one.latents, 0)
    assert noise.std() < 0.25
    if known == "ends":
        guess = fill(torch.where(shown.known == 1, shown.given, 0), whole, one.conditions)
        assert torch.equal(shown.given, guess)
        assert not torch.equal(guess[2], torch.zeros_like(guess[2]))
    if known in ("nothing", "boxes"):
        assert (torch.where(shown.known == 1, 0, shown.given) == 0).all()


def test_some_clips_are_noised_from_their_guess_at_the_times_at_which_sampling_begins_so(pieces: Tokenizer) -> None:
    kinds: list[Known] = ["ends", "boxes", "nothing"]
    clips = batched([some_known(clip(n, 4), Random(n), kinds[n % 3]) for n in range(60)], pieces, 2)
    early, late = torch.full((60,), 0.5), torch.full((60,), 0.9)
    assert torch.equal(begun_from(clips, late, torch.Generator().manual_seed(0)), clips.clean)
    begun = begun_from(clips, early, torch.Generator().manual_seed(0))
    changed = (begun != clips.clean).flatten(2).any(-1)
    guessed = [n for n in range(60) if changed[n].any()]
    assert {n % 3 for n in guessed} == {0} and 5 <= len(guessed) <= 15  # half of those that have a guess
    for n in guessed:
        assert torch.equal(begun[n, 1:3], clips.given[n, 1:3])
        assert not changed[n, [0, 3]].any() or clips.known[n, [0, 3]].all()


def test_anchors_are_seen_beside_frames_and_made_alone() -> None:
    together = [some_known(clip(3, 6, anchors=2), Random(seed)) for seed in range(60)]
    known = [[bool(frame.min()) for frame in shown.known] for shown in together]
    assert {tuple(k) for k in known} == {(True, True, *[False] * 4), (False,) * 6}
    assert sum(k[0] for k in known) > 40
    assert {shown.level for shown in together} == {1}
    alone = [some_known(only(clip(3, 6, anchors=3), ("anchor",)), Random(seed)) for seed in range(20)]
    assert {tuple(bool(frame.min()) for frame in shown.known) for shown in alone} == {
        (False,) * 3,
        (True, False, False),
    }
    assert {shown.level for shown in alone} == {0}


@given(st.integers(0, 2**32), st.integers(0, 8), st.integers(0, 3), st.integers(1, 8))
@settings(max_examples=200, deadline=None)
def test_any_clip_can_be_cut_short(seed: int, frames: int, anchors: int, length: int) -> None:
    assume(length <= frames + anchors)
    one = clip(1, frames + anchors, anchors=anchors)
    short = shortened(one, length, Random(seed))
    assert len(short.conditions) == len(short.latents) == length
    seconds = [c.seconds for c in short.conditions if c.role == "frame"]
    assert bool(seconds) == bool(frames)
    assert all(b - a == pytest.approx(short.stride) for a, b in pairwise(seconds))
    if length == frames + anchors:
        assert short.conditions == one.conditions


def test_batches_are_a_function_of_their_number_and_all_of_one_length(pieces: Tokenizer) -> None:
    far, near = [clip(n, 6, 1, anchors=2) for n in range(6)], [clip(n, 5, 2) for n in range(6)]
    data = ClipBatches([(far, 0.5), (near, 0.5)], pieces, batch=3, seed=7, entities=2)
    again = ClipBatches([(far, 0.5), (near, 0.5)], pieces, batch=3, seed=7, entities=2)
    lengths, levels = set(), set()
    for number in range(40):
        left = data(number)
        right = again(number)
        assert all(torch.equal(getattr(left, n), getattr(right, n)) for n in ("clean", "known", "given"))
        lengths.add(left.clean.shape[1])
        levels |= set(left.conditions.level.tolist())
        assert left.known.shape == (3, left.clean.shape[1], 1, ROWS, COLUMNS)
    assert {1, 2, 4, 5, 6} <= lengths
    assert levels == {0, 1, 2, 3, 4}
    assert not torch.equal(data(0).clean, replace(data, seed=8)(0).clean)


def test_single_pictures_are_learnt(pieces: Tokenizer, autoencoder: TemporalAutoencoder, tmp_path: Path) -> None:
    """Sixty steps: the ball has its colour in its box, and without its box it has not."""
    stage = DenoisingStage("images", net(pieces, temporal=False), _watch(pieces, autoencoder))
    before = stage.samples().measures
    how = Settings(steps=60, rate=8e-3, warmup=5, decay=0.9, precision="fp32", sample_every=1000)
    trained = train(stage, _images(pieces), how, tmp_path, cpu=True)
    learnt = MaskTemporalUNet.from_pretrained(trained.model, low_cpu_mem_usage=False).eval()
    clips = _watch(pieces, autoencoder).clips
    after = Watch(clips, autoencoder, steps=4, shown=2).sampled(learnt)
    assert after.measures["error_0.75"] < 0.25 * before["error_0.75"]
    assert after.picture is not None
    assert after.picture.shape == (2 * (ROWS * 8 + 4), 2 * (COLUMNS * 8 + 4), 3)
    drawn = drawn_by(learnt, clips, steps=4)
    everything = torch.ones(len(clips), dtype=torch.bool)
    blind = drawn_by(
        learnt, replace(clips, conditions=clips.conditions.without(text=~everything, structure=everything)), steps=4
    )
    error = lambda made: ((made - clips.clean).square() * in_boxes(clips.conditions, clips.size)).mean()
    assert error(drawn) < 0.5 * error(blind)


def test_clips_are_learnt_by_the_same_network_with_layers_over_time(
    pieces: Tokenizer, autoencoder: TemporalAutoencoder, tmp_path: Path
) -> None:
    base = net(pieces, temporal=False)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        wide = with_temporal(base)
    far, near = [clip(n, 6, 1, anchors=1) for n in range(12)], [clip(n, 5, 2) for n in range(12)]
    data = ClipBatches([(far, 0.5), (near, 0.5)], pieces, batch=2, entities=2)
    watch = Watch(data(2), autoencoder, steps=2, shown=1)
    stage = DenoisingStage("clips", wide, watch)
    train(stage, data, Settings(steps=6, warmup=2, sample_every=3, keep_every=3), tmp_path, cpu=True)
    drawn = drawn_by(wide.eval(), watch.clips, steps=2)
    assert torch.equal(
        torch.where(watch.clips.known == 1, drawn, 0), torch.where(watch.clips.known == 1, watch.clips.given, 0)
    )
    moved = [name for name, p in wide.named_parameters() if "temporal_attention.out" in name and p.abs().max() > 0]
    assert moved


def test_activations_computed_twice_give_the_same_weights(
    pieces: Tokenizer, autoencoder: TemporalAutoencoder, tmp_path: Path
) -> None:
    """Of a network in training: same batches, same noise, half the memory."""
    for n, twice in enumerate((False, True)):
        stage = DenoisingStage("images", net(pieces, temporal=False), _watch(pieces, autoencoder))
        how = Settings(steps=3, gradient_checkpointing=twice, precision="fp32", sample_every=100)
        train(stage, _images(pieces), how, tmp_path / str(n), cpu=True)
    once, twice_ = (checkpoints.newest(tmp_path / str(n)) for n in (0, 1))
    assert once is not None
    assert twice_ is not None
    for name, weight in once.weights.items():
        torch.testing.assert_close(weight, twice_.weights[name], atol=1e-5, rtol=0)


def _exact(schedule: Schedule, variance: float, *, end: float | None = None):  # type: ignore[no-untyped-def]
    """Of normal data: the denoiser at a time, or the clean latents by which one step to `end` lands on the path."""

    def spread(t: torch.Tensor) -> torch.Tensor:
        return (schedule.alpha(t).square() * variance + schedule.sigma(t).square()).sqrt()

    def denoise(x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        return over(schedule.alpha(t) * variance / spread(t).square(), x) * x

    def land(x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        assert end is not None
        s = torch.full_like(t, end)
        at_s = over(spread(s) / spread(t), x) * x
        ratio = over(schedule.sigma(s) / schedule.sigma(t), x)
        return (at_s - ratio * x) / (over(schedule.alpha(s), x) - over(schedule.alpha(t), x) * ratio)

    return denoise if end is None else land


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda s: s.name)
@pytest.mark.parametrize(("start", "end"), [(1.0, 0.5), (0.5, 0.0)])
def test_the_students_target_is_where_the_path_leads(schedule: Schedule, start: float, end: float) -> None:
    """On an exact problem: with the teacher's step halved, the target comes nearer to the exact one, in proportion."""
    x = torch.randn(64, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    teacher, student = _exact(schedule, 4.0), _exact(schedule, 4.0, end=end)
    t, s = torch.full((64,), start, dtype=torch.float64), torch.full((64,), end, dtype=torch.float64)
    errors = []
    for parts in (16, 32, 64):
        target = target_of_path(teacher, student, schedule, x, t=t, u=t - (start - end) / parts, s=s)
        errors.append(float((target - student(x, t)).abs().mean()))
    assert errors[0] < 0.05
    assert errors[1] < 0.6 * errors[0]
    assert errors[2] < 0.6 * errors[1]


def test_one_step_to_the_end_of_a_segment_is_the_teachers_own() -> None:
    schedule, x = Schedule.cosine(), torch.randn(5, 3, generator=torch.Generator().manual_seed(0))
    t, s = torch.full((5,), 0.5), torch.full((5,), 0.25)
    teacher = _exact(schedule, 2.0)
    never = lambda x, t: torch.full_like(x, 1e6)
    target = target_of_path(teacher, never, schedule, x, t=t, u=s, s=s)
    torch.testing.assert_close(target, teacher(x, t), atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(stepped(schedule, x, target, t, s), stepped(schedule, x, teacher(x, t), t, s))


def test_times_of_distillation_lie_in_their_segments() -> None:
    steps = torch.tensor([4, 2]).repeat(400)
    t, u, s = segments(steps, 8, torch.Generator().manual_seed(0))
    assert t.max() == 1
    assert s.min() == 0
    torch.testing.assert_close(t - u, 1 / (8 * steps))
    assert ((u >= s) & (t <= s + 1 / steps)).all()
    assert set((s[0::2] * 4).tolist()) == {0, 1, 2, 3}
    assert set((s[1::2] * 2).tolist()) == {0, 1}


def test_clips_whose_end_is_known_have_no_guidance(pieces: Tokenizer, autoencoder: TemporalAutoencoder) -> None:
    chance = Random(1)
    clips = batched([some_known(clip(n, 4), chance, "ends" if n else "first") for n in range(2)], pieces, 2)
    teacher = net(pieces, temporal=True)
    with torch.no_grad():
        for parameter in teacher.parameters():
            parameter.add_(0.02 * torch.randn(parameter.shape, generator=torch.Generator().manual_seed(1)))
    stage = DistilStage(teacher, Distillation(guidance=3.0), _watch(pieces, autoencoder))
    rough = torch.randn(clips.clean.shape, generator=torch.Generator().manual_seed(3))
    with torch.no_grad():
        made = stage._guided(clips)(rough, torch.tensor([0.8, 0.8]))
        plain = denoised(teacher, clips, rough, torch.tensor([0.8, 0.8]))
    assert torch.equal(made[1], plain[1])
    assert (made[0] - plain[0]).abs().max() > 1e-3
    assert torch.isfinite(stage.loss(clips, torch.Generator().manual_seed(0)).total)


def test_a_student_learns_guidance_and_few_steps(pieces: Tokenizer, autoencoder: TemporalAutoencoder) -> None:
    """Trained a little more after its teacher, in two steps without guidance it comes nearer to twenty with it."""
    teacher = net(pieces, temporal=False)
    optimiser = torch.optim.AdamW(teacher.parameters(), 8e-3)
    images = _images(pieces)
    for step in range(40):
        denoising_loss(teacher, images(step), torch.Generator().manual_seed(step)).total.backward()
        optimiser.step()
        optimiser.zero_grad()
    watch = _watch(pieces, autoencoder)
    stage = DistilStage(teacher, Distillation(steps=2, parts=4, guidance=2.0), watch)
    everything = torch.ones(len(watch.clips), dtype=torch.bool)
    rough = torch.randn(watch.clips.clean.shape, generator=torch.Generator().manual_seed(3))

    def path(denoise, steps: int) -> torch.Tensor:  # type: ignore[no-untyped-def]
        x = rough
        for n in range(steps, 0, -1):
            t, s = (torch.full((len(x),), k / steps) for k in (n, n - 1))
            x = stepped(Schedule.cosine(), x, denoise(x, t), t, s)
        return x

    with torch.no_grad():
        truth = path(stage._guided(watch.clips), 20)
        before = (path(stage._student(watch.clips), 2) - truth).square().mean()
    optimiser = torch.optim.AdamW(stage.model.parameters(), 2e-3)
    for step in range(40):
        stage.loss(images(1000 + step), torch.Generator().manual_seed(step)).total.backward()
        optimiser.step()
        optimiser.zero_grad()
    with torch.no_grad():
        after = (path(stage._student(watch.clips), 2) - truth).square().mean()
        blind = denoised(stage.net, watch.clips, rough, torch.ones(len(rough)))
    assert after < 0.7 * before
    assert torch.isfinite(blind).all()
    assert all(p.grad is None for p in stage.teacher.parameters())
    assert everything.all()
