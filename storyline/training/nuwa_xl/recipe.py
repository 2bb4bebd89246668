"""What a training makes: how large the networks are, on how much they learn, and what part of the time each takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from storyline.errors import SetupError
from storyline.training.loop import Settings
from storyline.training.nuwa_xl.distil import Distillation
from storyline.training.precision import Precision

StageName = Literal["autoencoder", "tokenizer", "images", "clips", "distil", "decoder", "places", "details"]
STAGES: tuple[StageName, ...] = (
    "autoencoder", "tokenizer", "images", "clips", "distil", "decoder", "places", "details",
)  # fmt: skip
"""In the order in which each needs what was learnt before it; `decoder` needs the first alone."""
AFTERWARDS = STAGES[3:]
"""Those that go on from a model."""
LAYERED: tuple[StageName, ...] = ("places", "details")
"""Those that learn from scenes in layers."""

Run = Literal[
    "autoencoder-images",
    "autoencoder-temporal",
    "autoencoder-decoder",
    "images",
    "clips",
    "distil",
    "places",
    "details",
]

SHARES: Mapping[Run, float] = MappingProxyType(
    {
        "autoencoder-images": 0.08,
        "autoencoder-temporal": 0.04,
        "autoencoder-decoder": 0.05,
        "images": 0.26,
        "clips": 0.15,
        "distil": 0.05,
        "places": 0.17,
        "details": 0.20,
    }
)
"""Of the minutes. Drawing comes on top: it is done once."""

RATES: Mapping[Run, float] = MappingProxyType(
    {
        "autoencoder-images": 3e-3,
        "autoencoder-temporal": 1e-3,
        "autoencoder-decoder": 2e-3,
        "images": 4e-3,
        "clips": 2.5e-3,
        "distil": 5e-4,
        "places": 2e-3,
        "details": 3e-3,
    }
)


@dataclass(frozen=True)
class Recipe:
    """What is trained, on what."""

    autoencoder: Mapping[str, Any] = field(default_factory=dict)
    """Of `TemporalAutoencoder`, as its encoder is trained."""
    decoder: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """`widths` and `blocks` of the decoder that takes the place of that one in the end, on the same latents; none
    where it stays."""
    places: Sequence[int] = (3, 4)
    """Blocks on each level of the network that draws places, at least those of the one that draws frames."""
    details: Mapping[str, int] = field(default_factory=lambda: {"pixels": 96, "deep_blocks": 1})
    """Of `Detailer`, at least what one that goes on has."""
    network: Mapping[str, Any] = field(default_factory=dict)
    """Of `MaskTemporalUNet`; `max_frames` of it is the length of clips."""
    pieces: int = 1500
    """Of the tokenizer, at most."""
    pictures: int = 3000
    """That the autoencoder learns from, and as many clips of `moving` frames as a tenth of it."""
    moving: int = 8
    scenes: int = 20_480
    """In layers: detailer and place network learn from them."""
    images: int = 48_000
    """Single frames, beside those of clips."""
    clips: int = 1200
    """Of frames far apart, beside anchors; and as many of frames close to each other."""
    anchors: int = 4
    """Of a clip, at most."""
    singles: float = 1 / 3
    """The part of the batches of clips that is of single frames."""
    held_out: int = 32
    """Of each kind, which nothing learns from."""
    batches: Mapping[str, int] = field(
        default_factory=lambda: {
            "autoencoder-images": 16,
            "autoencoder-temporal": 3,
            "images": 32,
            "clips": 3,
            "places": 32,
            "details": 12,
        }
    )
    distillation: Distillation = field(default_factory=Distillation)
    steps: int = 8
    """Of a network that is not distilled, for keyframes; between them a quarter."""
    start_between: float = 0.35
    """Where those begin: of a network that is not distilled, nearer to the guess than to noise."""

    @property
    def length(self) -> int:
        """Frames of a clip."""
        return int(self.network.get("max_frames", 16))


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "small": Recipe(
            autoencoder={"latent_channels": 12},
            network={"widths": (96, 256)},
            clips=700,
            steps=4,
        ),
        "large": Recipe(
            autoencoder={
                "encoder_widths": (64, 128),
                "encoder_blocks": (2, 3),
                "decoder_widths": (128, 64),
                "decoder_blocks": (2, 3),
            },
            network={"widths": (96, 320), "blocks": (1, 5), "text_width": 128, "paint_width": 64, "clock_width": 384},
            places=(3, 5),
            pieces=2000,
            pictures=20_000,
            scenes=100_000,
            images=300_000,
            clips=20_000,
            held_out=64,
            batches={
                "autoencoder-images": 64,
                "autoencoder-temporal": 12,
                "images": 256,
                "clips": 24,
                "places": 256,
                "details": 96,
            },
        ),
    }
)
"""By name: for two CPU cores and an hour or two, and for a GPU."""


@dataclass(frozen=True)
class Budget:
    """How long all is trained."""

    minutes: float | None = None
    """Of all stages together."""
    steps: int | None = None
    """Of each stage; the same weights come out every time."""
    seed: int = 0
    rate: float | None = None
    """The length of a step, in the place of `RATES`: a trained network that goes on takes shorter ones."""
    precision: Precision = "auto"
    gradient_checkpointing: bool = False
    keep_minutes: float = 5.0
    continue_from: Path | None = None
    """The folder of another training, with whose weights every stage begins."""

    def __post_init__(self) -> None:
        if self.minutes is None and self.steps is None:
            raise SetupError("training: expected minutes or steps; got neither. Say --minutes 60, or --steps 1000")

    def of(self, run: Run) -> Settings:
        """The settings of one run."""
        source = self.continue_from / run if self.continue_from is not None else None
        return Settings(
            steps=self.steps,
            minutes=None if self.minutes is None else self.minutes * SHARES[run],
            seed=self.seed,
            rate=RATES[run] if self.rate is None else self.rate,
            precision=self.precision,
            gradient_checkpointing=self.gradient_checkpointing,
            keep_minutes=self.keep_minutes,
            continue_from=source if source is not None and (source / "checkpoints").is_dir() else None,
        )
