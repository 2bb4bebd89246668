"""The stages in their order, each from what those before it have learnt, into a model that can be used.

FOLDER/
    corpora/              what was drawn; delete it when you are done
    autoencoder-images/   a folder a run, with its log, samples and checkpoints (see `storyline.training.loop`)
    …
    tokenizer.model
    model/                what `--generator nuwa-xl` takes: written after images and all stages that follow
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from accelerate import PartialState
from torch import nn

from generators.nuwa_xl.autoencoder import TemporalAutoencoder, with_decoder
from generators.nuwa_xl.card import Card
from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.details import Detailer, enlarged
from generators.nuwa_xl.sizes import SIZES
from generators.nuwa_xl.tokenizer import Tokenizer
from generators.nuwa_xl.unet import MaskTemporalUNet, with_blocks, with_temporal
from storyline.errors import SetupError
from storyline.training import checkpoints
from storyline.training.corpus.world import World
from storyline.training.loop import Trained, on_cpu, train
from storyline.training.nuwa_xl.autoencoder import decoder_stage, image_stage, temporal_stage
from storyline.training.nuwa_xl.clips import DEEPEST
from storyline.training.nuwa_xl.corpora import ByTurns, Corpora
from storyline.training.nuwa_xl.denoising import Latents
from storyline.training.nuwa_xl.details import DetailStage, Scenes
from storyline.training.nuwa_xl.distil import DistilStage
from storyline.training.nuwa_xl.images import DenoisingStage
from storyline.training.nuwa_xl.memory import remembered
from storyline.training.nuwa_xl.pictures import PictureBatches
from storyline.training.nuwa_xl.recipe import LAYERED, SHARES, STAGES, Budget, Recipe, Run, StageName
from storyline.training.nuwa_xl.respelling import respelt
from storyline.training.nuwa_xl.watching import Watch
from storyline.training.stage import Batches, Stage

log = logging.getLogger(__name__)

_TOKENIZER, _MODEL = "tokenizer.model", "model"
_FIRST: Run = "autoencoder-images"
_ENCODER: Run = "autoencoder-temporal"
_DECODER: Run = "autoencoder-decoder"


@dataclass(frozen=True)
class Course:
    """A training of all stages, in one folder."""

    folder: Path
    name: str
    recipe: Recipe
    budget: Budget
    corpora: Corpora
    cpu: bool = False

    def run(self, stages: Sequence[StageName] = STAGES) -> Path:
        """Train these stages, in their own order; where the model is.

        A stage that is done already takes no time: the same command goes on after a kill.

        Raises:
            SetupError: what a stage needs was not trained yet, or something cannot be read or written.
        """
        for stage in (stage for stage in STAGES if stage in stages):
            if stage in LAYERED and self.corpora.videos is not None:
                log.info("%s: left out, as videos do not come in layers", stage)
                continue
            log.info("%s: begins", stage)
            {
                "autoencoder": self._autoencoder,
                "tokenizer": self._tokenizer,
                "images": self._images,
                "clips": self._clips,
                "distil": self._distil,
                "decoder": self._decoder,
                "places": self._places,
                "details": self._details,
            }[stage]()
        return self.folder / _MODEL

    def take_over(self, model: Path) -> None:
        """Begin where a model is: its parts stand where the stages up to `images` leave theirs.

        Of a larger world than its own it learns the words, too. `AFTERWARDS` go on from there, and the
        autoencoder from its own; what was taken over once is not read again.

        Raises:
            SetupError: there is no such model.
        """
        held = Checkpoint.load(model)
        with self._one_first():
            if self._first and not self._is_there("images"):
                if self.corpora.videos is None and not _knows(held.card, self.corpora.world):
                    held = respelt(held, Tokenizer.train(self.corpora.said(), self.recipe.pieces))
                for run in (_FIRST, _ENCODER):
                    held.autoencoder.save_pretrained(self.folder / run / "model")
                held.tokenizer.save(self.folder / _TOKENIZER)
                held.network.save_pretrained(self.folder / "images" / "model")
                for run, part in (("places", held.places), ("details", held.detailer)):
                    if part is not None:
                        part.save_pretrained(self.folder / run / "model")

    def _autoencoder(self) -> None:
        """On single frames, then on clips; one that knows clips, which was taken over, goes on with both by turns."""
        single, several = self._pictures()
        with self._one_first():
            stills, clips = self.corpora.held_out(), self.corpora.held_out(self.recipe.moving)
        if self._is_there(_FIRST) and (held := self._read_autoencoder(_FIRST)).config.temporal:
            self._train(
                _ENCODER, temporal_stage(held, clips), ByTurns((single, several), (2 / 3, 1 / 3), self.budget.seed)
            )
            return
        with seeded(self.budget.seed):
            model = TemporalAutoencoder(**self.recipe.autoencoder)
        self._train(_FIRST, image_stage(model, stills), single)
        with seeded(self.budget.seed):
            stage = temporal_stage(self._read_autoencoder(_FIRST), clips)
        self._train(_ENCODER, stage, several)

    def _decoder(self) -> None:
        """What pictures are made with in the end; no other stage waits for it."""
        model = self._read_autoencoder(_ENCODER)
        widths, blocks = model.config.decoder_widths, model.config.decoder_blocks
        wanted = {"widths": tuple(widths), "blocks": tuple(blocks), **self.recipe.decoder}
        if wanted != {"widths": tuple(widths), "blocks": tuple(blocks)}:
            with seeded(self.budget.seed):
                model = with_decoder(model, **wanted)
        batches = ByTurns(self._pictures(), seed=self.budget.seed)
        with self._one_first():
            stills = self.corpora.held_out()
        self._train(_DECODER, decoder_stage(model, stills), batches)
        if (run := self._last_network) is not None:
            self._write(run)

    def _places(self) -> None:
        """What draws places with nobody there: at first the last network, with more blocks."""
        run, words, autoencoder = self._last_network or "images", self._words(), self._read_autoencoder(_ENCODER)
        if self._is_there("places"):
            net = self._read_network("places")
        else:
            with seeded(self.budget.seed):
                net = with_blocks(self._read_network(run), self.recipe.places)
        entities = net.config.entities
        with self._one_first():
            watched = self.corpora.watched_places(autoencoder, words, entities)
            data = self.corpora.places(autoencoder, words, self.recipe.batches["places"], self.budget.seed, entities)
        self._train("places", DenoisingStage("places", net, Watch(watched, self._last_autoencoder)), data)
        self._write(run)

    def _details(self) -> None:
        """What draws figures once more: of frames that the last network makes."""
        run = self._last_network or "images"
        network, words = self._read_network(run), self._words()
        autoencoder = self._last_autoencoder
        with seeded(self.budget.seed):
            held, kinds = self._read_detailer(), self.corpora.world.kinds
            config = {**self.recipe.details, "memory": len(kinds)}
            model = Detailer(vocabulary=len(words), **config) if held is None else enlarged(held, **config)
        model.remember(*remembered(kinds, words, model.config.memory_pixels))
        held_out, data = self._scenes(words, self.recipe.batches["details"], network.config.entities)
        size = SIZES[self.corpora.sizes[0]]
        self._train("details", DetailStage(model, network, autoencoder, held_out, size), data)
        self._write(run)

    def _scenes(self, words: Tokenizer, batch: int, entities: int) -> tuple[Scenes, Batches[Scenes]]:
        """Scenes in layers: held-out ones, and what is learnt from."""
        with self._one_first():
            return (
                self.corpora.watched_scenes(words, entities),
                self.corpora.scenes(words, batch, self.budget.seed, entities),
            )

    @property
    def _last_network(self) -> Run | None:
        """The run that has trained the network last."""
        runs: tuple[Run, ...] = ("distil", "clips", "images")
        return next((run for run in runs if self._is_there(run)), None)

    @property
    def _last_autoencoder(self) -> TemporalAutoencoder:
        return self._read_autoencoder(_DECODER if self._is_there(_DECODER) else _ENCODER)

    def _pictures(self) -> tuple[PictureBatches, PictureBatches]:
        """Single frames, and clips."""
        with self._one_first():
            pictures, moving = self.corpora.pictures(), self.corpora.moving()
        batches, seed = self.recipe.batches, self.budget.seed
        return (
            PictureBatches(pictures, batches["autoencoder-images"], seed),
            PictureBatches(moving, batches["autoencoder-temporal"], seed),
        )

    def _tokenizer(self) -> None:
        self._must_be_there(_ENCODER)
        with self._one_first():
            if self._first and not (self.folder / _TOKENIZER).is_file():
                Tokenizer.train(self.corpora.texts(self._encoder), self.recipe.pieces).save(self.folder / _TOKENIZER)

    def _images(self) -> None:
        autoencoder, words = self._read_autoencoder(_ENCODER), self._words()
        config = {"vocabulary": len(words), "latent_channels": autoencoder.config.latent_channels}
        with seeded(self.budget.seed):
            net = MaskTemporalUNet(**{**self.recipe.network, **config, "temporal": False})
        with self._one_first():
            watched = self.corpora.watched_images(self._encoder, words, net.config.entities)
            data = self.corpora.image_batches(
                self._encoder, words, self.recipe.batches["images"], self.budget.seed, net.config.entities
            )
        self._train("images", DenoisingStage("images", net, Watch(watched, autoencoder)), data)
        self._write("images")

    def _clips(self) -> None:
        net = self._read_network("images")
        if not net.config.temporal:
            with seeded(self.budget.seed):
                net = with_temporal(net)
        stage = DenoisingStage("clips", net, self._watch_clips(net))
        self._train("clips", stage, self._clip_batches(net))
        self._write("clips")

    def _distil(self) -> None:
        teacher = self._read_network("clips")
        stage = DistilStage(teacher, self.recipe.distillation, self._watch_clips(teacher))
        self._train("distil", stage, self._clip_batches(teacher))
        self._write("distil")

    def _watch_clips(self, net: MaskTemporalUNet) -> Watch:
        with self._one_first():
            clips = self.corpora.watched_clips(self._encoder, self._words(), net.config.entities)
        return Watch(clips, self._read_autoencoder(_ENCODER), shown=4)

    def _clip_batches(self, net: MaskTemporalUNet) -> Batches[Latents]:
        batch, seed = self.recipe.batches["clips"], self.budget.seed
        with self._one_first():
            return self.corpora.clip_batches(self._encoder, self._words(), batch, seed, net.config.entities)

    def _train(self, run: Run, stage: Stage[Any], data: Batches[Any]) -> Trained:
        trained = train(stage, data, self.budget.of(run), self.folder / run, cpu=self.cpu)
        log.info("%s: %d steps in %.0f s", run, trained.step, trained.seconds)
        return trained

    def _write(self, run: Run) -> None:
        """The model as it is after a run, to be used."""
        if not self._first:
            return
        network = self._read_network(run)
        autoencoder = self._last_autoencoder
        places = self._read_network("places") if self._is_there("places") else None
        others = (self._read_detailer(), places)
        for part in (part for part in (network, autoencoder, *others) if part is not None):
            nn.Module.half(part)  # half the bytes, for what nobody sees
        model = Checkpoint(self._card(run, network), network, autoencoder, self._words(), *others)
        model.save(self.folder / _MODEL)

    def _card(self, run: Run, network: MaskTemporalUNet) -> Card:
        world, distilled = self.corpora.world, self.recipe.distillation
        drawn = self.corpora.videos is None  # nobody knows which words those of videos are
        done = (checkpoints.newest(self.folder / name) for name in SHARES)
        told = [f"{held.state.stage} {held.state.step} steps in {held.state.seconds:.0f} s" for held in done if held]
        few = run == "distil"
        return Card(
            name=self.name,
            about="; ".join(told),
            sizes=tuple(SIZES[size] for size in self.corpora.sizes),
            length=network.config.max_frames,
            entities=network.config.entities,
            deepest=DEEPEST,
            anchors=network.config.temporal and drawn,
            sampler="ddim",
            steps=distilled.steps if few else self.recipe.steps,
            steps_between=distilled.between if few else max(1, self.recipe.steps // 4),
            start_between=1.0 if few else self.recipe.start_between,
            guidance=1.0 if few else distilled.guidance,
            kinds=world.kinds if drawn else (),
            settings=world.settings if drawn else (),
            actions=("stand", *world.actions) if drawn else (),
        )

    @property
    def _first(self) -> bool:
        """Whether this is the first of the processes that train together."""
        return bool(PartialState(cpu=on_cpu(self.cpu)).is_main_process)

    def _one_first(self) -> AbstractContextManager[None]:
        """What is within is done by the first process, then by the others, who find it done."""
        context: AbstractContextManager[None] = PartialState(cpu=on_cpu(self.cpu)).main_process_first()
        return context

    @property
    def _encoder(self) -> Path:
        return self.folder / _ENCODER / "model"

    def _words(self) -> Tokenizer:
        if not (self.folder / _TOKENIZER).is_file():
            raise SetupError(
                f"{self.folder}: expected a tokenizer to be trained before; it is not. Train its stage first"
            )
        return Tokenizer.load(self.folder / _TOKENIZER)

    def _read_autoencoder(self, run: Run) -> TemporalAutoencoder:
        self._must_be_there(run)
        model: TemporalAutoencoder = TemporalAutoencoder.from_pretrained(self.folder / run / "model")
        return model

    def _read_network(self, run: Run) -> MaskTemporalUNet:
        self._must_be_there(run)
        network: MaskTemporalUNet = MaskTemporalUNet.from_pretrained(self.folder / run / "model")
        return network

    def _read_detailer(self) -> Detailer | None:
        there = self._is_there("details")
        return Detailer.from_pretrained(self.folder / "details" / "model") if there else None

    def _is_there(self, run: Run) -> bool:
        return (self.folder / run / "model").is_dir()

    def _must_be_there(self, run: Run) -> None:
        if not self._is_there(run):
            raise SetupError(f"{self.folder}: expected {run} to be trained before; it is not. Train its stage first")


def _knows(card: Card, world: World) -> bool:
    """Whether a model has read of all kinds and settings of a world: of whose words nobody knows is taken to have."""
    words = ((card.kinds, world.kinds), (card.settings, world.settings))
    return all(not known or {*asked} <= {*known} for known, asked in words)


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Within it torch's own generator begins with a seed: new layers are drawn from it."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        yield
