"""A seed becomes a storyboard: somebody does something somewhere, and the camera sees it.

Of one shot, or of several scenes in which the same cast is met again.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random

from storyline.schema.base import EntityId, PlaceId, SceneId, ShotId
from storyline.schema.camera import Camera, CameraKeyframe, ShotSize, camera_at
from storyline.schema.entity import Entity, Look, Place
from storyline.schema.layout import Box, Placement
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Panel, Scene, Shot, Storyboard
from storyline.schema.vocabulary import (
    GROUND_LINE,
    KINDS,
    SETTINGS,
    UNKNOWN_KIND,
    TimeOfDay,
    Weather,
    basic_colour,
    rgb,
)
from storyline.training.corpus.captions import description, manner, panel_prompt
from storyline.training.corpus.ways import Corners, Way, chosen_way
from storyline.training.corpus.world import ALIVE, TRAINING, World, unseen

VERSION = 3
"""Of the scripts that seeds become: raise it whenever one comes out different (a test tells you)."""
RATE = Fraction(24)
SIZE = FrameSize((256, 144))

_FILL = {"FS": 0.6, "MWS": 0.78, "MS": 0.98, "MCU": 1.3, "CU": 1.75}
"""Height of the figure in the frame at a shot size; above 1 it is cut below. As planners frame it."""
_MOST_ZOOM = {"FS": 1.7, "MWS": 2.0, "MS": 2.4, "MCU": 3.3, "CU": 4.4}
_HEADROOM, _LOWEST = 0.14, 0.83
_SCALES = {"little": 0.75, "big": 1.2, "young": 0.88}
_FULL = 0.86
"""How much of the width of a frame all may fill, side by side."""
_SECONDS = (1.5, 6.0)
_MOST_FRAMES = round(_SECONDS[1] * RATE)
_LIGHTS = ("golden", "dim", "moonlight", "firelight", "cold")
_APPEARANCES = ("quiet", "wide", "autumn", "snowy", "blooming", "dry")
_OFTEN = 0.5
_TRIES = 1000


def script(world: World, seed: int, size: FrameSize = SIZE) -> Storyboard:
    """A storyboard of one scene with one shot, made by chance: the same seed, world and size give the same.

    `size` is that of the film. What is drawn, worn, said and done is of the world's words. What is learnt from holds
    no combination that is `unseen`.
    """
    chance = Random(f"script/{seed}")
    duration = _duration(chance)
    place, scene = _where(chance, world)
    cast = _cast(chance, world, (place.setting,) if seed in TRAINING else ())
    ways = _ways(chance, world, place.setting, cast, size.width / size.height, duration - 1)
    seen = _camera(chance, ways, duration - 1)
    style = "Watercolour." if chance.random() < 0.02 else ""
    shot = _shot(chance, ShotId("shot"), duration, ways, seen, cast, place, scene, style)
    scene = scene.model_copy(update={"shots": (shot,)})
    return _storyboard(size, chance.randrange(1 << 31), style, (place,), cast, (scene,))


def story(world: World, seed: int, scenes: int, size: FrameSize = SIZE) -> Storyboard:
    """A storyboard of several scenes, each one shot in a place of its own, with one cast: as `script` makes them.

    There are at least two in the cast, and no two are of the same kind and basic colour, so that anybody can be told
    from the others by what is said of them.

    Raises:
        ValueError: `scenes` is below 1 or above the world's settings, or the world has no such cast.
    """
    if not 1 <= scenes <= len(world.settings):
        raise ValueError(f"a story: expected 1..{len(world.settings)} scenes, each in its own setting; got {scenes}")
    chance = Random(f"story/{scenes}/{seed}")
    where: dict[PlaceId, tuple[Place, Scene]] = {}
    while len(where) < scenes:
        place, scene = _where(chance, world)
        where.setdefault(place.id, (place, scene))
    cast = _distinct_cast(chance, world, [place.setting for place, _ in where.values()] if seed in TRAINING else ())
    made = []
    for n, (place, scene) in enumerate(where.values(), 1):
        duration = _duration(chance)
        ways = _ways(chance, world, place.setting, cast, size.width / size.height, duration - 1)
        seen = _camera(chance, ways, duration - 1)
        shot = _shot(chance, ShotId(f"shot-{n}"), duration, ways, seen, cast, place, scene, "")
        made.append(scene.model_copy(update={"id": SceneId(f"scene-{n}"), "shots": (shot,)}))
    places = tuple(place for place, _ in where.values())
    return _storyboard(size, chance.randrange(1 << 31), "", places, cast, tuple(made))


def _storyboard(
    size: FrameSize, seed: int, style: str, places: tuple[Place, ...], cast: tuple[Entity, ...],
    scenes: tuple[Scene, ...],
) -> Storyboard:  # fmt: skip
    return Storyboard(
        title="Corpus", language="en", aspect=f"{size.width}:{size.height}", size=size, rate=RATE,
        seed=seed, style=style, places=places, cast=cast, scenes=scenes,
    )  # fmt: skip


def _duration(chance: Random) -> int:
    return round(chance.uniform(*_SECONDS) * RATE)


def _shot(
    chance: Random, id: ShotId, duration: int, ways: Sequence[Way], seen: tuple[ShotSize, tuple[CameraKeyframe, ...]],
    cast: Sequence[Entity], place: Place, scene: Scene, style: str,
) -> Shot:  # fmt: skip
    """Everybody's way as a camera sees it, told in one manner."""
    size, camera = seen
    told = manner(chance, place, scene.time_of_day, scene.weather, camera, style)
    by_id = {entity.id: entity for entity in cast}
    panels = tuple(
        Panel(
            at=at,
            prompt=panel_prompt(told, size, layout, by_id, place, scene.time_of_day, scene.weather),
            placements=layout,
        )
        for at, layout in _panels(ways, camera, duration - 1)
    )
    return Shot(id=id, action="", size=size, camera=camera, duration=duration, panels=panels)


def _where(chance: Random, world: World) -> tuple[Place, Scene]:
    """A place, and a scene there without its shot."""
    setting = chance.choice(world.settings)
    usual_time, usual_weather = world.times[0], world.weathers[0]
    time: TimeOfDay = usual_time if chance.random() < 0.25 else chance.choice(world.times)
    weather: Weather = usual_weather if chance.random() < 0.5 else chance.choice(world.weathers)
    if SETTINGS[setting].ground in ("floor", "seabed"):
        weather = usual_weather
    appearance = f"the {setting}" if chance.random() < 0.7 else ""
    if chance.random() < 0.08:
        appearance = f"a {chance.choice(_APPEARANCES)} {setting}"
    light = chance.choice(_LIGHTS) if chance.random() < 0.06 else ""
    place = Place(id=PlaceId(setting.replace(" ", "-")), name=setting, setting=setting, appearance=appearance)
    heading = f"{setting.capitalize()}, {time}"
    return place, Scene.model_construct(
        id=SceneId("scene"), heading=heading, place=place.id, time_of_day=time, weather=weather, light=light, shots=()
    )


def _distinct_cast(chance: Random, world: World, learnt_in: Collection[str]) -> tuple[Entity, ...]:
    """Two or more, no two of them of the same kind and basic colour. Raises ValueError if none such is found."""
    for _ in range(_TRIES):
        cast = _cast(chance, world, learnt_in)
        if len({(entity.kind, basic_colour(rgb(entity.looks[0].colours[0]))) for entity in cast}) == len(cast) >= 2:
            return cast
    raise ValueError("a story: expected a world in which two differ in kind or colour; got none such from it")


def _cast(chance: Random, world: World, learnt_in: Collection[str]) -> tuple[Entity, ...]:
    """Who is there: sometimes all of one kind, else each of any; no two are told by the same words for long.

    In the settings `learnt_in` nobody has a colour that is not to be seen there.
    """
    count = chance.choices(range(len(world.actors)), world.actors)[0]
    same = chance.choice([k for k in world.kinds if k in ALIVE or k in ("car", "ball")] or world.kinds)
    kinds = [same] * count if chance.random() < 0.15 else [_kind(chance, world) for _ in range(count)]
    alike = chance.random() < 0.3
    """Those of one kind are of one colour: three cars."""
    found: list[Entity] = []
    for n, kind in enumerate(kinds):
        colours = [c for c in world.colours if not any(unseen(kind, c, setting) for setting in learnt_in)]
        colour = chance.choice(colours) if chance.random() < 0.8 and colours else None
        if alike and kind in kinds[:n]:
            colour = next((e.looks[0].colours[0] for e in found if e.kind == kind), None)
        fitting = [a for a in world.attributes if kind in ALIVE or a in ("little", "big")]
        attributes = (chance.choice(fitting),) if fitting and chance.random() < 0.2 else ()
        worn: tuple[str, ...] = (colour or KINDS[kind].colour,)
        if kind in ALIVE and colour is not None and chance.random() < 0.1:
            worn = (*worn, chance.choice([c for c in world.colours if c not in worn]))
        look = Look(description=description(chance, kind, colour, attributes), colours=worn, attributes=attributes)
        taken = {e.id for e in found}
        free = [f"{kind.replace(' ', '-')}-{i}" for i in range(1, world.individuals + len(kinds))]
        id = chance.choice([i for i in free if i not in taken][: world.individuals])
        found.append(Entity(id=EntityId(id), kind=kind, name=kind, looks=(look,)))
    return tuple(found)


def _kind(chance: Random, world: World) -> str:
    return chance.choice(world.often if world.often and chance.random() < _OFTEN else world.kinds)


def _ways(
    chance: Random, world: World, setting: str, cast: Sequence[Entity], ratio: float, last: int
) -> tuple[Way, ...]:
    """Everybody's way through the shot, smaller where they are many or the picture is narrow."""
    heights = []
    for entity in cast:
        kind = KINDS.get(entity.kind, UNKNOWN_KIND)
        scale = _SCALES.get(entity.looks[0].attributes[0], 1.0) if entity.looks[0].attributes else 1.0
        heights.append(min(0.75, kind.height * scale))
    widths = [h * KINDS[e.kind].aspect / ratio for h, e in zip(heights, cast, strict=True)]
    crowd = max(0.3, min(1.0, _FULL / max(0.01, sum(widths)), 0.62 / max((*widths, 0.01))))
    if chance.random() < 0.25:
        crowd *= chance.uniform(0.75, 1.15)
    slots = list(range(len(cast)))
    chance.shuffle(slots)
    spread = chance.random() < 0.75
    ways = []
    for entity, height, slot in zip(cast, heights, slots, strict=True):
        x = (slot + chance.uniform(0.25, 0.75)) / len(cast) if spread else chance.uniform(0.08, 0.92)
        ways.append(chosen_way(chance, world, setting, entity.id, entity.kind, x, height * crowd, ratio, last))
    return tuple(ways)


def _camera(chance: Random, ways: Sequence[Way], last: int) -> tuple[ShotSize, tuple[CameraKeyframe, ...]]:
    """Of what size the shot is, and where the camera looks: mostly it rests, on all or on one of them."""
    move = chance.choices(("still", "pan", "zoom", "follow"), (0.58, 0.14, 0.16, 0.12))[0]
    if move == "pan":
        aside = chance.choice((-1, 1)) * chance.uniform(0.06, 0.17)
        zoom = chance.uniform(1.4, 1.6)
        tilt = chance.uniform(0.0, 0.5 - 0.5 / zoom)
        return "WS", _keys(Camera(pan=-aside, tilt=tilt, zoom=zoom), Camera(pan=aside, tilt=tilt, zoom=zoom), last)
    seen = [way for way in ways if way.present[0] == 0]
    sizes: tuple[ShotSize, ...] = ("WS", "FS", "MWS", "MS", "MCU", "CU")
    size = chance.choices(sizes, (0.58, 0.16, 0.08, 0.10, 0.05, 0.03))[0] if seen else "WS"
    if not seen or (size == "WS" and move != "follow"):
        near = Camera(zoom=round(chance.uniform(1.08, 1.5), 3), tilt=round(chance.uniform(0.0, 0.1), 3))
        near = _inside(near) if move == "zoom" or chance.random() < 0.15 else Camera()
        ends = (near, Camera()) if chance.random() < 0.5 else (Camera(), near)
        return "WS", _keys(*(ends if move == "zoom" else (near, near)), last)
    way = chance.choice(seen)
    if move == "follow":
        size = "FS" if size == "WS" else size
        first, then = _framed(size, way, 0), _framed(size, way, last)
        zoom = min(first.zoom, then.zoom)
        level = (first.tilt + then.tilt) / 2
        ends = tuple(_inside(c.model_copy(update={"zoom": zoom, "tilt": level})) for c in (first, then))  # type: ignore[assignment]
        return size, _keys(*ends, last)
    close = _framed(size, way, 0 if move == "still" else last)
    if move == "still":
        return size, _keys(close, close, last)
    return size, _keys(*((Camera(), close) if chance.random() < 0.5 else (close, Camera())), last)


def _framed(size: ShotSize, way: Way, at: int) -> Camera:
    """The camera that shows somebody at a shot size, inside the master view."""
    x0, y0, x1, y1 = way.corners(at)
    height, width = y1 - y0, x1 - x0
    zoom = max(1.0, min(_FILL[size] / height, 0.9 / width, _MOST_ZOOM[size]))
    high = height * zoom > _LOWEST - _HEADROOM
    tilt = (
        y0 - 0.5 - (_HEADROOM - 0.5) / zoom if high else (y0 + y1) / 2 - 0.5 - ((_HEADROOM + _LOWEST) / 2 - 0.5) / zoom
    )
    return _inside(Camera(pan=(x0 + x1) / 2 - 0.5, tilt=tilt, zoom=round(zoom, 4)))


def _inside(camera: Camera) -> Camera:
    """The camera moved so that it sees nothing beyond the master view."""
    slack = 0.5 - 0.5 / camera.zoom
    bound: Callable[[float], float] = lambda v: round(max(-slack, min(slack, v)), 4)
    return camera.model_copy(update={"pan": bound(camera.pan), "tilt": bound(camera.tilt)})


def _keys(first: Camera, then: Camera, last: int) -> tuple[CameraKeyframe, ...]:
    if first == then:
        return () if first == Camera() else (CameraKeyframe(at=0, **first.model_dump()),)
    return CameraKeyframe(at=0, **first.model_dump()), CameraKeyframe(at=last, **then.model_dump())


def _panels(
    ways: Sequence[Way], camera: Sequence[CameraKeyframe], last: int
) -> Iterator[tuple[int, tuple[Placement, ...]]]:
    """A panel wherever somebody turns, comes or goes, and between where pan and zoom multiply."""
    times = {0, last, *(stop.at for way in ways for stop in way.stops)}
    if len(camera) > 1:
        times |= {round(last * n / 4) for n in range(1, 4)}
    times |= {t for way in ways for edge in way.present if 0 < edge <= last for t in (edge - 1, edge)}
    for before, after in pairwise(sorted(times)):
        for way in ways:
            times.update(_crossing(way, camera, before, after))
    for at in sorted(times):
        found = [p for way in ways if (p := _placed(way, camera, at)) is not None]
        yield at, tuple(sorted(found, key=lambda p: (p.depth, p.entity)))


def _crossing(way: Way, camera: Sequence[CameraKeyframe], a: int, b: int) -> tuple[int, ...]:
    """The two frames between which somebody comes into the frame, or leaves it."""
    before = _seen(way, camera, a) is not None
    if b - a < 2 or before == (_seen(way, camera, b) is not None):
        return ()
    while b - a > 1:
        middle = (a + b) // 2
        if (_seen(way, camera, middle) is not None) == before:
            a = middle
        else:
            b = middle
    return a, b


def _seen(way: Way, camera: Sequence[CameraKeyframe], at: int) -> Corners | None:
    """The box of somebody at a frame as the camera sees them; None if they are not there or out of the frame."""
    if not way.present[0] <= at < way.present[1]:
        return None
    view = camera_at(camera, at) if camera else Camera()
    x0, y0, x1, y1 = way.corners(at)
    ends = (*view.project(x0, y0), *view.project(x1, y1))
    x0, y0, x1, y1 = (round(max(-1.0, min(2.0, v)), 4) for v in ends)
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 and x1 > 0 and y1 > 0 and x0 < 1 and y0 < 1 else None


def _placed(way: Way, camera: Sequence[CameraKeyframe], at: int) -> Placement | None:
    """Somebody at a frame; None if they are not there or out of the frame."""
    box = _seen(way, camera, at)
    if box is None:
        return None
    stop = way.stop(at)
    return Placement(
        entity=way.entity,
        box=Box(box),
        depth=round(max(GROUND_LINE - 0.2, way.row(at)) * 100),
        action=stop.action,
        facing=stop.facing,
        expression=way.expression if stop.action != "sleep" else "neutral",
    )
