"""Every encoding of a layer holds to one protocol; the networks of the atlas learn."""

from types import MappingProxyType

import pytest
import torch

from editors.atlas import Atlas, Defaults, as_layers, fit_atlas
from editors.field import Field
from editors.fit import FIELDS
from editors.fitting import Effort, Observed, fit_field, psnr_of
from editors.flow import flows_of
from editors.layering import Make, start_of
from tests.editors.clips import COLUMNS, ROWS, as_tensor, panned, psnr, with_ball


def _seen() -> Observed:
    frames = panned(4)
    pictures = torch.stack([as_tensor(frame) for frame in frames])
    return Observed(pictures, torch.ones(4, ROWS, COLUMNS), flows_of(frames, (ROWS, COLUMNS)))


@pytest.mark.parametrize("make", FIELDS.values(), ids=FIELDS)
def test_a_field_learns_and_its_frame_of_reference_stays_where_it_is(make: Make) -> None:
    seen = _seen()
    start = start_of(seen)
    field = make(start.maps, start.reference, start.image, start.canvas)
    assert isinstance(field, Field)
    every = torch.arange(4)
    before = psnr_of(field, seen)
    fitted = fit_field(field, seen, Effort(steps=80))
    assert fitted.steps == 80 and fitted.psnr > before + 0.5 and fitted.psnr > 18
    with torch.no_grad():
        maps = field.maps(every, 1.0)
        assert torch.equal(maps[start.reference], start.maps[start.reference])
        assert field.colours(every, maps, 1.0).shape == (4, 3, ROWS, COLUMNS)
    assert field.image((20, 30)).shape == (3, 20, 30)
    assert len(field.light()) == 4
    assert sum(len(group["params"]) for group in field.groups()) > 2  # type: ignore[arg-type]


def test_atlases_learn_colours_and_masks() -> None:
    frames, masks = with_ball(4)
    pictures = torch.stack([as_tensor(frame) for frame in frames])
    seen = Observed(pictures, torch.ones(4, ROWS, COLUMNS), flows_of(frames, (ROWS, COLUMNS)))
    settings = Defaults(samples=400, rate=2e-3, begun=5)
    model, steps = fit_atlas(seen, masks, Effort(steps=60), settings, width=24)
    assert steps == 60
    clip = as_layers(model, seen, (40, 40))
    assert [layer.name for layer in clip.layers] == ["background", "foreground"]
    made = sum(psnr(clip.render(n), picture) for n, picture in enumerate(pictures)) / 4
    untaught, _ = fit_atlas(seen, masks, Effort(steps=0), settings, width=24)
    begun = as_layers(untaught, seen, (40, 40))
    assert made > 1 + sum(psnr(begun.render(n), picture) for n, picture in enumerate(pictures)) / 4
    matte = clip.layers[1].matte
    assert float(matte[masks > 0.9].mean()) > float(matte[masks < 0.1].mean()) + 0.2


def test_atlases_are_as_large_as_the_papers() -> None:
    model = Atlas()
    sizes = {name: sum(p.numel() for p in part.parameters()) for name, part in model.named_children()}
    assert sizes == {"foreground": 264_706, "background": 133_122, "opacity": 402_945, "atlas": 416_379}
    assert MappingProxyType(vars(Defaults())) == vars(Defaults())
