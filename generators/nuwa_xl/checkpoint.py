"""A trained model in a folder: its card, its network, its autoencoder and its words."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import torch
from safetensors.torch import load_file

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from generators.nuwa_xl.card import CARD, Card, check_files, digest_of, read_card
from generators.nuwa_xl.details import Detailer
from generators.nuwa_xl.tokenizer import Tokenizer
from generators.nuwa_xl.unet import MaskTemporalUNet
from storyline.errors import SetupError
from storyline.schema.base import document

NETWORK, AUTOENCODER, DETAILER, PLACES = "unet", "autoencoder", "detailer", "places"
TOKENIZER = "tokenizer.model"
WEIGHTS = "diffusion_pytorch_model.safetensors"
"""Of each part, as diffusers names them."""


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """All that sampling needs of a training."""

    card: Card
    network: MaskTemporalUNet
    autoencoder: TemporalAutoencoder
    tokenizer: Tokenizer
    detailer: Detailer | None = None
    """What draws figures once more in the frames that were decoded, if there is one."""
    places: MaskTemporalUNet | None = None
    """What draws places with nobody there; the network of frames does if there is none."""

    @classmethod
    def load(cls, folder: Path, device: str = "cpu") -> "Checkpoint":
        """Read a model, each of its files compared with its card, and put it on a device of torch's.

        Raises:
            SetupError: it is missing, damaged, of something else, or there is no such device.
        """
        card = read_card(folder)
        check_files(folder, card)
        network = _loaded(MaskTemporalUNet, folder / NETWORK, device)
        autoencoder = _loaded(TemporalAutoencoder, folder / AUTOENCODER, device)
        detailer, places = (
            _loaded(kind, folder / name, device) if (folder / name).is_dir() else None
            for kind, name in ((Detailer, DETAILER), (MaskTemporalUNet, PLACES))
        )
        model = cls(card, network, autoencoder, Tokenizer.load(folder / TOKENIZER), detailer, places)
        if fault := model.fault():
            raise SetupError(f"nuwa-xl: {folder} does not fit together: {fault}. Train it anew, or copy it again")
        return model

    def save(self, folder: Path) -> Card:
        """Write the model in the place of what the folder holds; the card as it is written has all files' digests.

        Raises:
            SetupError: its parts do not fit together, or the folder holds something else.
        """
        if fault := self.fault():
            raise SetupError(f"nuwa-xl: a model that does not fit together is not saved: {fault}")
        if folder.exists() and not (folder / CARD).is_file() and any(folder.iterdir()):
            raise SetupError(f"nuwa-xl: {folder} holds other things than a model: name a new folder, or an empty one")
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            parts: dict[str, Any] = {
                NETWORK: self.network,
                AUTOENCODER: self.autoencoder,
                DETAILER: self.detailer,
                PLACES: self.places,
            }
            for name, part in parts.items():
                if part is None:
                    continue
                part.register_to_config(_name_or_path="")  # where it lay when it was read is nobody's business
                part.save_pretrained(new / name)
            self.tokenizer.save(new / TOKENIZER)
            files = {
                path.relative_to(new).as_posix(): digest_of(path) for path in sorted(new.rglob("*")) if path.is_file()
            }
            card = self.card.model_copy(update={"files": files})
            (new / CARD).write_text(json.dumps(document(card), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            new.chmod(0o755)
            shutil.rmtree(folder, ignore_errors=True)
            new.replace(folder)
        finally:
            shutil.rmtree(new, ignore_errors=True)
        return card

    @property
    def device(self) -> torch.device:
        """Where it computes."""
        found: torch.device = self.network.device
        return found

    def fault(self) -> str | None:
        """Why its parts cannot work together, in words; None if they can."""
        network, autoencoder = self.network.config, self.autoencoder.config
        if network.latent_channels != autoencoder.latent_channels:
            return (
                f"its network draws {network.latent_channels} channels, "
                f"its autoencoder decodes {autoencoder.latent_channels}"
            )
        if autoencoder.latent_mean is None or autoencoder.latent_std is None:
            return "its autoencoder does not know the spread of its latents"
        if network.vocabulary != len(self.tokenizer):
            return f"its network reads {network.vocabulary} pieces, its tokenizer has {len(self.tokenizer)}"
        for name, part in (("detailer", self.detailer), ("place network", self.places)):
            if part is not None and part.config.vocabulary != network.vocabulary:
                return f"its network reads {network.vocabulary} pieces, its {name} {part.config.vocabulary}"
        if self.places is not None and self.places.config.latent_channels != network.latent_channels:
            return (
                f"its network draws {network.latent_channels} channels, "
                f"its place network {self.places.config.latent_channels}"
            )
        if self.card.length > network.max_frames:
            return f"its card asks for windows of {self.card.length} frames, its network takes {network.max_frames}"
        return None


def _loaded(kind: type[Any], folder: Path, device: str) -> Any:
    """A network with its weights, not to be trained."""
    try:
        model = kind.from_config(kind.load_config(folder, local_files_only=True))
        weights = load_file(folder / WEIGHTS)
        if other := sorted(weights.keys() ^ model.state_dict().keys()):
            raise SetupError(
                f"nuwa-xl: {folder} holds the weights of another network than {kind.__name__} as it is now: "
                f"{len(other)} differ, such as {other[0]!r}. Train it anew, or use the version that made it"
            )
        model.load_state_dict(weights)
        return model.to(device).eval().requires_grad_(False)
    except SetupError:
        raise
    except Exception as error:  # of torch, diffusers, safetensors or JSON, each with its own
        said = " ".join(str(error).split())[:300]
        raise SetupError(f"nuwa-xl: {folder} cannot be used as {kind.__name__} on {device!r}: {said}") from None
