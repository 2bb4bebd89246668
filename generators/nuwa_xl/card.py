"""What a trained model says of itself: the card that lies beside its weights. It is read without torch."""

import hashlib
import json
import math
import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from generators.nuwa_xl.sizes import CELL
from storyline.errors import SetupError
from storyline.schema.base import Name, Noun, Text, canonical
from storyline.schema.media import Digest, FilePath, FrameSize

FORMAT: Literal["nuwa-xl/1"] = "nuwa-xl/1"
CARD = "card.json"
ENVIRONMENT = "STORYLINE_NUWA_XL"
SHIPPED = Path(__file__).parent / "weights"
"""The model that comes with the product, if one does."""

SamplerName = Literal["ddim", "ddpm", "euler", "heun", "dpm_solver_pp"]
"""Those of `storyline.diffusion.samplers`, which is not imported here."""


class Card(Noun):
    """What it takes to use a model as it was trained: nothing of this has a default when frames are sampled."""

    format: Literal["nuwa-xl/1"] = FORMAT
    name: Name
    about: Text = ""
    """On what, for how long and how well it was trained, for people."""
    sizes: Annotated[tuple[FrameSize, ...], Field(min_length=1)]
    """That it draws at, one a shape of picture."""
    length: Annotated[int, Field(strict=True, ge=2)]
    """Frames that are sampled together, at most."""
    entities: Annotated[int, Field(strict=True, ge=1)]
    """Of a frame, at most."""
    deepest: Annotated[int, Field(strict=True, ge=1)]
    """The last level of the hierarchy that it knows as such; deeper windows are given this one."""
    anchors: bool
    """Whether it has learnt to draw keyframes in sight of anchors."""
    sampler: SamplerName
    steps: Annotated[int, Field(strict=True, ge=1)]
    steps_between: Annotated[int, Field(strict=True, ge=1)]
    """For frames between keyframes, which begin with a good guess."""
    start_between: Annotated[float, Field(gt=0, le=1)] = 1.0
    """The time at which those begin: 1 is noise alone, less is their guess with so much noise (`sampling`)."""
    guidance: Annotated[float, Field(ge=0)]
    """Of keyframes and anchors; 1 is none. Frames between them are drawn without: their ends say enough."""
    rescale: Annotated[float, Field(ge=0, le=1)] = 0.0
    """See `storyline.diffusion.guidance`."""
    steps_place: Annotated[int, Field(strict=True, ge=1)] = 20
    guidance_place: Annotated[float, Field(ge=0)] = 2.0
    """Of the anchor that is the place alone: it is one picture a scene, and behind all of its frames."""
    kinds: tuple[Name, ...] = ()
    settings: tuple[Name, ...] = ()
    actions: tuple[Name, ...] = ()
    """The words of `storyline.schema.vocabulary` that it was trained on; all of them where none is named."""
    files: Mapping[FilePath, Digest] = {}
    """What lies beside the card."""

    @cached_property
    def digest(self) -> str:
        """Of the card, and so of every file beside it: SHA-256, in hexadecimal."""
        return hashlib.sha256(canonical(self)).hexdigest()

    def size_for(self, asked: FrameSize) -> FrameSize:
        """The size that it draws at whose shape is nearest to the one asked for."""
        ratio = math.log(asked.width / asked.height)
        return min(self.sizes, key=lambda size: abs(math.log(size.width / size.height) - ratio))


def model_folder(folder: Path | None = None) -> Path:
    """The folder of the model to be used: the one given, that of $STORYLINE_NUWA_XL, or the one that is shipped.

    Raises:
        SetupError: nothing is named, and none is shipped.
    """
    if folder is not None:
        return folder
    if named := os.environ.get(ENVIRONMENT):
        return Path(named)
    if (SHIPPED / CARD).is_file():
        return SHIPPED
    raise SetupError(
        f"nuwa-xl: no trained model comes with this installation. Train one with "
        f"`python -m storyline.training.nuwa_xl FOLDER --minutes 60`, and name it: {ENVIRONMENT}=FOLDER/model"
    )


def read_card(folder: Path) -> Card:
    """The card of a model.

    Raises:
        SetupError: there is none, or it is damaged or of something else.
    """
    path = folder / CARD
    try:
        card = Card.model_validate(json.loads(path.read_bytes()))
    except OSError as error:
        raise SetupError(
            f"nuwa-xl: {folder} holds no trained model: {CARD} cannot be read ({error.strerror or error}). Name a "
            f"folder that `python -m storyline.training.nuwa_xl` has written in {ENVIRONMENT}"
        ) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise SetupError(f"nuwa-xl: {path} is no card of a model of format {FORMAT}: {where}: {first['msg']}") from None
    except ValueError as error:
        raise SetupError(f"nuwa-xl: {path} is damaged: {error}. Copy the model's folder again") from None
    if wrong := [size for size in card.sizes if size.width % CELL or size.height % CELL]:
        raise SetupError(f"nuwa-xl: {path}: sizes are multiples of {CELL} pixels; got {wrong[0]}")
    return card


def check_files(folder: Path, card: Card) -> None:
    """Compare the files of a model with its card.

    Raises:
        SetupError: one is missing or another than it was.
    """
    for name, expected in card.files.items():
        if digest_of(folder / name) != expected:
            raise SetupError(
                f"nuwa-xl: {folder / name} is not the file that the model's card names: it is damaged, or of another "
                "model. Copy the model's folder again"
            )


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal. Raises SetupError if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SetupError(
            f"nuwa-xl: {path} of the model cannot be read: {error.strerror or error}. Copy the model's folder again"
        ) from None
