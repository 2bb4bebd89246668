"""Models of diffusers as a generator: which tasks a scene needs, and doing them.

keyframes/<shot>          drawn by one family, or picked out of what draws a scene's together, anchors/<scene>
  -> frames/<shot>/<n>    drawn between them by another
"""

import logging
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property, partial
from importlib.metadata import PackageNotFoundError
from itertools import accumulate

from pydantic import JsonValue

from generators.hub.asked import AskedShot, asked
from generators.hub.choice import Choice, choice
from generators.hub.family import About, Can, Family
from generators.hub.noted import notes
from generators.hub.plan import Stretch, stretches
from generators.hub.work import CallWork, FramesWork, PanelsWork, PickedWork, Settings, identity, libraries
from storyline.diffusion.sources import Source
from storyline.errors import RenderError, SetupError
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.script import Overrides
from storyline.schema.storyboard import Scene, Shot, Storyboard
from storyline.schema.task import Device, Job, Part, Task

log = logging.getLogger(__name__)

VERSION = 1
"""Of what is made, whatever the family: raise it whenever the same task comes out different."""
PRECISIONS = ("auto", "float32", "float16", "bfloat16")
OFFLOADS = ("auto", "none", "model", "sequential")


class HubGenerator:
    """Keyframes by one family of models, the frames between them by another: `hub:sdxl+wan`."""

    def __init__(
        self,
        model: str,
        *,
        steps: int | None = None,
        guidance: float | None = None,
        device: str | None = None,
        precision: str | None = None,
        offload: str | None = None,
        area: int | None = None,
        step: Callable[[str, int, int], None] = lambda task, done, total: None,
    ) -> None:
        """Nothing is loaded yet. What is not said is as its family says.

        Args:
            model: `hub:KEYFRAMES+CLIPS`, each a family and, after a `=`, a model of it.
            steps: of both families.
            guidance: of both.
            device: as torch names it; $STORYLINE_DEVICE, or `auto`, a GPU where there is one, when None.
            precision: `float32`, `float16`, `bfloat16`; $STORYLINE_PRECISION, or the family's on a GPU, when None.
            offload: what waits outside of the GPU: `none`, `model`, `sequential`; $STORYLINE_OFFLOAD, or what has
                room, when None.
            area: pixels of a picture, about.
            step: called as a picture or a clip is drawn.

        Raises:
            SetupError: a family or a model is not there, or a setting makes no sense.
        """
        self.name = model
        self._choice = choice(model)
        self._steps, self._guidance, self._area, self._step = steps, guidance, area, step
        self._device = device or os.environ.get("STORYLINE_DEVICE") or "auto"
        self._precision = _one_of("precision", precision or os.environ.get("STORYLINE_PRECISION"), PRECISIONS)
        self._offload = _one_of("offload", offload or os.environ.get("STORYLINE_OFFLOAD"), OFFLOADS)
        if guidance is not None and not 0 <= guidance <= 1000:
            raise SetupError(f"guidance: expected 0 to 1000; got {guidance}")
        if steps is not None and not 1 <= steps <= 10_000:
            raise SetupError(f"steps: expected 1 to 10000; got {steps}")

    @property
    def choice(self) -> Choice:
        """Who draws."""
        return self._choice

    @property
    def follows_keyframes(self) -> bool:
        """Whether a picture of a panel is its keyframe: where a family draws keyframes, and not from words at once."""
        return self._choice.keyframes is not None

    def tasks(self, storyboard: Storyboard, scene: Scene, shots: Collection[ShotId], size: FrameSize) -> Iterator[Task]:
        """For each of these shots its keyframes, and its frames between them; where a scene is drawn together, that.

        Raises:
            SetupError: a model is not there, or what it needs is not installed.
        """
        wanted = [shot for shot in scene.shots if shot.id in shots]
        device: Device = "cpu" if self._on.partition(":")[0] == "cpu" else "gpu"
        task = partial(Task, maker=self.name, version=VERSION, size=size.root, scene=scene.id, device=device)
        together = ""
        if self._choice.keyframes and wanted and self._choice.keyframes[0].about.can.together:
            everything = [asked(storyboard, shot) for shot in scene.shots]
            work = self._panels(everything, wanted[0].overrides, size)
            together = f"anchors/{scene.id}"
            yield task(together, "anchors", part=Part(work), start=0, end_exclusive=len(work.panels))
        firsts = dict(
            zip((shot.id for shot in scene.shots), accumulate((len(s.panels) for s in scene.shots), initial=0))  # noqa: B905
        )
        for shot in wanted:
            own = partial(task, shot=shot.id, start=0, end_exclusive=len(shot.panels))
            about = asked(storyboard, shot)
            id = f"keyframes/{shot.id}"
            if together:
                numbers = tuple(range(firsts[shot.id], firsts[shot.id] + len(shot.panels)))
                yield own(id, "keyframes", part=Part(PickedWork(numbers=numbers)), needs=(together,))
            elif self._choice.keyframes:
                yield own(id, "keyframes", part=Part(self._panels([about], shot.overrides, size)))
            drawn = list(self._frames(shot, about, storyboard, size, (id,) if self._choice.keyframes else (), task))
            if not self._choice.keyframes:
                part = Part(PickedWork(numbers=about.at))
                yield own(id, "keyframes", part=part, needs=tuple(one.id for one in drawn))
            yield from drawn

    def run(self, batch: Sequence[Job]) -> None:
        """Draw keyframes or clips, one model in memory at a time.

        Raises:
            RenderError: a model cannot draw something; the message names the shot.
            SetupError: a model is missing, has no room, or is not the one that the tasks were planned with.
        """
        try:
            from generators.hub import making
        except ImportError as error:
            raise _lacking(error) from None
        for job in batch:
            kind, names = job.task.kind, json_names(job.task.part)
            try:
                if kind in ("anchors", "keyframes") and "panels" in names and self._choice.keyframes:
                    drawn = making.panels(job, *self._choice.keyframes, self._offload, self._step)
                    if kind == "anchors":
                        making.keep_panels(drawn, job.output)
                    else:
                        making.write(drawn, job)
                elif kind == "keyframes":
                    making.write(making.picked(job), job)
                else:
                    family, source = self._choice.clips or (None, None)
                    making.write(making.frames(job, family, source, self._offload, self._step), job)
            except RenderError as error:
                where = f"shot {job.task.shot!r}" if job.task.shot else f"scene {job.task.scene!r}"
                raise RenderError(f"{where}, {error}") from None

    def notes(self, storyboard: Storyboard) -> tuple[str, ...]:
        """What these families do not honour of a storyboard, and what they adapt, in sentences."""
        return notes(storyboard, self._choice, self._area)

    @cached_property
    def _on(self) -> str:
        try:
            from generators.hub.loading import device_named
        except ImportError as error:
            raise _lacking(error) from None
        return device_named(self._device)

    def _panels(self, shots: Sequence[AskedShot], overrides: Overrides, size: FrameSize) -> PanelsWork:
        assert self._choice.keyframes is not None
        return PanelsWork(
            settings=self._settings(*self._choice.keyframes, overrides, size),
            panels=tuple(panel for shot in shots for panel in shot.panels),
            negative=tuple(shot.negative for shot in shots for _ in shot.panels),
            seeds=tuple(shot.seed for shot in shots for _ in shot.panels),
        )

    def _frames(
        self,
        shot: Shot,
        about: AskedShot,
        storyboard: Storyboard,
        size: FrameSize,
        needs: tuple[str, ...],
        task: Callable[..., Task],
    ) -> Iterator[Task]:
        settings, can = None, Can()
        found: list[Stretch] = [Stretch(0, shot.duration, (), about.at)]
        if self._choice.clips:
            settings = self._settings(*self._choice.clips, shot.overrides, size)
            can = self._choice.clips[0].about.can
            found = list(stretches(about.at, shot.duration, self._choice.clips[0].about))
        for stretch in found:
            work = FramesWork(
                settings=settings,
                calls=tuple(CallWork(frames=c.frames, given=c.given, count=c.count) for c in stretch.calls),
                at=about.at,
                prompts=tuple(panel.prompt for panel in about.panels),
                boxes=tuple({who.entity: who.box for who in panel.who} for panel in about.panels) if can.tracks else (),
                references=about.references if can.references else (),
                cameras=about.cameras,
                negative=about.negative,
                seed=about.seed,
                rate=str(storyboard.rate),
            )
            yield task(
                f"frames/{shot.id}/{stretch.start}",
                "frames",
                part=Part(work),
                start=stretch.start,
                end_exclusive=stretch.end_exclusive,
                needs=needs,
                shot=shot.id,
            )

    def _settings(self, family: Family, source: Source, overrides: Overrides, size: FrameSize) -> Settings:
        about = family.about
        kind = self._on.partition(":")[0]
        precision = self._precision
        if precision == "auto":
            precision = "float32" if kind == "cpu" else about.half
        return Settings(
            family=about.name,
            version=about.version,
            model=identity(source, about),
            steps=overrides.steps or self._steps or about.steps,
            guidance=about.guidance if self._guidance is None else self._guidance,
            parameters=parameters_of(about, overrides.parameters),
            size=about.sides.of(size, self._area),
            precision=precision,
            device=kind,
            libraries=_installed(),
        )


def parameters_of(about: About, given: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """A family's parameters as a shot has them; those of other families are passed over.

    Raises:
        SetupError: one is of another kind than its default.
    """
    found = dict(about.parameters)
    for name in found.keys() & given.keys():
        usual, value = found[name], given[name]
        numbers = isinstance(usual, int | float) and not isinstance(usual, bool)
        fits = isinstance(value, int | float) and not isinstance(value, bool) if numbers else type(value) is type(usual)
        if not fits and usual is not None:
            raise SetupError(f"{about.name}, parameter {name!r}: expected something like {usual!r}; got {value!r}")
        found[name] = value
    return found


def json_names(part: Part) -> Collection[str]:
    """The names of a part's fields."""
    import json

    names: dict[str, object] = json.loads(part.json)
    return names.keys()


def _one_of(what: str, value: str | None, known: Sequence[str]) -> str:
    if value is None:
        return known[0]
    if value not in known:
        raise SetupError(f"{what}: expected {', '.join(known)}; got {value!r}")
    return value


def _installed() -> dict[str, str]:
    try:
        return libraries()
    except PackageNotFoundError as error:
        raise _lacking(error) from None


def _lacking(error: ImportError) -> SetupError:
    return SetupError(f"hub: models need what learns ({error}); install it with `pip install 'storyline[learned]'`")
