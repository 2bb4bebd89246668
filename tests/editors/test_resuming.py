"""An interrupted fit goes on where it was, with the same bits."""

from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from editors import resuming
from editors.fit import FIELDS, fit_clip
from editors.fitting import Effort
from editors.resuming import State, Unfinished
from tests.editors.clips import with_ball

EFFORT = Effort(steps=24, plateau=False)


class Stopped(Exception):
    pass


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("at", [9, 35])
def test_a_fit_goes_on_with_the_same_bits(field: str, at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`at` steps of two layers of 24 are done when it stops; the last five of them are not kept."""
    frames, masks = with_ball(3)
    whole = fit_clip(frames, {"ball": masks}, field=field, effort=EFFORT, seed=3)
    looks = 0

    def due(self: Unfinished) -> bool:
        nonlocal looks
        looks += 1
        if looks == at + 1:
            raise Stopped
        return looks in (3, at - 4)

    monkeypatch.setattr(Unfinished, "due", property(due))
    with pytest.raises(Stopped):
        fit_clip(frames, {"ball": masks}, field=field, effort=EFFORT, seed=3, unfinished=tmp_path / "fit")
    assert [file.name for file in tmp_path.iterdir()] == ["fit"]
    looks = 1000
    again = fit_clip(frames, {"ball": masks}, field=field, effort=EFFORT, seed=3, unfinished=tmp_path / "fit")
    assert looks - 1000 == 50 - (at - 5) + (at > 25)  # a layer that was done is looked at once
    for one, other in zip(whole.layers, again.layers, strict=True):
        assert torch.equal(one.image, other.image) and torch.equal(one.maps, other.maps)
    assert whole.fitted["layers"] == again.fitted["layers"]


def test_a_short_fit_keeps_nothing_and_what_is_damaged_is_begun_anew(tmp_path: Path) -> None:
    frames, _ = with_ball(2)
    few = Effort(steps=3)
    one = fit_clip(frames, effort=few, unfinished=tmp_path / "fit")
    assert not list(tmp_path.iterdir())
    (tmp_path / "fit").write_bytes(b"nothing of the kind")
    other = fit_clip(frames, effort=few, unfinished=tmp_path / "fit")
    assert torch.equal(one.layers[0].image, other.layers[0].image)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(-5, 60), max_size=9), st.integers(0, 999), st.floats(0, 1e4))
def test_what_is_kept_is_found(found: list[float], step: int, spent: float) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "fit"
        kept = Unfinished(path, every=0)
        assert kept.due and kept.state("all") is None
        kept.keep("all", State(step, spent, tuple(found), {"dice": torch.arange(3)}))
        again = resuming.Unfinished(path).state("all")
        assert again is not None and (again.step, again.spent, again.found) == (step, spent, tuple(found))
        assert torch.equal(again.tensors["dice"], torch.arange(3))
