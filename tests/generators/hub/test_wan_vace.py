"""Wan VACE with keyframes anywhere: each reaches the network where it belongs, and so do pictures of the cast."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from generators.hub.families.wan_vace import WAN_VACE
from generators.hub.generator import HubGenerator
from storyline.diffusion.sources import Source
from storyline.errors import RenderError, SetupError
from storyline.film.graph import film_graph
from tests.boards import HARE, board, shot
from tests.generators.hub.test_wan import encoded
from tests.generators.hub.tiny import wan as tiny
from tests.generators.hub.watched import SEED, SIZE, clip, how, picture, pixels, watched

pytestmark = pytest.mark.slow

ABOUT = WAN_VACE.about
FRAMES, LATENTS = 17, 5
INNER = 9
KEYFRAMES = (0, INNER, FRAMES - 1)


@pytest.fixture(scope="module")
def model() -> Any:
    found = tiny.vace()
    found.set_progress_bar_config(disable=True)
    return found


def drawn(model: Any, **others: Any) -> dict[str, Any]:
    """What the network is given."""
    with watched(model.transformer) as seen:
        WAN_VACE.draw(model, clip(FRAMES, KEYFRAMES, **others), how(ABOUT))
    return seen[0]


def test_keyframes_are_kept_where_they_belong_and_all_else_is_drawn(model: Any) -> None:
    kept, free, mask = drawn(model)["control_hidden_states"].split([16, 16, 64], 1)
    assert kept.shape[2] == LATENTS
    known = pixels(*(picture(n) if n in KEYFRAMES else None for n in range(FRAMES)))
    assert (kept - encoded(model.vae, known)).abs().max() < 1e-5
    grey = np.full((SIZE.height, SIZE.width, 3), 128, np.uint8)
    unknown = pixels(*(None if n in KEYFRAMES else grey for n in range(FRAMES)))
    assert (free - encoded(model.vae, unknown)).abs().max() < 1e-5
    assert set(mask.unique().tolist()) <= {0.0, 1.0}


@pytest.mark.parametrize("frame", KEYFRAMES)
def test_a_keyframe_changes_no_latent_before_its_own(model: Any, frame: int) -> None:
    usual = drawn(model)["control_hidden_states"]
    keyframes = {n: picture(99 if n == frame else n) for n in KEYFRAMES}
    other = drawn(model, keyframes=keyframes)["control_hidden_states"]
    changed = [bool((usual - other)[:, :, n].abs().max() > 1e-3) for n in range(LATENTS)]
    own = -(-frame // 4)
    assert not any(changed[:own]) and changed[own]


def test_the_mask_is_thinned_as_the_models_have_learnt_it(model: Any) -> None:
    every = drawn(model, keyframes={n: picture(n) for n in range(8)})["control_hidden_states"][:, 32:]
    assert [mask.unique().tolist() for mask in every.unbind(2)] == [[0.0], [0.0], [1.0], [1.0], [1.0]]


def test_noise_is_of_the_seed_alone(model: Any) -> None:
    before = torch.get_rng_state()
    noise = drawn(model)["hidden_states"]
    assert torch.equal(noise, torch.randn(noise.shape, generator=torch.Generator().manual_seed(SEED)))
    assert torch.equal(torch.get_rng_state(), before)


def test_pictures_of_the_cast_come_before_the_clip_as_many_as_asked_for(model: Any) -> None:
    cast = tuple(picture(n) for n in (50, 51, 52, 53))
    with watched(model.transformer) as seen:
        frames = WAN_VACE.draw(model, clip(FRAMES, KEYFRAMES, references=cast), how(ABOUT))
        WAN_VACE.draw(model, clip(FRAMES, KEYFRAMES, references=cast), how(ABOUT, references=0))
    three, none = seen[0]["control_hidden_states"], seen[-1]["control_hidden_states"]
    assert (three.shape[2], none.shape[2]) == (3 + LATENTS, LATENTS)
    assert torch.equal(three[:, :, 3:, :], none)
    shown = torch.cat([encoded(model.vae, pixels(p)) for p in cast[:3]], 2)
    # whichever comes last is nearest to the pipeline's first frame
    assert (three[:, :16, :3] - shown.flip(2)).abs().max() < 1e-5
    assert len(frames) == FRAMES


def test_how_much_the_conditions_weigh_is_told(model: Any) -> None:
    with watched(model.transformer) as seen:
        WAN_VACE.draw(model, clip(FRAMES, KEYFRAMES), how(ABOUT, conditioning_scale=0.5))
    assert seen[0]["control_hidden_states_scale"].tolist() == [0.5, 0.5]
    with pytest.raises(RenderError, match="'conditioning_scale': expected a number from 0 to 10; got 11"):
        WAN_VACE.draw(model, clip(FRAMES, KEYFRAMES), how(ABOUT, conditioning_scale=11))
    with pytest.raises(RenderError, match="a single network"):
        WAN_VACE.draw(model, clip(FRAMES, KEYFRAMES), how(ABOUT, guidance_2=3))


def test_a_model_with_another_network_is_refused(tmp_path: Path) -> None:
    tiny.vace(transformer=tiny.network(in_channels=16)).save_pretrained(tmp_path)
    with pytest.raises(SetupError, match="transformer is a WanVACETransformer3DModel; got WanTransformer3DModel"):
        WAN_VACE.load(Source.parse(str(tmp_path)), "cpu", "float32")


def test_half_of_a_model_of_two_networks_is_refused(tmp_path: Path) -> None:
    tiny.vace(boundary_ratio=0.9).save_pretrained(tmp_path)
    with pytest.raises(SetupError, match="transformer_2 is a WanVACETransformer3DModel; got none"):
        WAN_VACE.load(Source.parse(str(tmp_path)), "cpu", "float32")


def test_a_task_knows_a_picture_of_everybody_in_its_shot(tmp_path: Path) -> None:
    tiny.MODELS["wan-vace"](tmp_path / "vace")
    tiny.MODELS["wan"](tmp_path / "wan")
    face = {"path": "hare.png", "digest": "0" * 64}
    looks = [{"colours": ["brown"], "references": [face, {"path": "side.png", "digest": "1" * 64}]}]
    cast = [{**HARE, "looks": looks}, {"id": "fox", "kind": "fox", "name": "Fox", "looks": looks}]
    film = board(shot("a", 7), size=(32, 32), rate=8, cast=cast)
    references = {}
    for name in ("vace", "wan"):
        family = "wan-vace" if name == "vace" else name
        made = HubGenerator(f"hub:sd15={tmp_path / 'wan'}+{family}={tmp_path / name}", steps=1, device="cpu")
        part = film_graph(film, made).nodes["frames/a/0"]["task"].part
        references[name] = [ref["path"] for ref in json.loads(part.json).get("references", [])]
    assert references == {"vace": ["hare.png"], "wan": []}
