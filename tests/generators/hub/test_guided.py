"""Stable Diffusion that is led into boxes: inert it is the stock pipeline; led, its energy falls, in the box most."""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import diffusers
import numpy as np
import pytest
import torch

from generators.hub import cross_attention, layout_guidance
from generators.hub.cross_attention import levels_of
from generators.hub.denoising import Told, denoised, predicted, told
from generators.hub.families.guided import SD15_GUIDED, SDXL_GUIDED, Guided
from generators.hub.family import How, PanelAsked, Who
from generators.hub.layout_energy import energy, mask_of
from generators.hub.layout_guidance import entities, guidance_of, guide, lowered
from generators.hub.loading import generator
from generators.hub.phrases import worded
from storyline.diffusion.sources import Source
from storyline.errors import RenderError, SetupError
from storyline.schema.layout import Box
from storyline.schema.media import FrameSize
from tests.generators.hub.tiny import parts, stable_diffusion

pytestmark = pytest.mark.slow

FAMILIES: dict[str, Guided] = {"sd15": SD15_GUIDED, "sdxl": SDXL_GUIDED}
FOX = Who("fox", "a red fox", Box((0.1, 0.2, 0.5, 0.9)))
HARE = Who("hare", "a hare", Box((0.6, 0.4, 0.9, 0.9)))
PANEL = PanelAsked("a red fox and a hare", "ugly", (FOX, HARE), 7)
CLIP = parts.tokenizer()
WORDED = worded(PANEL.prompt, PANEL.who, lambda text: CLIP(text, add_special_tokens=False).input_ids, 75)
SIZE = FrameSize((32, 48))


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Both."""
    root = tmp_path_factory.mktemp("models")
    found = {}
    for name, family in FAMILIES.items():
        stable_diffusion.MODELS[name](root / name)
        found[name] = family.load(Source.parse(str(root / name)), "cpu", "float32")
        found[name].set_progress_bar_config(disable=True)
    return found


@pytest.fixture(params=FAMILIES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def model(models: dict[str, Any], name: str) -> Iterator[Any]:
    before = models[name].scheduler
    with torch.no_grad():
        yield models[name]
    models[name].scheduler = before


def how(steps: int = 4, guidance: float = 5.0, **parameters: Any) -> How:
    return How(SIZE, steps, guidance, dict(SD15_GUIDED.about.parameters) | parameters)


def drawn(name: str, model: Any, panel: PanelAsked = PANEL, **others: Any) -> np.ndarray:
    return np.asarray(next(iter(FAMILIES[name].draw(model, [panel], how(**others)))))


def processors(model: Any) -> dict[str, Any]:
    return dict(model.unet.attn_processors)


@pytest.mark.parametrize(
    ("scheduler", "guidance"),
    [("DDIMScheduler", 1.0), ("EulerAncestralDiscreteScheduler", 5.0), ("HeunDiscreteScheduler", 5.0)],
)
def test_without_strength_it_is_the_stock_pipeline(name: str, model: Any, scheduler: str, guidance: float) -> None:
    model.scheduler = getattr(diffusers, scheduler).from_config(model.scheduler.config)
    wanted = model(
        PANEL.prompt, negative_prompt=PANEL.negative, width=SIZE.width, height=SIZE.height, num_inference_steps=4,
        guidance_scale=guidance, generator=generator(PANEL.seed), output_type="np",
    ).images[0]  # fmt: skip
    for inert in ({"strength": 0.0}, {"guided_steps": 0}, {"iterations": 0}):
        assert np.abs(drawn(name, model, guidance=guidance, **inert) - wanted).max() < 1e-5
    assert np.abs(drawn(name, model, replace(PANEL, who=()), guidance=guidance) - wanted).max() < 1e-5
    assert np.abs(drawn(name, model, guidance=guidance) - wanted).max() > 1e-4


def test_the_energy_falls_at_every_guided_step(name: str, model: Any, caplog: pytest.LogCaptureFixture) -> None:
    """On the real network, at a time that stands still, by steps that are small enough for its slope."""
    model.scheduler.set_timesteps(4)
    said, t = told(model, PANEL.prompt, "", SIZE), model.scheduler.timesteps[0]
    before = guide(model, said, WORDED, [FOX.box, HARE.box], guidance_of(how(strength=0.5, iterations=8)))
    latents = torch.randn(1, 4, 24, 16, generator=generator(3))
    with caplog.at_level("DEBUG", logger=layout_guidance.__name__):
        before(0, t, latents)
    fallen = [float(record.args[1]) for record in caplog.records]  # type: ignore[index, arg-type]
    assert len(fallen) == 8 and all(b < a for a, b in pairwise(fallen))


def test_the_energy_falls_to_nearly_nothing_where_latents_are_the_maps() -> None:
    """A constructed network that looks where its latents are large: led far enough, it looks in the box alone."""
    mask = mask_of(FOX.box, 16, 16)[None]
    pull = guidance_of(how()).pull
    latents, energies = torch.randn(1, 16, 16, generator=generator(0)), []
    for _ in range(150):
        latents, found = lowered(latents, lambda x: energy(x.sigmoid(), mask, pull), 20.0)
        energies.append(found)
    assert all(b <= a + 1e-3 for a, b in pairwise(energies))
    assert energies[-1] < 0.1 * energies[0]
    assert latents[mask].mean() > latents[~mask].mean() + 1


def test_emptying_a_box_changes_what_is_in_it_most(name: str, model: Any) -> None:
    """By the term that looks into the box: the others look elsewhere, too."""
    box = Box((0.0, 0.0, 0.5, 0.5))
    one = replace(PANEL, prompt="a hare", who=(replace(HARE, box=box),))
    only = {"background": 0.0, "centre": 0.0, "corners": 0.0, "strength": 200.0}
    change = np.abs(drawn(name, model, one, **only) - drawn(name, model, replace(one, who=()), **only)).mean(-1)
    rows, columns = SIZE.height // 2, SIZE.width // 2
    inside = change[:rows, :columns].mean()
    outside = np.concatenate([change[rows:].ravel(), change[:rows, columns:].ravel()]).mean()
    assert inside > 1.5 * outside > 0


def test_somebody_is_looked_for_where_their_box_is(name: str, model: Any) -> None:
    """Led by all terms, the network's own maps come nearer to the boxes, and they follow a box that is moved."""
    model.scheduler.set_timesteps(4)
    said, t = told(model, PANEL.prompt, "", SIZE), model.scheduler.timesteps[0]
    latents = torch.randn(1, 4, 24, 16, generator=generator(3))
    left, right = mask_of(Box((0, 0, 0.5, 1)), 12, 8), mask_of(Box((0.5, 0, 1, 1)), 12, 8)

    def leaning(box: Box) -> float:
        """How much more the fox is looked for at the right."""
        before = guide(model, said, WORDED, [box, HARE.box], guidance_of(how(strength=200.0, iterations=10)))
        led = model.scheduler.scale_model_input(before(0, t, latents), t)
        (shares,) = cross_attention.cross_attention(
            model.unet, (1,), (24, 16), lambda: predicted(model, said.with_words, led, t)
        )
        fox = entities(shares, WORDED)[0]
        return float(fox[right].mean() - fox[left].mean())

    assert leaning(Box((0.6, 0.1, 0.9, 0.9))) > leaning(Box((0.1, 0.1, 0.4, 0.9)))


def test_latents_are_led_as_far_by_every_scheduler(models: dict[str, Any]) -> None:
    """Those of Euler's are many times as large, and their slopes as small."""
    model, moved = models["sd15"], []
    said = told(model, PANEL.prompt, "", SIZE)
    for scheduler in (diffusers.DDIMScheduler, diffusers.EulerDiscreteScheduler):
        model.scheduler = scheduler.from_config(model.scheduler.config, timestep_spacing="trailing")
        model.scheduler.set_timesteps(4)
        t = model.scheduler.timesteps[0]
        with torch.no_grad():
            latents = torch.randn(1, 4, 24, 16, generator=generator(3)) * model.scheduler.init_noise_sigma
            led = guide(model, said, WORDED, [FOX.box, HARE.box], guidance_of(how()))(0, t, latents)
            size = model.scheduler.init_noise_sigma
        moved.append(float((led - latents).norm() / size))
    assert moved[0] == pytest.approx(moved[1], rel=0.02) and moved[0] > 0


def test_the_network_is_left_as_it_was_and_ends_early(name: str, model: Any) -> None:
    """Nothing above the last level that is read is computed, and no weight has a slope."""
    before, reached = processors(model), []
    hook = model.unet.conv_out.register_forward_hook(lambda *_: reached.append(torch.is_grad_enabled()))
    drawn(name, model)
    hook.remove()
    assert processors(model) == before
    assert reached == [False] * 4  # once a step, and never on the way of a slope
    assert not any(weight.requires_grad or weight.grad is not None for weight in model.unet.parameters())


def test_what_goes_wrong_leaves_the_network_as_it_was(name: str, model: Any) -> None:
    before = processors(model)

    def broken() -> None:
        raise KeyError("broken")

    with pytest.raises(KeyError):
        cross_attention.cross_attention(model.unet, (1,), (24, 16), broken)
    assert processors(model) == before


def test_maps_are_what_the_network_looks_at(name: str, model: Any) -> None:
    """Shares that sum to one over all tokens; at their own places, rows first; of the level's size."""
    said, latents = told(model, PANEL.prompt, "", SIZE).with_words, torch.randn(1, 4, 23, 15, generator=generator(0))
    (shares,) = cross_attention.cross_attention(
        model.unet, (1,), (23, 15), lambda: predicted(model, said, latents, torch.tensor(500))
    )
    assert shares.shape == (12, 8, 77) and shares.dtype == torch.float32
    assert torch.allclose(shares.sum(-1), torch.ones(12, 8), atol=1e-5)
    looked = entities(shares, WORDED)
    assert looked.shape == (2, 12, 8) and looked.min() >= 0 and looked.sum(0).max() <= 1 + 1e-5
    ids = model.tokenizer(PANEL.prompt).input_ids
    for n, one in enumerate("hx"):  # a cell that looks at a letter of one of them, and at the prompt's end
        at = [
            place for place, letter in enumerate(model.tokenizer.convert_ids_to_tokens(ids)) if letter.startswith(one)
        ]
        shares = torch.zeros(1, 1, 77)
        shares[..., at[0]], shares[..., len(ids) - 1] = 0.2, 0.7
        assert entities(shares, WORDED)[1 - n] > 0.99 > 0.01 > entities(shares, WORDED)[n]


def test_levels_are_those_at_which_the_network_looks_at_words() -> None:
    deep = parts.unet(
        block_out_channels=(8, 8, 16, 16),
        down_block_types=("CrossAttnDownBlock2D",) * 3 + ("DownBlock2D",),
        up_block_types=("UpBlock2D",) + ("CrossAttnUpBlock2D",) * 3,
    ).eval()  # as Stable Diffusion 1.5's
    assert levels_of(deep) == (0, 1, 2)
    words, latents = torch.randn(1, 5, parts.WIDTH), torch.randn(1, 4, 21, 13)

    def run() -> object:
        return deep(latents, torch.tensor(1), encoder_hidden_states=words)

    sizes = [tuple(shares.shape) for shares in cross_attention.cross_attention(deep, (0, 2), (21, 13), run)]
    assert sizes == [(21, 13, 5), (6, 4, 5)]


def test_levels_can_be_chosen(name: str, model: Any) -> None:
    assert np.array_equal(drawn(name, model, levels=[1]), drawn(name, model))
    with pytest.raises(RenderError, match=r"'levels': expected some of \[1\] for this model; got \[0, 1\]"):
        drawn(name, model, levels=[0, 1])


@pytest.mark.parametrize("parameter", ["guided_steps", "iterations", "strength", "share", "centre", "levels"])
def test_parameters_out_of_range_are_refused(parameter: str, models: dict[str, Any]) -> None:
    wrong: Any = [0.5] if parameter == "levels" else -1
    with pytest.raises(RenderError, match=f"parameter '{parameter}': expected"):
        drawn("sd15", models["sd15"], PANEL, **{parameter: wrong})


def test_who_is_not_in_the_prompt_is_led_too(name: str, model: Any) -> None:
    snow = replace(PANEL, prompt="snow")
    moved = replace(snow, who=(FOX, replace(HARE, box=Box((0.0, 0.0, 0.4, 0.4)))))
    assert not np.array_equal(drawn(name, model, snow), drawn(name, model, moved))


def test_half_precision_keeps_its_slopes(models: dict[str, Any]) -> None:
    """A slope that is too small for half precision is not lost on its way."""
    tiny = 1e-7
    led, found = lowered(torch.ones(4, dtype=torch.float16), lambda x: (x * tiny).float().sum(), 1e6)
    assert math.isclose(float(led[0]), 1 - 1e6 * tiny, rel_tol=0.05) and led.dtype == torch.float16
    assert found == pytest.approx(4 * tiny, rel=0.25)


def test_models_that_cannot_be_led_are_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("others")
    stable_diffusion.MODELS["sdxl"](root / "sdxl")
    with pytest.raises(SetupError, match="unet has addition_embed_type None; got 'text_time'"):
        SD15_GUIDED.load(Source.parse(str(root / "sdxl")), "cpu", "float32")
    stable_diffusion.MODELS["sd15"](root / "sd15")
    parts.unet(in_channels=9).save_pretrained(root / "sd15" / "unet")
    with pytest.raises(SetupError, match="unet has in_channels 4; got 9"):
        SD15_GUIDED.load(Source.parse(str(root / "sd15")), "cpu", "float32")


def test_the_loop_tells_its_steps_and_can_be_told_what_to_begin_with(name: str, model: Any) -> None:
    said: Told = told(model, PANEL.prompt, PANEL.negative, SIZE)
    steps: list[tuple[int, int]] = []
    seen: list[int] = []

    def before(n: int, t: torch.Tensor, latents: torch.Tensor) -> torch.Tensor:
        seen.append(n)
        return torch.zeros_like(latents)

    asked = replace(how(3), step=lambda done, total: steps.append((done, total)))
    led = [denoised(model, said, asked, seed, before=before) for seed in (1, 2)]
    assert seen == [0, 1, 2] * 2 and steps == [(1, 3), (2, 3), (3, 3)] * 2
    assert torch.equal(*led) and led[0].shape == (1, 4, 24, 16)
