"""Panels that see each other: as many at once as there is room for, and otherwise the pipelines' own pictures."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
import torch

from generators.hub.among_panels import AmongPanels, Sight, among_panels
from generators.hub.families.story import SD15_STORY, SDXL_STORY
from generators.hub.family import How, PanelAsked
from generators.hub.loading import generator
from storyline.diffusion.sources import Source
from storyline.errors import RenderError
from tests.generators.hub import watched
from tests.generators.hub.tiny import models

pytestmark = pytest.mark.slow

PANELS = [
    PanelAsked(prompt, "ugly", (), seed)
    for seed, prompt in enumerate(("a red fox", "a hare in snow", "the sea", "an old house", "two trees"))
]
STEPS = 3


@pytest.fixture(scope="module", params=[SD15_STORY, SDXL_STORY], ids=lambda family: family.about.name)
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Any]]:
    """A family, and its tiny model."""
    folder: Path = tmp_path_factory.mktemp("models") / request.param.about.name
    models()[folder.name](folder)
    model = request.param.load(Source.parse(str(folder)), "cpu", "float32")
    model.set_progress_bar_config(disable=True)
    with torch.no_grad():
        yield request.param, model


def drawn(
    loaded: tuple[Any, Any], panels: Sequence[PanelAsked] = PANELS, guidance: float = 5.0, **others: Any
) -> np.ndarray:
    family, model = loaded
    how = watched.how(family.about, STEPS, guidance, **{"blind_until": 0.0, **others})
    return np.stack(list(family.draw(model, panels, how)))


def alone(loaded: tuple[Any, Any], panel: PanelAsked, guidance: float = 5.0) -> np.ndarray:
    """By the pipeline itself."""
    output = loaded[1](
        panel.prompt, negative_prompt=panel.negative, width=32, height=32, num_inference_steps=STEPS,
        guidance_scale=guidance, generator=generator(panel.seed), output_type="np",
    )  # fmt: skip
    return np.asarray(output.images[0])


@pytest.mark.parametrize(
    "scheduler", ["DDIMScheduler", "EulerAncestralDiscreteScheduler", "DPMSolverMultistepScheduler"]
)
@pytest.mark.parametrize("inert", [{"shown": 0.0}, {"blind_until": 1.0}])
def test_panels_that_do_not_see_each_other_are_the_pipelines_own(
    loaded: tuple[Any, Any], scheduler: str, inert: dict[str, float]
) -> None:
    model = loaded[1]
    before = model.scheduler
    model.scheduler = getattr(diffusers, scheduler).from_config(before.config)
    wanted = np.stack([alone(loaded, panel) for panel in PANELS[:3]])
    assert np.abs(drawn(loaded, PANELS[:3], at_once=2, **inert) - wanted).max() < 1e-5
    model.scheduler = before


def test_a_panel_alone_and_without_guidance_is_the_pipelines_own_too(loaded: tuple[Any, Any]) -> None:
    assert np.abs(drawn(loaded, PANELS[:1]) - alone(loaded, PANELS[0])[None]).max() < 1e-5
    wanted = np.stack([alone(loaded, panel, 1.0) for panel in PANELS[:2]])
    assert np.abs(drawn(loaded, PANELS[:2], guidance=1.0, shown=0.0) - wanted).max() < 1e-5


def test_whoever_sees_all_of_what_is_the_same_sees_nothing_new(loaded: tuple[Any, Any]) -> None:
    same = [PANELS[0]] * 5
    wanted = alone(loaded, PANELS[0])
    assert np.abs(drawn(loaded, same, shown=1.0, at_once=2) - wanted).max() < 1e-5
    assert np.abs(drawn(loaded, same, shown=0.5, at_once=2) - wanted).max() > 1e-5


def test_who_sees_whom(loaded: tuple[Any, Any]) -> None:
    usual = drawn(loaded, at_once=2)
    for changed in range(5):
        panels = [replace(panel, prompt="snow") if n == changed else panel for n, panel in enumerate(PANELS)]
        found = np.abs(drawn(loaded, panels, at_once=2) - usual).max((1, 2, 3)) > 1e-6
        assert found.tolist() == [changed < 2 or n == changed for n in range(5)]


def test_panels_that_see_each_other_are_more_alike(loaded: tuple[Any, Any]) -> None:
    same_noise = [replace(panel, seed=7) for panel in PANELS]

    def apart(**how: Any) -> float:
        found = drawn(loaded, same_noise, at_once=5, **how)
        return float(np.mean([np.abs(a - b).mean() for a, b in pairwise(found)]))

    assert apart(shown=1.0) < apart(shown=0.5) < apart(shown=0.0)


def test_as_many_are_at_work_at_once_as_there_is_room_for(loaded: tuple[Any, Any]) -> None:
    with watched.watched(loaded[1].unet) as calls:
        drawn(loaded, at_once=2)
    assert [len(call["0"]) for call in calls] == [4, 4, 2] * STEPS


def test_a_panel_sees_all_of_itself_and_what_is_shown_of_others() -> None:
    sight, seen = Sight(0.25, 7), list[torch.Tensor]()

    def usual(attn: None, x: torch.Tensor, encoder_hidden_states: torch.Tensor) -> torch.Tensor:
        seen.append(encoder_hidden_states)
        return x

    processor = AmongPanels(usual, sight)
    sight.blind, sight.seen, sight.panels = False, True, 3
    x = torch.arange(2 * 4 * 8.0).reshape(8, 8, 1)  # two halves of four panels of eight tokens
    first, last = x.reshape(2, 4, 8)[:, :3].reshape(6, 8, 1), x.reshape(2, 4, 8)[:, 3:].reshape(2, 8, 1)
    processor(None, first)
    sight.seen, sight.panels = False, 1
    processor(None, last)
    assert seen[0].shape == (6, 8 + 2 * 2, 1) and seen[1].shape == (2, 8 + 3 * 2, 1)
    for half in range(2):
        shown = [x[4 * half + n, sight.shown(8, n), 0].tolist() for n in range(3)]
        for n in range(3):
            others = [token for m in range(3) if m != n for token in shown[m]]
            assert seen[0][3 * half + n, :, 0].tolist() == [*x[4 * half + n, :, 0].tolist(), *others]
        assert seen[1][half, :, 0].tolist() == [
            *x[4 * half + 3, :, 0].tolist(),
            *(token for one in shown for token in one),
        ]


@pytest.mark.parametrize("fraction", [0.25, 1.0])
def test_a_share_of_the_tokens_is_shown_that_a_seed_decides(fraction: float) -> None:
    sight = Sight(fraction, 7)
    one = sight.shown(64, 0)
    assert len(one) == len(set(one.tolist())) == 64 * fraction and one.tolist() == sorted(one.tolist())
    assert torch.equal(one, Sight(fraction, 7).shown(64, 0))
    other, panel = Sight(fraction, 8).shown(64, 0), sight.shown(64, 1)
    sight.step = 1
    for different in (other, panel, sight.shown(64, 0)):
        assert torch.equal(one, different) == (fraction == 1)


def test_only_self_attention_of_the_second_half_looks_at_others_and_only_meanwhile(loaded: tuple[Any, Any]) -> None:
    network = loaded[1].unet
    before = dict(network.attn_processors)
    with among_panels(network, 0.5, 7):
        changed = {name for name, one in network.attn_processors.items() if one is not before[name]}
    assert changed == {name for name in before if name.startswith("up_blocks") and name.endswith("attn1.processor")}

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    family, model = loaded
    with pytest.raises(KeyboardInterrupt):
        list(family.draw(model, PANELS, How(watched.SIZE, STEPS, 5.0, family.about.parameters, stop)))
    assert all(network.attn_processors[name] is one for name, one in before.items())


@pytest.mark.parametrize("wrong", [{"shown": 1.5}, {"at_once": 0}, {"at_once": 1.5}, {"blind_until": -0.1}])
def test_parameters_out_of_range_are_told(loaded: tuple[Any, Any], wrong: dict[str, Any]) -> None:
    with pytest.raises(RenderError, match=f"parameter {next(iter(wrong))!r}: expected"):
        drawn(loaded, **wrong)
