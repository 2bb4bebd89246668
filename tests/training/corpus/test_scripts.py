"""Storyboards by chance: always valid, always the same, of their world's words, told as planners tell panels."""

import hashlib
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyline.film.plan import plan_film
from storyline.schema.base import canonical
from storyline.schema.layout import Placement
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Shot, Storyboard
from storyline.schema.vocabulary import KINDS, action_of, extent_of
from storyline.training.corpus.scripts import VERSION, script, story
from storyline.training.corpus.world import ALL, CORE, HELD_OUT, TRAINING, World, unseen

SEEDS = st.integers(0, 2**41 - 1)


def shot_of(board: Storyboard) -> Shot:
    (scene,) = board.scenes
    (shot,) = scene.shots
    return shot


def placements(shot: Shot) -> list[Placement]:
    return [p for panel in shot.panels for p in panel.placements]


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.sampled_from([CORE, ALL]), st.sampled_from([(256, 144), (144, 256), (192, 192)]))
def test_every_seed_is_a_valid_storyboard_of_the_world(seed: int, world: World, size: tuple[int, int]) -> None:
    board = script(world, seed, FrameSize(size))
    assert Storyboard.model_validate(board.model_dump()) == board  # nothing was built around the checks
    assert {entity.kind for entity in board.cast} <= set(world.kinds)
    assert {c for e in board.cast for c in e.looks[0].colours} <= {*world.colours, *(k.colour for k in KINDS.values())}
    assert board.places[0].setting in world.settings
    assert all(action_of(p.action) is not None for p in placements(shot_of(board)))
    assert board == script(world, seed, FrameSize(size))


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_a_box_between_panels_is_where_the_camera_sees_the_way(seed: int) -> None:
    shot = shot_of(script(CORE, seed))
    for panel, after in zip(shot.panels, shot.panels[1:], strict=False):
        middle = (panel.at + after.at) // 2
        both = {p.entity for p in panel.placements} & {p.entity for p in after.placements}
        assert both <= {p.entity for p in shot.layout(middle)}


def test_scripts_are_the_same_for_ever() -> None:
    """What was drawn is not drawn again: if this fails on purpose, raise `scripts.VERSION`."""
    told = hashlib.sha256()
    for seed in range(12):
        told.update(canonical(script(CORE, seed)) + canonical(script(ALL, HELD_OUT[seed])))
    assert (VERSION, told.hexdigest()[:16]) == (3, "ea74827ffe5dde4b")


def test_boxes_are_cut_to_the_pose() -> None:
    ratio, found = 256 / 144, 0
    for seed in range(200):
        board = script(CORE, seed)
        cast = {entity.id: entity for entity in board.cast}
        for p in placements(shot_of(board))[:1]:
            wide, high = extent_of(cast[p.entity].kind, action_of(p.action) or "stand")
            inside = p.box.x0 > 0 and p.box.x1 < 1 and p.box.y0 > 0 and p.box.y1 < 1
            if inside and len(shot_of(board).panels) == 2 and not len(shot_of(board).camera) > 1:
                assert p.box.width * ratio / p.box.height == pytest.approx(wide / high, rel=0.03)
                found += 1
    assert found > 20


def test_shots_differ() -> None:
    boards = [script(CORE, seed) for seed in range(300)]
    shots = [shot_of(board) for board in boards]
    assert {len(board.cast) for board in boards} == {0, 1, 2, 3, 4}
    assert {e.kind for board in boards for e in board.cast} == set(CORE.kinds)
    assert {action_of(p.action) for shot in shots for p in placements(shot)} >= {"stand", *CORE.actions}
    assert {"left", "right", "front", "back"} == {p.facing for shot in shots for p in placements(shot)}
    moving = Counter(len(shot.camera) for shot in shots)
    assert min(moving[0], moving[1], moving[2]) > 20
    entering = [{p.entity for p in s.panels[-1].placements} - {p.entity for p in s.panels[0].placements} for s in shots]
    leaving = [{p.entity for p in s.panels[0].placements} - {p.entity for p in s.panels[-1].placements} for s in shots]
    assert sum(map(bool, entering)) > 15 and sum(map(bool, leaving)) > 15
    crossing = [board for board in boards if len({e.kind for e in board.cast}) < len(board.cast)]
    assert len(crossing) > 20  # several of one kind


def test_prompts_read_like_those_of_a_planner() -> None:
    panel = shot_of(plan_film("A red hare and a green tortoise run in the forest at night in the rain.")).panels[0]
    assert panel.prompt == "Wide shot: a red hare running, a green tortoise running in the forest at night in the rain."
    prompts = [shot_of(script(CORE, seed)).panels[0].prompt for seed in range(200)]
    alike = [p for p in prompts if p.split(":")[0] in ("Wide shot", "Full shot", "Medium shot", "Close-up")]
    assert 0.35 < len(alike) / len(prompts) < 0.75
    assert any(p.startswith("A realistic lively video of a scene with ") for p in prompts)
    assert any("rabbit" in p or "bunny" in p for p in prompts) and any("turtle" in p for p in prompts)


def test_a_prompt_names_all_that_its_panel_shows() -> None:
    for seed in range(60):
        board = script(CORE, seed)
        for panel in shot_of(board).panels:
            for p in panel.placements:
                described = board.entity(p.entity).looks[0].description.split(" ", 1)[1]
                assert described in panel.prompt
            assert (
                panel.placements or "nobody" in panel.prompt.lower() or panel.prompt.startswith(board.places[0].setting)
            )


def test_what_is_measured_on_is_never_learnt() -> None:
    assert TRAINING[-1] < HELD_OUT[0]


def combinations(seeds: range) -> list[tuple[str, str, str]]:
    boards = [script(CORE, seed) for seed in seeds]
    return [(e.kind, e.looks[0].colours[0], board.places[0].setting) for board in boards for e in board.cast]


def test_some_combinations_are_kept_for_measuring() -> None:
    assert not any(unseen(*found) for found in combinations(TRAINING[:600]))
    measured = [unseen(*found) for found in combinations(HELD_OUT[:300])]
    assert 0.04 < sum(measured) / len(measured) < 0.15
    usual = [(kind, KINDS[kind].colour, setting) for kind in CORE.kinds for setting in CORE.settings]
    assert not any(unseen(*found) for found in usual)


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.sampled_from([CORE, ALL]), st.integers(1, 4))
def test_a_story_meets_one_cast_again_in_other_places(seed: int, world: World, scenes: int) -> None:
    board = story(world, seed, scenes)
    assert Storyboard.model_validate(board.model_dump()) == board == story(world, seed, scenes)
    assert len(board.scenes) == len({scene.place for scene in board.scenes}) == len(board.places) == scenes
    assert len({shot.id for _, shot in board.shots()}) == len({scene.id for scene in board.scenes}) == scenes
    told = [(entity.kind, entity.looks[0].colours[0]) for entity in board.cast]
    assert len(set(told)) == len(told) >= 2
    if seed in TRAINING:
        assert not any(unseen(*look, place.setting) for look in told for place in board.places)


def test_who_is_in_a_story_does_other_things_in_its_shots() -> None:
    boards = [story(CORE, seed, 3) for seed in HELD_OUT[:20]]
    deeds = [{p.action for p in placements(shot)} for board in boards for _, shot in board.shots()]
    assert sum(a != b for a, b in pairwise(deeds)) > len(deeds) / 2
    everybody = [{p.entity for p in placements(shot)} for board in boards for _, shot in board.shots()]
    assert sum(len(here) >= 2 for here in everybody) > 0.9 * len(everybody)


def test_a_story_has_no_more_scenes_than_there_are_settings() -> None:
    with pytest.raises(ValueError, match=r"expected 1\.\.8 scenes"):
        story(CORE, 1, 9)
    with pytest.raises(ValueError, match="differ in kind or colour"):
        story(replace(CORE, actors=(0.5, 0.5)), 1, 2)


def test_a_world_is_made_of_words_that_can_be_drawn() -> None:
    with pytest.raises(ValueError, match="the kind 'samovar'"):
        replace(CORE, kinds=("samovar",))
