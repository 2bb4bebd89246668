"""A family of another package: found, listed, and held to the same suite as ours, unchanged."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FAMILY = """
from dataclasses import replace

from generators.hub.families.stable_diffusion import SD15, StableDiffusion
from tests.generators.hub.tiny.stable_diffusion import MODELS

MINE = StableDiffusion(replace(SD15.about, name="mine", title="Mine", checkpoint="me/mine", licence="MIT"))
TINY = MODELS["sd15"]
"""
POINTS = """
[storyline.families]
mine = my_family:MINE

[storyline.families.tiny]
mine = my_family:TINY
"""


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """The environment of a process in which the package is installed."""
    (tmp_path / "my_family.py").write_text(FAMILY)
    about = tmp_path / "my_family-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: my-family\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(POINTS)
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}


def run(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=500
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_it_is_listed_with_ours(installed: dict[str, str]) -> None:
    told = json.loads(run(installed, "storyline", "models", "--json"))["families"]
    assert told["mine"]["checkpoint"] == "me/mine" and "wan" in told


@pytest.mark.slow
def test_it_passes_the_suite(installed: dict[str, str]) -> None:
    arguments = ("-q", "-n", "0", "-p", "no:cacheprovider", "-m", "slow or not slow", "-k", "mine or every_family")
    said = run(installed, "pytest", *arguments, "tests/contracts/test_families.py")
    assert " passed" in said and "failed" not in said and int(said.rsplit(" passed", 1)[0].split()[-1]) >= 9
