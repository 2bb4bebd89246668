"""NUWA-XL of our own as a generator: which tasks a scene needs, and doing them.

    anchors/<scene>  ->  latents/<shot>  ->  keyframes/<shot>
    place and cast       keyframes           frames/<shot>/<start>: all between two of them, and decoding, before the
                                             place

Source: Yin et al. 2023, "NUWA-XL: Diffusion over Diffusion for eXtremely Long Video Generation".
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import ModuleType

import numpy as np
from jaxtyping import Float

from generators.nuwa_xl.anchors import anchor_shots, anchors_for
from generators.nuwa_xl.card import Card, model_folder, read_card
from generators.nuwa_xl.conditions import ConditionedShot, conditioned, conditions_of
from generators.nuwa_xl.familiar import familiar, notes
from generators.nuwa_xl.plan import Order
from generators.nuwa_xl.work import Anchor, Precision, SceneWork, Settings, ShotWork, libraries
from storyline.errors import SetupError
from storyline.frames.clip import Picture
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Scene, Shot, Storyboard
from storyline.schema.task import Job, Part, Task

VERSION = 4
"""Of what is made: raise it whenever the same task comes out different."""
_TOGETHER = {"cpu": 2}
"""Windows at once; on a device that is not named here:"""
_MANY = 32


@dataclass(frozen=True)
class NuwaXL:
    """Keyframes by global diffusion, the frames between them by local diffusion, from prompts and boxes.

    What is not set is as the model's card says.
    """

    folder: Path | None = None
    """The model's; that of $STORYLINE_NUWA_XL, or the one that is shipped, when None."""
    steps: int | None = None
    """Calls of the network for each window of keyframes."""
    guidance: float | None = None
    """How much prompts and boxes count; 1 is as trained, and takes half the time."""
    levels: int | None = None
    """Of the hierarchy that are sampled; 1 are the keyframes alone, what is between them is then moved, not drawn."""
    precision: Precision = "float32"
    """What the network computes in."""
    device: str = "cpu"
    """As torch names it: `cpu`, `cuda`."""
    order: Order = "panels"
    context: int | None = None
    """Frames that a window goes on from in the order `autoregressive`."""
    name: str = "nuwa-xl"

    def __post_init__(self) -> None:
        """Raises SetupError if a setting makes no sense."""
        for what, value, least in (
            ("steps", self.steps, 1),
            ("guidance", self.guidance, 0),
            ("levels", self.levels, 1),
        ):
            if value is not None and not least <= value <= 10_000:
                raise SetupError(f"{self.name}: {what} of {least} or more are expected; got {value}")

    @cached_property
    def card(self) -> Card:
        """Of the model. Raises SetupError if there is none."""
        return read_card(model_folder(self.folder))

    @property
    def follows_keyframes(self) -> bool:
        """Whether pictures of panels are its keyframes: where it draws the panels first."""
        return self.order == "panels"

    def tasks(self, storyboard: Storyboard, scene: Scene, shots: Collection[ShotId], size: FrameSize) -> Iterator[Task]:
        """The scene's anchors, and for each of these shots its latents, its panels as stills, and its frames.

        Raises:
            SetupError: there is no model, or what it needs is not installed.
        """
        wanted = [shot for shot in scene.shots if shot.id in shots]
        if not wanted:
            return
        task = partial(
            Task,
            maker=self.name,
            version=VERSION,
            size=size.root,
            scene=scene.id,
            device="cpu" if self.device == "cpu" else "gpu",
        )
        anchors: tuple[ConditionedShot, ...] = ()
        needs: tuple[str, ...] = ()
        if self.card.anchors and self.order == "panels" and self._room_for_anchors:
            anchors = tuple(self._sized(anchor) for anchor in anchor_shots(storyboard, scene, size))
            part = Part(
                SceneWork(model=self.card.digest, settings=self._settings(), libraries=_installed(), anchors=anchors)
            )
            needs = (f"anchors/{scene.id}",)
            yield task(needs[0], "anchors", part=part, start=0, end_exclusive=len(anchors))
        for shot in wanted:
            asked = shot if self.follows_keyframes else _without_images(shot)
            work = self._work(self._sized(conditioned(storyboard, scene, asked, size)), shot, anchors)
            plan, part = work.plan(), Part(work)
            own = partial(task, part=part, shot=shot.id)
            latents = f"latents/{shot.id}"
            both = (latents, *needs)
            yield own(latents, "latents", start=0, end_exclusive=len(plan.positions), needs=needs)
            yield own(f"keyframes/{shot.id}", "keyframes", start=0, end_exclusive=len(shot.panels), needs=both)
            for start, end in plan.tasks():
                yield own(f"frames/{shot.id}/{start}", "frames", start=start, end_exclusive=end, needs=both)

    def run(self, batch: Sequence[Job]) -> None:
        """Sample latents, or fill and decode frames.

        Raises:
            RenderError: NaN or infinity has come up; the message names the shot and its panel.
            SetupError: the model is missing, damaged, or not the one that the tasks were planned with.
        """
        try:
            from generators.nuwa_xl.making import make
        except ImportError as error:
            raise _lacking(error) from None
        for job in batch:
            make(job, model_folder(self.folder), self.device)

    def notes(self, storyboard: Storyboard) -> tuple[str, ...]:
        """What the model does not know, in sentences, and what it takes instead."""
        return notes(storyboard, self.card)

    def rebuilt(self, pictures: Sequence[Picture]) -> list[Picture]:
        """Pictures that follow each other, through the model's autoencoder and back: the best that its films can show.

        Raises:
            SetupError: the model is missing or damaged, or what it needs is not installed.
        """
        encoding = _encoding()
        found: list[Picture] = encoding.rebuilt(encoding.loaded(model_folder(self.folder), self.device), pictures)
        return found

    def features(self, pictures: Sequence[Picture]) -> Float[np.ndarray, "n d"]:
        """A row for each picture: its latents, pooled. Raises SetupError as `rebuilt` does."""
        encoding = _encoding()
        found: Float[np.ndarray, "n d"] = encoding.features(
            encoding.loaded(model_folder(self.folder), self.device), pictures
        )
        return found

    @property
    def _room_for_anchors(self) -> int:
        """How many frames of a window they may take: half, as long as the first keyframe and the last have room."""
        return max(0, min(self.card.length // 2, self.card.length - 2))

    def _sized(self, shot: ConditionedShot) -> ConditionedShot:
        return familiar(shot.model_copy(update={"size": self.card.size_for(shot.shown)}), self.card)

    def _work(self, shot: ConditionedShot, asked: Shot, anchors: Sequence[ConditionedShot]) -> ShotWork:
        seen = anchors_for(shot, anchors, self._room_for_anchors) if anchors else ()
        return ShotWork(
            model=self.card.digest,
            settings=self._settings(asked.overrides.steps),
            libraries=_installed(),
            shot=shot,
            anchors=tuple(Anchor(number=n, conditions=conditions_of(anchors[n], 0)) for n in seen),
        )

    def _settings(self, steps: int | None = None) -> Settings:
        card = self.card
        steps = steps or self.steps or card.steps
        return Settings(
            order=self.order,
            sampler=card.sampler,
            steps=steps,
            steps_between=min(steps, card.steps_between),
            start_between=card.start_between,
            guidance=card.guidance if self.guidance is None else self.guidance,
            rescale=card.rescale,
            steps_place=card.steps_place,
            guidance_place=card.guidance_place,
            length=card.length,
            levels=self.levels,
            context=self.context,
            precision=self.precision,
            device=self.device.partition(":")[0],
            together=_TOGETHER.get(self.device, _MANY),
        )


def _without_images(shot: Shot) -> Shot:
    panels = tuple(panel.model_copy(update={"image": None}) for panel in shot.panels)
    return shot.model_copy(update={"panels": panels})


def _installed() -> dict[str, str]:
    """What else decides what comes out. Raises SetupError if something is not installed."""
    try:
        return libraries()
    except PackageNotFoundError as error:
        raise _lacking(error) from None


def _encoding() -> ModuleType:
    """What needs torch. Raises SetupError if it is not installed."""
    try:
        from generators.nuwa_xl import encoding
    except ImportError as error:
        raise _lacking(error) from None
    return encoding


def _lacking(error: ImportError) -> SetupError:
    return SetupError(f"nuwa-xl needs what learns ({error}); install it with `pip install 'storyline[learned]'`")
