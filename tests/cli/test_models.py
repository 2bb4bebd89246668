"""`storyline models`: what it says is what the families say of themselves."""

import json

from generators.hub.registry import families
from tests.cli.shell import here


def test_every_family_is_listed() -> None:
    told = json.loads(here("models", "--json").stdout)["families"]
    assert set(told) == set(families())
    assert told["wan"]["can"]["last"] == "yes" and told["wan"]["counts"]["most"] == 81
    prose = here("models").stdout
    assert all(f"  {name} " in prose for name in families())
    assert "draw keyframes:\n" in prose and "draw the frames between them:\n" in prose


def test_one_family_is_told_in_full() -> None:
    said = here("models", "wan").stdout
    assert "(Apache-2.0)" in said and "both ends" in said and "5 to 81, in steps of 4" in said


def test_an_unknown_family_is_told() -> None:
    assert "FAMILY: expected" in here("models", "vhs", code=1).stderr
