"""Which corpora a training draws, or makes of videos, and how its batches are taken from them.

corpora/pictures                        pictures, clips and scenes in layers, for what learns from pixels
corpora/images-<size>  far-  near-      latents: single frames, clips with anchors, clips of neighbouring frames
corpora/held-…                          the same of scripts that nothing learns from
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Generic, TypeVar

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from generators.nuwa_xl.batch import Words
from generators.nuwa_xl.conditions import FrameConditions
from generators.nuwa_xl.sizes import SIZES, finer
from storyline.diffusion.noise import seed_of
from storyline.training.corpus.cache import draw_shards
from storyline.training.corpus.shards import Shards
from storyline.training.corpus.toon import ClipSpec
from storyline.training.corpus.videos import keep_videos
from storyline.training.corpus.world import HELD_OUT, TRAINING, World
from storyline.training.nuwa_xl.autoencoder import Pictures
from storyline.training.nuwa_xl.clips import ClipBatches, Corpus, LatentClip, batched, some_known
from storyline.training.nuwa_xl.denoising import Latents
from storyline.training.nuwa_xl.details import SceneBatches, Scenes, scenes
from storyline.training.nuwa_xl.images import ImageBatches
from storyline.training.nuwa_xl.pictures import PictureFiles, draw_pictures, set_aside, video_pictures
from storyline.training.nuwa_xl.places import PlaceBatches
from storyline.training.nuwa_xl.recipe import Recipe
from storyline.training.stage import Batches

log = logging.getLogger(__name__)

B = TypeVar("B")

_WATCHED = 8
"""Clips of a strip."""
_HEARD = 20_000
"""Scenes whose words are learnt, at most."""


@dataclass(frozen=True)
class Corpora:
    """The drawn world, or a folder of videos, as one training sees it. What is not there yet is made when asked for."""

    folder: Path
    world: World
    recipe: Recipe
    sizes: tuple[str, ...] = ("16:9",)
    """Of `SIZES`."""
    workers: int = 1
    videos: Path | None = None
    """Videos with captions, to learn from instead; the last tenth of their clips is held out."""

    def pictures(self) -> PictureFiles:
        """Single frames."""
        return self._pictures(TRAINING[: self.recipe.pictures], self._image())

    def moving(self) -> PictureFiles:
        """Clips of neighbouring frames."""
        return self._pictures(TRAINING[: max(1, self.recipe.pictures // 10)], self._near(self.recipe.moving))

    def held_out(self, length: int = 1) -> Pictures:
        """Pictures that nothing learns from: single frames, or clips, a quarter as many."""
        count = self.recipe.held_out if length == 1 else max(2, self.recipe.held_out // 4)
        spec = self._image() if length == 1 else self._near(length)
        files = self._pictures(HELD_OUT[:count], spec, held_out=True)
        return files.batch(range(min(count, len(files))))

    def texts(self, encoder: Path) -> Iterator[str]:
        """All that is said of the frames that are learnt from, for the tokenizer."""
        for shards in (self._images(encoder, self.sizes[0]), self._far_clips(encoder, self.sizes[0])):
            for number in range(len(shards)):
                yield from _told(shards[number].conditions)

    def said(self) -> Iterator[str]:
        """All that is said of scenes in layers."""
        layers = self._layers(TRAINING[: self.recipe.scenes])
        for number in range(min(_HEARD, len(layers))):
            yield from _told(layers[number].conditions)

    def image_batches(self, encoder: Path, words: Words, batch: int, seed: int, entities: int) -> Batches[Latents]:
        """Single frames: of scripts of their own, and of clips, anchors among them."""
        return ByTurns(
            tuple(
                ImageBatches(
                    (
                        (self._images(encoder, size), 0.6),
                        (self._far_clips(encoder, size), 0.3),
                        (self._near_clips(encoder, size), 0.1),
                    ),
                    words,
                    batch,
                    seed,
                    entities,
                )
                for size in self.sizes
            ),
            seed=seed,
        )

    def clip_batches(self, encoder: Path, words: Words, batch: int, seed: int, entities: int) -> Batches[Latents]:
        """Clips far and near, and single frames, of which more can be seen in the same time."""
        clips: list[Batches[Latents]] = [
            ClipBatches(
                ((self._far_clips(encoder, size), 0.5), (self._near_clips(encoder, size), 0.5)),
                words,
                batch,
                seed,
                entities,
            )
            for size in self.sizes
        ]
        images = self.image_batches(encoder, words, batch * self.recipe.length, seed, entities)
        singles = self.recipe.singles
        return ByTurns((*clips, images), (*[(1 - singles) / len(clips)] * len(clips), singles), seed)

    def scenes(self, words: Words, batch: int, seed: int, entities: int) -> Batches[Scenes]:
        """Single frames in layers, with what is to be seen on them."""
        return SceneBatches(self._layers(TRAINING[: self.recipe.scenes]), words, batch, seed, entities)

    def watched_scenes(self, words: Words, entities: int) -> Scenes:
        """Held-out frames."""
        return scenes(self._layers(self._held), [*range(self.recipe.held_out)], words, entities)

    def places(
        self, autoencoder: TemporalAutoencoder, words: Words, batch: int, seed: int, entities: int
    ) -> Batches[Latents]:
        """Places with nobody there."""
        layers = self._layers(TRAINING[: self.recipe.scenes])
        return PlaceBatches(layers, autoencoder, words, SIZES[self.sizes[0]], batch, seed, entities)

    def watched_places(self, autoencoder: TemporalAutoencoder, words: Words, entities: int) -> Latents:
        """Held-out places."""
        count, size = self.recipe.held_out, SIZES[self.sizes[0]]
        held = PlaceBatches(self._layers(self._held), autoencoder, words, size, count, entities=entities)
        return held.of([*range(count)])

    def watched_images(self, encoder: Path, words: Words, entities: int) -> Latents:
        """Held-out frames, of which nothing is known."""
        count = self.recipe.held_out
        images = self._latents("images", self.sizes[0], HELD_OUT[:count], self._image(), encoder, held_out=True)
        numbers = range(min(count, len(images)))
        return batched([some_known(images[n], Random(n), "nothing") for n in numbers], words, entities)

    def watched_clips(self, encoder: Path, words: Words, entities: int) -> Latents:
        """Held-out clips: keyframes in sight of their anchors, and frames between two known ones, by turns."""
        seeds, size = HELD_OUT[: min(_WATCHED, self.recipe.held_out)], self.sizes[0]
        far = self._latents("far", size, seeds, self._far(), encoder, held_out=True)
        near = self._latents("near", size, seeds, self._near(self.recipe.length), encoder, held_out=True)
        clips = []
        for n in range(min(_WATCHED // 2, len(far), len(near))):
            clips += [some_known(far[n], Random(n), "nothing"), some_known(near[n], Random(n), "ends")]
        return batched(clips, words, entities)

    def _images(self, encoder: Path, size: str) -> Corpus:
        return self._latents("images", size, TRAINING[: self.recipe.images], self._image(), encoder)

    def _far_clips(self, encoder: Path, size: str) -> Corpus:
        return self._latents("far", size, TRAINING[: self.recipe.clips], self._far(), encoder)

    def _near_clips(self, encoder: Path, size: str) -> Corpus:
        seeds = TRAINING[self.recipe.clips : 2 * self.recipe.clips]
        return self._latents("near", size, seeds, self._near(self.recipe.length), encoder)

    @property
    def _held(self) -> range:
        return HELD_OUT[: self.recipe.held_out]

    def _layers(self, seeds: range) -> PictureFiles:
        spec = replace(self._image(), size=finer(SIZES[self.sizes[0]]), masks=True, grounds=True)
        return draw_pictures(self.world, seeds, spec, self.folder / "pictures", self.workers)

    def _image(self) -> ClipSpec:
        return ClipSpec("image", size=SIZES[self.sizes[0]])

    def _far(self) -> ClipSpec:
        length, anchors = self.recipe.length, min(self.recipe.anchors, self.recipe.length - 2)
        return ClipSpec("global", length, anchors, size=SIZES[self.sizes[0]])

    def _near(self, length: int) -> ClipSpec:
        return ClipSpec("local", length, size=SIZES[self.sizes[0]])

    def _pictures(self, seeds: range, spec: ClipSpec, *, held_out: bool = False) -> PictureFiles:
        folder = self.folder / "pictures"
        if self.videos is not None:
            return video_pictures(self.videos, spec, folder, held_out=held_out)
        return draw_pictures(self.world, seeds, spec, folder, self.workers)

    def _latents(
        self, kind: str, size: str, seeds: range, spec: ClipSpec, encoder: Path, *, held_out: bool = False
    ) -> Corpus:
        spec = replace(spec, size=SIZES[size])
        name = f"{kind}-{_plain(size)}"
        folder = self.folder / (f"held-{name}" if held_out and self.videos is None else name)
        folder.mkdir(parents=True, exist_ok=True)
        if self.videos is not None:
            count = keep_videos(self.videos, folder, spec, encoder=encoder)
            return Some(Shards(folder), set_aside(count, self.videos, held_out=held_out))
        for done in draw_shards(folder, self.world, seeds, spec, encoder=encoder, workers=self.workers):
            log.info("%s: %d of %d drawn", folder.name, done, len(seeds))
        return Shards(folder)


@dataclass(frozen=True)
class Some:
    """Some clips of a corpus."""

    corpus: Corpus
    chosen: range

    def __len__(self) -> int:
        return len(self.chosen)

    def __getitem__(self, number: int) -> LatentClip:
        """A clip. Raises IndexError if there is none of that number."""
        return self.corpus[self.chosen[number]]


@dataclass(frozen=True)
class ByTurns(Generic[B]):
    """Batches now of one kind, now of another: by chance, which the number decides."""

    kinds: Sequence[Batches[B]]
    often: Sequence[float] | None = None
    """How often each; all alike if not given."""
    seed: int = 0

    def __call__(self, number: int) -> B:
        """The batch of a number."""
        (chosen,) = Random(seed_of(self.seed, "turns", number)).choices(self.kinds, self.often)
        return chosen(number)


def _told(conditions: Sequence[FrameConditions]) -> Iterator[str]:
    for frame in conditions:
        yield frame.prompt
        yield frame.place
        yield from (seen.phrase for seen in frame.seen)


def _plain(size: str) -> str:
    return size.replace(":", "x")
