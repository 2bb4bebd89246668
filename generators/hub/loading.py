"""A source → a model in memory, at the place that there is room for, and out of memory again. Here torch comes in."""

import gc
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Literal

import torch

from generators.hub.family import About, Family
from generators.hub.registry import families
from storyline.diffusion.sources import Source
from storyline.errors import SetupError

log = logging.getLogger(__name__)

Offload = Literal["none", "model", "sequential"]


def load(
    source: Source, pipeline: str | type, precision: str, apart: Mapping[str, str] | None = None, **parts: Any
) -> Any:
    """A pipeline of diffusers, read from safetensors alone.

    Args:
        pipeline: its class in diffusers, or a class of ours.
        precision: what it is computed in, as torch names it.
        apart: precisions of parts that have one of their own.
        parts: of it, in the place of those that the source holds; None drops one.

    Raises:
        SetupError: it cannot be read, or the source holds something else.
    """
    diffusers = _quiet()
    cls: Any = pipeline if isinstance(pipeline, type) else getattr(diffusers, pipeline)
    given: dict[str, Any] = {"dtype": getattr(torch, precision), **parts}
    here = source.path
    try:
        if here is not None and here.is_file():
            if not hasattr(cls, "from_single_file"):
                raise SetupError(
                    f"model {source.name}: expected a folder: diffusers reads no {cls.__name__} from one file"
                )
            return cls.from_single_file(str(here), local_files_only=_offline(), **given)
        if apart:
            precisions = {"default": precision, **apart}
            given["dtype"] = {part: getattr(torch, name) for part, name in precisions.items()}
        commit = {} if here is not None else {"revision": source.identity["commit"]}
        return _pretrained(cls, source.name, use_safetensors=True, **commit, **given)
    except SetupError:
        raise
    except Exception as error:  # of diffusers, the hub, safetensors or torch, each with its own
        said = " ".join(str(error).split())[:300]
        raise SetupError(
            f"model {source.name}: expected one that {cls.__name__} of diffusers can use: {said}"
        ) from error


def unchecked(pipeline: str) -> dict[str, Any]:
    """Parts that leave out a pipeline's safety checker, if it is of those that have one."""
    return {} if "XL" in pipeline else {"safety_checker": None, "requires_safety_checker": False}


def load_part(source: Source, cls: str, precision: str, subfolder: str | None = None) -> Any:
    """A part of a pipeline, such as a motion adapter or a controlnet: a class of diffusers or of transformers.

    Raises:
        SetupError: as `load` does.
    """
    import transformers

    diffusers = _quiet()
    of = "diffusers" if hasattr(diffusers, cls) else "transformers"
    kind = getattr(diffusers if of == "diffusers" else transformers, cls)
    given: dict[str, Any] = {"subfolder": subfolder} if subfolder else {}
    if issubclass(kind, torch.nn.Module):
        given |= {"dtype": getattr(torch, precision), "use_safetensors": True}
    here = source.path
    try:
        if here is not None and here.is_file():
            return kind.from_single_file(str(here), dtype=given["dtype"])
        commit = {} if here is not None else {"revision": source.identity["commit"]}
        return _pretrained(kind, source.name, **commit, **given)
    except SetupError:
        raise
    except Exception as error:
        said = " ".join(str(error).split())[:300]
        raise SetupError(f"model {source.name}: expected a {cls} of {of}: {said}") from error


def _pretrained(cls: Any, name: str, **given: Any) -> Any:
    """What diffusers or transformers reads; in half precision where a model is there in no other."""
    try:
        return cls.from_pretrained(name, **given)
    except OSError as error:  # of a missing file, too
        if not given.get("use_safetensors"):
            raise
        try:
            return cls.from_pretrained(name, variant="fp16", **given)
        except Exception:
            raise error from None


def must_be(model: Any, source: Source, pipeline: str, **parts: str) -> None:
    """Refuse a model whose parts are of other classes: diffusers takes many of them, and only logs it.

    Args:
        parts: their classes in diffusers; a part that is missing is none of them.

    Raises:
        SetupError: one is of another class.
    """
    for part, cls in parts.items():
        found = type(getattr(model, part, None)).__name__.replace("NoneType", "none")
        if found != cls:
            raise SetupError(
                f"model {source.name}: expected one that {pipeline} of diffusers can use, whose {part} is a {cls}; got "
                f"{found}"
            )


def must_have(model: Any, source: Source, pipeline: str, part: str, **settings: Any) -> None:
    """Refuse a model a part of which was made with other settings than its pipeline, or ours, can use.

    Args:
        settings: of the part's config.

    Raises:
        SetupError: one is different.
    """
    config = getattr(model, part).config
    for name, value in settings.items():
        if config.get(name) != value:
            raise SetupError(
                f"model {source.name}: expected one that {pipeline} of diffusers can use, whose {part} has {name} "
                f"{value!r}; got {config.get(name)!r}"
            )


def _quiet() -> Any:
    """Diffusers, without its progress bars: we have our own."""
    import diffusers
    import transformers

    diffusers.utils.logging.disable_progress_bar()
    transformers.utils.logging.disable_progress_bar()
    return diffusers


def _offline() -> bool:
    return os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "TRUE", "YES", "ON")


def device_named(name: str) -> str:
    """A device as torch names it; `auto` is a GPU where there is one."""
    if name != "auto":
        return name
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def free_gigabytes(device: str) -> float | None:
    """Memory of a GPU that is free; None where nobody knows."""
    if device.startswith("cuda"):
        return float(torch.cuda.mem_get_info(torch.device(device))[0]) / 2**30
    return None


def place(model: Any, about: About, device: str, offload: str) -> Offload:
    """Put a model on a device: wholly, or part by part as it is at work, where it has no room as a whole.

    Args:
        offload: `none`, `model`, `sequential`, or `auto`.

    Raises:
        SetupError: not even a part has room.
    """
    chosen = fitting(about, free_gigabytes(device)) if offload == "auto" else offload
    if device == "cpu":
        chosen = "none"
    if chosen == "none":
        model.to(device)
    elif chosen == "model":
        model.enable_model_cpu_offload(device=device)
    else:
        model.enable_sequential_cpu_offload(device=device)
    if chosen != "none":
        for save in ("enable_tiling", "enable_slicing"):
            with suppress(AttributeError, NotImplementedError):
                getattr(model.vae, save)()
        log.info("%s: %s offload, as %s GB are free", about.name, chosen, free_gigabytes(device))
    return chosen  # type: ignore[return-value]


def fitting(about: About, free: float | None) -> Offload:
    """How a family's model fits into so many free gigabytes.

    Raises:
        SetupError: not even a part has room.
    """
    if free is None or free >= about.gigabytes:
        return "none"
    if free >= (about.part_gigabytes or about.least_gigabytes * 1.3):
        return "model"
    if free >= about.least_gigabytes:
        return "sequential"
    raise SetupError(
        f"{about.name}: expected {about.least_gigabytes:g} GB of free memory on the GPU at least; got {free:.1f}. "
        f"Free some, take one that would fit ({_smaller(about, free)}), or the CPU: STORYLINE_DEVICE=cpu"
    )


def _smaller(about: About, free: float) -> str:
    """Families that make the same and have room, those that need most first."""
    known = [one.about for one in families().values() if one.about.makes == about.makes]
    fit = sorted((one for one in known if one.least_gigabytes <= free), key=lambda one: -one.least_gigabytes)
    return ", ".join(one.name for one in fit) or "none does"


_held: tuple[Any, Any] | None = None
"""One model at a time: its name, and itself."""


@contextmanager
def held(family: Family, source: Source, device: str, precision: str, offload: str) -> Iterator[Any]:
    """A family's model, ready. The one that was there before is let go of, unless it is the same.

    Raises:
        SetupError: it cannot be loaded, or has no room.
    """
    global _held
    name = (family.about.name, source, device, precision, offload)
    if _held is None or _held[0] != name:
        release()
        model = family.load(source, device, precision)
        if hasattr(model, "set_progress_bar_config"):
            model.set_progress_bar_config(disable=True)
        place(model, family.about, device, offload)
        _held = (name, model)
    threads = torch.get_num_threads()
    if device == "cpu":
        torch.set_num_threads(1)  # how work is divided changes the last bits, and cores are busy with other tasks
    ready = _held[1]
    try:
        with torch.no_grad():
            yield ready
    except BaseException:
        if hasattr(ready, "maybe_free_model_hooks"):
            ready.maybe_free_model_hooks()  # else the part that was at work stays on the GPU
        raise
    finally:
        torch.set_num_threads(threads)


def release() -> None:
    """Let go of the model that is in memory."""
    global _held
    _held = None
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def generator(seed: int) -> torch.Generator:
    """Where noise comes from: the CPU, on every device."""
    return torch.Generator().manual_seed(seed)
