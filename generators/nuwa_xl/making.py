"""Doing the tasks of nuwa-xl: sampling latents, filling between them, decoding frames. Here torch comes in."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from generators.hierarchy import GLOBAL, Window, waves
from generators.nuwa_xl.card import digest_of
from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.conditions import ConditionedShot, FrameConditions, conditions_of
from generators.nuwa_xl.decoding import decoded, frame_of, shown
from generators.nuwa_xl.encoding import latents_of
from generators.nuwa_xl.fill import fill
from generators.nuwa_xl.lora import Lora, adaptable, adaptable_detailer, added
from generators.nuwa_xl.sampling import Clip, How, sample_clips
from generators.nuwa_xl.settling import known_between, settled
from generators.nuwa_xl.sizes import latent_size, put_together
from generators.nuwa_xl.work import SceneWork, Settings, ShotWork, libraries
from storyline.diffusion.noise import seed_of
from storyline.errors import RenderError, ScriptError, SetupError
from storyline.frames.clip import Picture
from storyline.frames.keyframe import read_keyframe
from storyline.frames.lossless import write_clip
from storyline.schema.entity import Entity
from storyline.schema.task import Job

Latents = dict[int, Float[Tensor, "c h w"]]
"""By their frame's number in the shot; an anchor n has the number -1 - n."""


def make(job: Job, folder: Path, device: str) -> None:
    """Do a task with the model in a folder, on a device as torch names it.

    Raises:
        RenderError: NaN or infinity has come up.
        SetupError: the model is missing, damaged, or another than the task was planned with; or a look's weights are.
    """
    part = json.loads(job.task.part.json)
    try:
        if job.task.kind == "anchors":
            scene = SceneWork.model_validate(part)
            cast = [entity for anchor in scene.anchors for entity in anchor.cast]
            with _ready(folder, device, scene, cast, job.root) as model:
                _anchors(model, scene, job)
        else:
            work = ShotWork.model_validate(part)
            with _ready(folder, device, work, work.shot.cast, job.root) as model:
                _MAKERS[job.task.kind](model, work, job)
    except RenderError as error:
        where = f"shot {job.task.shot!r}" if job.task.shot else f"the anchors of scene {job.task.scene!r}"
        raise RenderError(f"{where}, {error}") from None


def _anchors(model: Checkpoint, work: SceneWork, job: Job) -> None:
    """The place alone, in many steps: it is behind all frames. Then the cast beside it, as many as a window holds."""
    conditions = {-1 - n: conditions_of(anchor, 0) for n, anchor in enumerate(work.anchors)}
    how, settings = _how(work.settings), work.settings
    place = _clip(model, work.anchors[0], (-1,), conditions.__getitem__, {}, 0)
    slowly = replace(how, steps=settings.steps_place, guidance=settings.guidance_place)
    made: Latents = {-1: sample_clips(model, [place], slowly, model.places)[0][0]}
    while len(made) < len(conditions):
        left = tuple(number for number in conditions if number not in made)
        numbers = (-1, *left[: settings.length - 1])
        clip = _clip(model, work.anchors[0], numbers, conditions.__getitem__, made, 0)
        made |= zip(numbers, sample_clips(model, [clip], how)[0], strict=True)
    _write([made[-1 - n] for n in range(len(made))], job.output)


def _latents(model: Checkpoint, work: ShotWork, job: Job) -> None:
    """What a shot's stills and frames are decoded from, or filled between."""
    made: Latents = {}
    if work.anchors:
        numbers = [anchor.number for anchor in work.anchors]
        made |= zip((-1 - n for n in numbers), _read(job.inputs[0], numbers), strict=True)
    supplied = _supplied(model, work, job.root)
    made |= supplied
    plan = work.plan()
    _sample(model, work, plan.windows, made)
    found = torch.stack([made[position] for position in plan.positions])
    if work.settings.order == "panels":
        conditions = [conditions_of(work.shot, position) for position in plan.positions]
        found = settled(found, conditions, [position in supplied for position in plan.positions])
    _write(list(found), job.output)


def _supplied(model: Checkpoint, work: ShotWork, root: Path) -> Latents:
    """The latents of pictures that panels came with: they are known, and what is sampled beside them sees them."""
    found: Latents = {}
    for n, panel in enumerate(work.shot.shot.panels, 1):
        if panel.image is not None:
            try:
                picture = read_keyframe(root / panel.image.path, work.shot.shown)
            except ScriptError as error:
                raise RenderError(f"panel {n}, image: {error}") from None
            found[panel.at] = latents_of(model, [np.ascontiguousarray(picture[..., :3])])[0].float().cpu()
    return found


def _keyframes(model: Checkpoint, work: ShotWork, job: Job) -> None:
    """The panels, each decoded by itself."""
    positions, panels = work.plan().positions, [panel.at for panel in work.shot.shot.panels]
    found = dict(zip(panels, _read(job.inputs[0], [positions.index(at) for at in panels]), strict=True))
    place = _place(model, work, job)
    _show((picture for at in panels for picture in _decoded(model, work, found, [at], place)), work, job)


def _frames(model: Checkpoint, work: ShotWork, job: Job) -> None:
    """Frames: those between neighbouring latents are sampled level by level, or filled; then all are decoded."""
    start, end = job.task.start, job.task.end_exclusive
    plan = work.plan()
    given = plan.given(start, end)
    made: Latents = dict(zip((plan.positions[n] for n in given), _read(job.inputs[0], given), strict=True))
    _sample(model, work, plan.between(start, end), made)
    _fill(work.shot, range(start, end), made)
    # the first of the next task, too: the last's neighbour
    numbers = [n for n in range(start, end + 1) if n in made]
    pictures = _decoded(model, work, made, numbers, _place(model, work, job))
    _show((picture for picture, _ in zip(pictures, range(start, end), strict=False)), work, job)


def _decoded(
    model: Checkpoint,
    work: ShotWork,
    made: Latents,
    numbers: Sequence[int],
    place: Float[Tensor, "3 height width"] | None,
) -> Iterator[Picture]:
    """The pictures of frames that follow each other, before their place.

    What supplied keyframes show is in latents alone. Words would make it the model's own: in a shot that has such
    keyframes no figure is drawn once more.
    """
    told = None if _is_supplied(work) else [conditions_of(work.shot, n) for n in numbers]
    size = put_together(work.shot.size, work.shot.shown)
    return decoded(model, [made[n] for n in numbers], work.settings.precision, told, place, size)


def _place(model: Checkpoint, work: ShotWork, job: Job) -> Float[Tensor, "3 height width"] | None:
    """The picture of a shot's place, its anchor; None where it has none, or shows that of its supplied keyframes."""
    if not work.anchors or _is_supplied(work):
        return None
    (latents,) = _read(job.inputs[1], [work.anchors[0].number])
    return frame_of(model, latents, work.settings.precision)


def _is_supplied(work: ShotWork) -> bool:
    """Whether a shot has keyframes that came as pictures."""
    return any(panel.image is not None for panel in work.shot.shot.panels)


_MAKERS: Mapping[str, Callable[[Checkpoint, ShotWork, Job], None]] = {
    "latents": _latents,
    "keyframes": _keyframes,
    "frames": _frames,
}


def _sample(model: Checkpoint, work: ShotWork, windows: Iterable[Window], made: Latents) -> None:
    """Sample windows in their order, and put what they make into `made`.

    Those that need nothing of each other are sampled together. One from which nothing is known sees the anchors.
    """
    anchors = {-1 - anchor.number: anchor.conditions for anchor in work.anchors if -1 - anchor.number in made}
    conditions = cache(lambda n: anchors[n] if n < 0 else conditions_of(work.shot, n))
    for wave in waves(windows, made.keys()):
        several: dict[How, list[Clip]] = {}
        for window in wave:
            if made.keys() >= {*window.frames}:
                continue  # supplied, all of it
            numbers = (*(() if any(window.known) else anchors), *window.frames)
            how = _how(work.settings, between=window.known[-1])
            several.setdefault(how, []).append(_clip(model, work.shot, numbers, conditions, made, window.level))
        for how, clips in several.items():
            for clip, latents in zip(clips, sample_clips(model, clips, how), strict=True):
                for n, one in zip(clip.frames, latents, strict=True):
                    made.setdefault(n, one)


def _clip(
    model: Checkpoint,
    shot: ConditionedShot,
    numbers: Sequence[int],
    conditions: Callable[[int], FrameConditions],
    made: Latents,
    level: int,
) -> Clip:
    """A window of frames and anchors, of which those in `made` are known, and between two what both show."""
    size = latent_size(shot.size)
    nothing = torch.zeros(model.network.config.latent_channels, *size)
    latents = torch.stack([made.get(n, nothing) for n in numbers])
    known = torch.tensor([float(n in made) for n in numbers])[:, None, None, None].expand(-1, 1, *size)
    first, last = numbers[0], numbers[-1]
    if level > GLOBAL and first in made and last in made:
        ground = known_between(made[first], made[last], [conditions(n) for n in numbers])
        latents = torch.where(ground & (known == 0), made[first], latents)
        known = torch.maximum(known, ground.float())
    frames = [n for n in numbers if n >= 0]
    return Clip(
        name=_panels(shot, frames) if frames else "together",
        frames=tuple(numbers),
        noises=tuple(n if n < 0 else shot.since + n for n in numbers),
        conditions=tuple(conditions(n) for n in numbers),
        seed=seed_of(shot.seed, shot.place.id),
        latents=latents,
        known=known,
        level=level,
        negative_prompt=shot.negative_prompt,
    )


def _panels(shot: ConditionedShot, frames: Sequence[int]) -> str:
    """Where frames are, for people: `panel 2, frames 12 to 24`."""
    first, last = (sum(panel.at <= frame for panel in shot.shot.panels) for frame in (frames[0], frames[-1]))
    panels = f"panel {first}" if first == last else f"panels {first} to {last}"
    return f"{panels}, " + (f"frame {frames[0]}" if len(frames) == 1 else f"frames {frames[0]} to {frames[-1]}")


def _fill(shot: ConditionedShot, wanted: Iterable[int], made: Latents) -> None:
    """Put guesses into `made` for what no level has sampled."""
    missing = [n for n in wanted if n not in made]
    if missing:
        numbers = sorted({*made, *missing})
        stacked = torch.stack([made.get(n, torch.zeros_like(next(iter(made.values())))) for n in numbers])
        guessed = fill(stacked, [n in made for n in numbers], [conditions_of(shot, n) for n in numbers])
        made |= zip(numbers, guessed, strict=True)


def _how(settings: Settings, *, between: bool = False) -> How:
    """How windows are sampled; those between two known ends begin with a good guess."""
    return How(
        sampler=settings.sampler,
        steps=settings.steps_between if between else settings.steps,
        start=settings.start_between if between else 1.0,
        guidance=1.0 if between else settings.guidance,
        rescale=settings.rescale,
        precision=settings.precision,
        together=settings.together,
    )


def _write(latents: Sequence[Float[Tensor, "c h w"]], output: Path) -> None:
    save_file({"latents": torch.stack(list(latents)).contiguous()}, output)


def _read(file: Path, numbers: Sequence[int]) -> list[Float[Tensor, "c h w"]]:
    """Some of the latents of a file, by their places in it."""
    try:
        with safe_open(file, "pt") as opened:
            kept = opened.get_slice("latents")
            return [kept[n] for n in numbers]
    except (OSError, SafetensorError, IndexError) as error:
        raise RenderError(f"{file.name}: its latents cannot be read: {error}") from None


def _show(pictures: Iterable[Picture], work: ShotWork, job: Job) -> None:
    size = work.shot.shown
    write_clip((shown(picture, size) for picture in pictures), job.output, size, job.task.frames)


@contextmanager
def _ready(
    folder: Path, device: str, work: SceneWork | ShotWork, cast: Iterable[Entity], root: Path
) -> Iterator[Checkpoint]:
    """The model that tasks were planned with, with the weights of the looks; on a CPU it computes in one thread.

    How work is divided among threads changes the last bits, and cores are busy with tasks side by side.
    """
    if work.libraries != libraries():
        raise SetupError(
            f"nuwa-xl: the film was planned with {work.libraries}; here are {libraries()}. Install the same"
        )
    model = _model(folder, device)
    if model.card.digest != work.model:
        _model.cache_clear()
        model = _model(folder, device)
    if model.card.digest != work.model:
        raise SetupError(
            f"nuwa-xl: {folder} holds another model ({model.card.name!r}) than the film was planned with. Name the "
            "same one on every machine, or start again"
        )
    threads = torch.get_num_threads()
    if device == "cpu":
        torch.set_num_threads(1)
    try:
        with added({**adaptable(model.network), **adaptable_detailer(model.detailer)}, _loras(cast, root)):
            yield model
    finally:
        torch.set_num_threads(threads)


@lru_cache(maxsize=1)
def _model(folder: Path, device: str) -> Checkpoint:
    return Checkpoint.load(folder, device)


def _loras(cast: Iterable[Entity], root: Path) -> list[tuple[Lora, float]]:
    """The weights that the looks of a cast name, each file once."""
    found: dict[str, tuple[Lora, float]] = {}
    for ref in (ref for entity in cast for look in entity.looks for ref in look.weights):
        path = root / ref.file.path
        if ref.file.digest is not None and digest_of(path) != ref.file.digest:
            raise SetupError(f"weights {path}: expected the file that the storyboard was planned with; it has changed")
        found.setdefault(ref.file.path, (Lora.load(path), ref.scale))
    return list(found.values())
