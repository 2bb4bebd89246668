"""YAML in and out: identity, YAML 1.2 words, faults at their place, and what is refused."""

import yaml
import pytest
from hypothesis import given, settings

from storyline.errors import ScriptError
from storyline.reading import read_yaml, write_yaml
from storyline.reading import plain as plain_module
from storyline.reading.plain import MAX_DEPTH, read_plain
from storyline.schema.base import document
from storyline.schema.script import Script
from storyline.schema.storyboard import Storyboard
from tests.boards import board, shot
from tests.documents import scripts, storyboards

FEW = settings(max_examples=120, deadline=None, derandomize=True)


@FEW
@given(scripts())
def test_a_written_script_reads_back_equal(script: Script) -> None:
    assert read_yaml(write_yaml(script)) == script


@FEW
@given(storyboards())
def test_a_written_storyboard_reads_back_equal(storyboard: Storyboard) -> None:
    assert read_yaml(write_yaml(storyboard)) == storyboard


@FEW
@given(scripts())
def test_a_yaml_1_1_reader_sees_the_same_values(script: Script) -> None:
    assert yaml.safe_load(write_yaml(script)) == document(script) | {"format": "script/1"}
