"""Who is drawn how: one function a kind; and how much ground a cycle of each gait covers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from generators.toon.canvas import Canvas
from generators.toon.figures import bird, crouch, gaits, monkey, quadruped, robot, sway, tortoise
from generators.toon.figures.beast import draw_beast
from generators.toon.figures.biped import stance
from generators.toon.figures.bird import PLUMAGES, draw_bird
from generators.toon.figures.breeds import BREEDS
from generators.toon.figures.crawler import draw_ant, draw_snail, draw_spider
from generators.toon.figures.fish import draw_fish
from generators.toon.figures.frog import draw_frog
from generators.toon.figures.insect import draw_bee, draw_butterfly, draw_ladybird
from generators.toon.figures.monkey import draw_monkey, draw_paws
from generators.toon.figures.octopus import draw_crab, draw_octopus
from generators.toon.figures.outfit import OUTFITS
from generators.toon.figures.owl import draw_owl
from generators.toon.figures.pen import Pen
from generators.toon.figures.person import BUILDS, bones, draw_palms, draw_person
from generators.toon.figures.prop import PROPS, draw_prop
from generators.toon.figures.puppet import draw_puppet
from generators.toon.figures.robot import draw_claws, draw_robot
from generators.toon.figures.sign import draw_sign
from generators.toon.figures.skeleton import Bones, Skeleton, skeleton
from generators.toon.figures.snake import draw_snake
from generators.toon.figures.spook import SPOOKS, draw_spook_grip
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.things import ROLLS, THINGS
from generators.toon.figures.tortoise import draw_tortoise
from generators.toon.figures.whale import draw_whale
from storyline.schema.vocabulary import KINDS, UNKNOWN_KIND

_LINE = 0.0042
"""How thick outlines are, in frame heights of the master view."""

FIGURES: Mapping[str, Callable[[Pen, Figure, Moment], None]] = MappingProxyType(
    {
        **dict.fromkeys(OUTFITS, draw_person),
        **SPOOKS,
        **dict.fromkeys(BREEDS, draw_beast),
        "robot": draw_robot,
        "tortoise": draw_tortoise,
        **dict.fromkeys(PLUMAGES, draw_bird),
        **dict.fromkeys(("owl", "penguin"), draw_owl),
        **dict.fromkeys(("whale", "dolphin", "shark"), draw_whale),
        "monkey": draw_monkey,
        "frog": draw_frog,
        "snake": draw_snake,
        "octopus": draw_octopus,
        "crab": draw_crab,
        "butterfly": draw_butterfly,
        "bee": draw_bee,
        "ladybird": draw_ladybird,
        "ant": draw_ant,
        "spider": draw_spider,
        "snail": draw_snail,
        "fish": draw_fish,
        **THINGS,
        "unknown": draw_sign,
    }
)
"""Draws a kind with its feet at the origin, facing right, one unit tall when it stands."""

BONES: Mapping[str, Bones] = MappingProxyType(
    {kind: bones(build) for kind, build in BUILDS.items()} | {"robot": robot.BONES, "monkey": monkey.BONES}
)
"""The kinds that walk on two legs and have hands."""
HANDED = frozenset({*BONES, *SPOOKS})
"""The kinds whose hands go to what they hold."""
_GRIPS: Mapping[str, Callable[[Pen, Figure, Skeleton, Moment], None]] = {"robot": draw_claws, "monkey": draw_paws}
"""How hands other than a person's close over a thing."""
_FOUR_LEGS = {kind: -b.middle[1] for kind, b in BREEDS.items()} | {"tortoise": tortoise.LEG}
STRIDES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        **dict.fromkeys(FIGURES, (0.6, 1.2)),
        **{kind: (gaits.WALK_STRIDE * b.leg, gaits.RUN_STRIDE * b.leg) for kind, b in BONES.items()},
        **{kind: (crouch.WALK_STRIDE * leg, crouch.RUN_STRIDE * leg) for kind, leg in _FOUR_LEGS.items()},
        **dict.fromkeys((*PLUMAGES, "owl", "penguin"), (bird.WALK_STRIDE, bird.RUN_STRIDE)),
        **dict.fromkeys(("bee", "ladybird", "ant", "spider", "crab"), (sway.SCURRY_STRIDE, sway.SCURRY_STRIDE)),
        **ROLLS,
    }
)
"""Heights of ground that a cycle of walking and of running covers."""


def draw_figure(canvas: Canvas, figure: Figure, moment: Moment) -> None:
    """Draw a figure at a moment, its feet at the canvas's origin, facing right, one unit tall when it stands."""
    if figure.puppet is not None:
        draw_puppet(canvas, figure.puppet, moment)
        return
    pen = Pen(canvas, _LINE / KINDS.get(figure.kind, UNKNOWN_KIND).height)
    FIGURES[figure.kind](pen, figure, moment)
    if moment.action in PROPS and figure.kind in BONES and not moment.holds and moment.share > 0.5:
        joints = skeleton(BONES[figure.kind], moment)
        draw_prop(pen, joints, moment)
        if moment.view != "back":
            hands = replace(moment, reach=(joints.hand(0) if moment.action != "eat" else None, joints.hand(1)))
            _GRIPS.get(figure.kind, draw_palms)(pen, figure, joints, hands)


def draw_grip(canvas: Canvas, figure: Figure, moment: Moment) -> None:
    """Draw the hands of a figure that hold something, alone: they close over it."""
    if figure.kind not in HANDED or figure.puppet is not None or not any(moment.reach):
        return
    pen = Pen(canvas, _LINE / KINDS[figure.kind].height)
    if figure.kind in SPOOKS:
        draw_spook_grip(pen, figure, moment)
    else:
        _GRIPS.get(figure.kind, draw_palms)(pen, figure, skeleton(BONES[figure.kind], moment), moment)


def bob(kind: str, moment: Moment) -> float:
    """How much lower than at rest a body on legs carries its load, in heights of the figure."""
    if moment.action not in ("stand", "walk", "run", "hold"):
        return 0.0
    if kind in BREEDS:
        return quadruped.crouch(moment, upright=BREEDS[kind].haunch > 0).drop * _FOUR_LEGS[kind]
    if kind in BONES:
        return (0.965 - stance(moment).rise) * BONES[kind].leg
    return 0.0
