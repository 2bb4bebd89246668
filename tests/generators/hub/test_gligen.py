"""GLIGEN: the same pictures as diffusers' own pipelines, which are given up; and boxes that are obeyed once taught."""

import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
import torch
from diffusers.models.attention import GatedSelfAttentionDense
from PIL import Image

from generators.hub.denoising import Told, denoised, predicted, told
from generators.hub.families.gligen import GLIGEN, GLIGEN_IMAGE, Gligen
from generators.hub.family import How, PanelAsked, Who
from generators.hub.gligen import grounding
from generators.hub.loading import generator
from storyline.diffusion.sources import Source
from storyline.errors import RenderError, SetupError
from storyline.schema.layout import Box
from storyline.schema.media import FrameSize
from tests.generators.hub.tiny import gligen, stable_diffusion

pytestmark = pytest.mark.slow

PICTURES = [np.random.default_rng(n).integers(0, 256, (24, 40, 3), np.uint8) for n in range(2)]
FOX = Who("fox", "a red fox", Box((0.1, 0.2, 0.5, 0.9)), (PICTURES[0],))
HARE = Who("hare", "a hare", Box((0.6, 0.4, 0.9, 0.9)))
PANEL = PanelAsked("a red fox and a hare", "ugly", (FOX, HARE), 7)
STEPS = 4
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of both tiny models, and of one of plain Stable Diffusion."""
    root = tmp_path_factory.mktemp("gligen")
    for name, save in {**gligen.MODELS, "sd15": stable_diffusion.MODELS["sd15"]}.items():
        save(root / name)
    return root


@pytest.fixture(params=["gligen", "gligen-image"])
def which(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def model(folders: Path, which: str) -> Iterator[Any]:
    loaded = family(which).load(Source.parse(str(folders / which)), "cpu", "float32")
    loaded.set_progress_bar_config(disable=True)
    with torch.no_grad():
        yield loaded


def family(which: str) -> Gligen:
    return GLIGEN if which == "gligen" else GLIGEN_IMAGE


def drawn(which: str, model: Any, panel: PanelAsked = PANEL, **others: Any) -> np.ndarray:
    how = How(FrameSize((32, 32)), STEPS, others.pop("guidance", 7.5), {"beta": 1.0} | others)
    return np.asarray(next(iter(family(which).draw(model, [panel], how))))


def packaged(which: str, model: Any, panel: PanelAsked = PANEL, guidance: float = 7.5, beta: float = 1.0) -> np.ndarray:
    """By the pipeline that diffusers has given up."""
    given: dict[str, Any] = {
        "prompt": panel.prompt, "negative_prompt": panel.negative, "width": 32, "height": 32, "output_type": "np",
        "num_inference_steps": STEPS, "guidance_scale": guidance, "generator": generator(panel.seed),
        "gligen_phrases": [one.phrase for one in panel.who], "gligen_boxes": [list(one.box.root) for one in panel.who],
        "gligen_scheduled_sampling_beta": beta,
    }  # fmt: skip
    parts = model.components | {"requires_safety_checker": False}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if which == "gligen":
            parts.pop("image_encoder")
            pipeline = diffusers.StableDiffusionGLIGENPipeline(**parts)
        else:
            pipeline = diffusers.StableDiffusionGLIGENTextImagePipeline(**parts)
            images = [Image.fromarray(one.references[0]) if one.references else None for one in panel.who]
            given["gligen_images"] = images
    pipeline.set_progress_bar_config(disable=True)
    found = np.asarray(pipeline(**given).images[0])
    for part in model.unet.modules():
        if isinstance(part, GatedSelfAttentionDense):
            part.enabled = True
    return found


@pytest.mark.parametrize(
    "scheduler", ["DDIMScheduler", "EulerAncestralDiscreteScheduler", "DPMSolverMultistepScheduler"]
)
def test_it_draws_what_the_packaged_pipeline_draws(which: str, model: Any, scheduler: str) -> None:
    model.scheduler = getattr(diffusers, scheduler).from_config(model.scheduler.config)
    assert np.abs(drawn(which, model) - packaged(which, model)).max() < 1e-5


def test_so_it_does_without_guidance_and_for_a_share_of_the_steps(which: str, model: Any) -> None:
    assert np.abs(drawn(which, model, guidance=1.0) - packaged(which, model, guidance=1.0)).max() < 1e-5
    if which == "gligen":  # the other one takes no notice of it
        half = drawn(which, model, beta=0.5)
        assert np.abs(half - packaged(which, model, beta=0.5)).max() < 1e-5
        assert not np.array_equal(half, drawn(which, model))


def test_without_anybody_or_with_closed_gates_it_is_stable_diffusion(which: str, model: Any) -> None:
    plain = diffusers.StableDiffusionPipeline(
        **{name: model.components[name] for name in ("vae", "text_encoder", "tokenizer", "unet", "scheduler")},
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )  # fmt: skip
    plain.set_progress_bar_config(disable=True)
    wanted = plain(
        PANEL.prompt, negative_prompt=PANEL.negative, width=32, height=32, num_inference_steps=STEPS,
        generator=generator(PANEL.seed), output_type="np",
    ).images[0]  # fmt: skip
    assert np.abs(drawn(which, model) - wanted).max() > 1e-4
    assert np.abs(drawn(which, model, replace(PANEL, who=())) - wanted).max() < 1e-5
    assert np.abs(drawn(which, model, beta=0.0) - wanted).max() < 1e-5
    for part in model.unet.modules():
        if isinstance(part, GatedSelfAttentionDense):
            torch.nn.init.zeros_(part.alpha_attn)
            torch.nn.init.zeros_(part.alpha_dense)
    assert np.abs(drawn(which, model) - wanted).max() < 1e-5


def test_a_small_share_of_few_steps_is_one_step(which: str, model: Any) -> None:
    assert np.array_equal(drawn(which, model, beta=0.01), drawn(which, model, beta=1 / STEPS))


def test_pictures_are_seen_by_the_network_that_looks_at_them(folders: Path) -> None:
    seeing = GLIGEN_IMAGE.load(Source.parse(str(folders / "gligen-image")), "cpu", "float32")
    other = replace(PANEL, who=(replace(FOX, references=(PICTURES[1],)), HARE))
    none = replace(PANEL, who=(replace(FOX, references=()), HARE))
    with torch.no_grad():
        found = [drawn("gligen-image", seeing, panel) for panel in (PANEL, other, none)]
    assert not np.array_equal(found[0], found[1]) and not np.array_equal(found[0], found[2])


def test_more_people_than_it_was_taught_with_are_all_told(model: Any) -> None:
    said = grounding(model, [HARE] * 31, CPU)
    assert said["boxes"].shape == (2, 31, 4) and said["masks"].sum(1).tolist() == [0, 31]
    assert grounding(model, [HARE], CPU)["boxes"].shape == (2, 30, 4)


def test_a_network_that_is_told_otherwise_is_refused(folders: Path) -> None:
    for one, folder in ((GLIGEN, "sd15"), (GLIGEN, "gligen-image")):
        with pytest.raises(SetupError, match="unet has attention_type 'gated'; got"):
            one.load(Source.parse(str(folders / folder)), "cpu", "float32")
    with pytest.raises(SetupError, match="expected one that GligenImagePipeline"):
        GLIGEN_IMAGE.load(Source.parse(str(folders / "gligen")), "cpu", "float32")


def test_a_share_is_a_share(which: str, model: Any) -> None:
    with pytest.raises(RenderError, match="'beta': expected a number from 0 to 1; got 2"):
        drawn(which, model, beta=2.0)


@pytest.mark.slow
def test_taught_it_draws_in_the_box(folders: Path) -> None:
    """Taught a little, from one noise: there is something in a box, and nothing elsewhere, or where nobody is."""
    model = GLIGEN.load(Source.parse(str(folders / "gligen")), "cpu", "float32")
    model.scheduler = diffusers.DDIMScheduler(prediction_type="sample", timestep_spacing="trailing", clip_sample=False)
    model.set_progress_bar_config(disable=True)
    how, middles = How(FrameSize((16, 16)), 1, 1.0, {"beta": 1.0}), (torch.arange(8) + 0.5) / 8
    boxes = [Box((x, y, x + 0.5, y + 0.5)) for x in (0.0, 0.5) for y in (0.0, 0.5)]

    def inside(box: Box) -> torch.Tensor:
        across, down = (middles >= box.x0) & (middles < box.x1), (middles >= box.y0) & (middles < box.y1)
        return across[None] & down[:, None]

    def said(who: tuple[Who, ...]) -> Told:
        return replace(told(model, "a fox", "", how.size), grounding=grounding(model, who, CPU))

    asked = [(Who("fox", "a fox", box),) for box in boxes]
    wanted = torch.stack([inside(box) for box in boxes])[:, None].float()
    with torch.no_grad():
        noise = model.prepare_latents(1, 4, 16, 16, torch.float32, "cpu", generator(7), None)
        each, nobody = [said(who).with_words for who in asked], said(()).with_words
    grounded = {name: torch.cat([one.grounding[name] for one in each]) for name in each[0].grounding}
    somebody = Told(torch.cat([one.words for one in each]), grounding=grounded)
    teacher = torch.optim.Adam(model.unet.parameters(), 3e-3)
    for _ in range(300):
        loss = (predicted(model, somebody, noise, torch.tensor(999)) - wanted).square().mean()
        loss = loss + predicted(model, nobody, noise, torch.tensor(999)).square().mean() / 4
        if float(loss.detach()) < 0.02:
            break
        teacher.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        teacher.step()
    with torch.no_grad():
        there, gone, moved = (denoised(model, said(who), how, 7)[0].mean(0) for who in (asked[2], (), asked[1]))
    here, elsewhere = inside(boxes[2]), inside(boxes[1])
    assert (there - gone)[here].mean() > 0.5 and (there - moved)[here].mean() > 0.5 > -0.5 > (there - moved)[
        elsewhere
    ].mean()
    for change in ((there - gone).abs(), (there - moved).abs()):
        assert change[here].mean() > 2 * change[~here & ~elsewhere].mean()
