"""Pictures of whoever is in a panel → what a UNet is told of them, each within their box. Here torch comes in.

Source: Ye et al. 2023, "IP-Adapter: Text Compatible Image Prompt Adapter for Text-to-Image Diffusion Models".
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float
from PIL import Image
from torch import Tensor
from transformers import CLIPImageProcessor

from generators.hub.family import Who
from generators.hub.layout_energy import mask_of
from generators.hub.loading import load_part
from storyline.diffusion.sources import Source
from storyline.errors import SetupError
from storyline.frames.clip import Picture


def put_in(model: Any, adapter: Source, weights: str, encoder: str, precision: str) -> None:
    """Give a pipeline an adapter, with the network that looks at pictures for it.

    Args:
        adapter: a folder with one file of weights and `image_encoder` in it; or as the adapters' repository is laid
            out, here or on the hub.
        weights: the file in that repository, as safetensors.
        encoder: the folder of the other network there.

    Raises:
        SetupError: they cannot be read, or do not fit each other or the pipeline.
    """
    weights, encoder = _places(adapter, weights, encoder)
    network = load_part(adapter, "CLIPVisionModelWithProjection", precision, encoder)
    side = network.config.image_size
    model.register_modules(image_encoder=network, feature_extractor=CLIPImageProcessor(size=side, crop_size=side))
    place, commit = Path(weights), {} if adapter.path else {"revision": adapter.identity["commit"]}
    try:
        model.load_ip_adapter(adapter.name, place.parent.as_posix(), place.name, image_encoder_folder=None, **commit)
    except Exception as error:  # of diffusers, the hub, safetensors or torch, each with its own
        said = " ".join(str(error).split())[:300]
        raise SetupError(
            f"model {adapter.name}: expected an IP-Adapter for {type(model).__name__} as {weights}: {said}"
        ) from error
    _must_fit(model, adapter, weights)


def _places(adapter: Source, weights: str, encoder: str) -> tuple[str, str]:
    here = adapter.path
    if here is None or (here / weights).is_file():
        return weights, encoder
    files = sorted(here.glob("*.safetensors")) if here.is_dir() else []
    if len(files) != 1 or not (here / "image_encoder").is_dir():
        raise SetupError(
            f"model {adapter.name}: expected a folder with one .safetensors file of an IP-Adapter and the folder "
            f"image_encoder, or with {weights} and {encoder}; it has {[file.name for file in files] or 'none'}"
        )
    return files[0].name, "image_encoder"


def _must_fit(model: Any, adapter: Source, weights: str) -> None:
    """Refuse an adapter that was taught with other features of pictures, such as those of faces."""
    layer, seen = model.unet.encoder_hid_proj.image_projection_layers[0], model.image_encoder.config
    wanted = {
        "ImageProjection": lambda: (layer.image_embeds.in_features, seen.projection_dim),
        "IPAdapterPlusImageProjection": lambda: (layer.proj_in.in_features, seen.hidden_size),
        "IPAdapterFullImageProjection": lambda: (layer.ff.net[0].proj.in_features, seen.hidden_size),
    }
    kind = type(layer).__name__
    expected, got = wanted[kind]() if kind in wanted else (0, seen.projection_dim)
    if expected != got:
        what = f"one of {expected} features" if expected else "another kind of network"
        raise SetupError(
            f"model {adapter.name}: {weights} was made for {what}; got an image_encoder of {got} features. Each "
            "adapter goes with the image_encoder that it was taught with; those of faces (FaceID) go with none"
        )


def asked_of(
    who: Sequence[Who], most: int, size: tuple[int, int]
) -> tuple[list[Image.Image], Float[Tensor, "1 pictures rows columns"]]:
    """The pictures that are looked at, and how much each counts in every cell of the latents.

    Where boxes overlap, whoever is nearer counts. Several pictures of somebody share their weight.

    Args:
        who: far to near.
        most: pictures of each.
        size: rows and columns of the latents.
    """
    free = torch.ones(size, dtype=torch.bool)
    found: list[tuple[Picture, Tensor]] = []
    for one in reversed(who):
        mask = mask_of(one.box, *size)
        seen = one.references[:most]
        found += [(picture, (mask & free) * (1 / len(seen))) for picture in seen]
        free = free & ~mask
    masks = torch.stack([mask for _, mask in found]) if found else torch.zeros(0, *size)
    return [squared(picture) for picture, _ in found], masks[None].float()


def squared(picture: Picture) -> Image.Image:
    """A picture on a white square, in its middle: the network sees squares, and would cut the others."""
    height, width = picture.shape[:2]
    side = max(height, width)
    square = Image.new("RGB", (side, side), "white")
    square.paste(Image.fromarray(picture), ((side - width) // 2, (side - height) // 2))
    return square


def blank() -> Image.Image:
    """What a pipeline with an adapter is given where there is nothing to look at."""
    return Image.new("RGB", (64, 64), "white")
