"""How far what is made lies from what is true, as distributions of features: Avg-FID and B-FVD.

Source: Heusel et al. 2017 (FID), section 3; Unterthiner et al. 2018 (FVD); Yin et al. 2023 (NUWA-XL), section 4.2,
for the averages over a long video. Features are the caller's, and are to be named beside the numbers: distances by
different features cannot be compared.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from storyline.frames.clip import Picture

Features = Callable[[Sequence[Picture]], Float[np.ndarray, "n d"]]
"""A row of features for each picture."""

BLOCK = 16
"""Frames of a block, as in the paper's B-FVD-16."""


def frechet(a: Float[np.ndarray, "n d"], b: Float[np.ndarray, "m d"]) -> float:
    """The Fréchet distance of two sets of features, each taken for a Gaussian; 0 where mean and covariance agree."""
    return gaussian_frechet(a.mean(0), _covariance(a), b.mean(0), _covariance(b))


def gaussian_frechet(
    mean_a: Float[np.ndarray, " d"],
    covariance_a: Float[np.ndarray, "d d"],
    mean_b: Float[np.ndarray, " d"],
    covariance_b: Float[np.ndarray, "d d"],
) -> float:
    """|mean_a - mean_b|² + tr(A + B - 2 (A B)^½). Source: Dowson and Landau 1982, equation 16."""
    # (A B)^1/2 has the trace of the symmetric (A^1/2 B A^1/2)^1/2
    root = _root(covariance_a)
    eigenvalues = np.linalg.eigvalsh(root @ covariance_b @ root)
    cross = np.sqrt(eigenvalues.clip(0)).sum()
    apart = ((mean_a - mean_b) ** 2).sum()
    return max(0.0, float(apart + np.trace(covariance_a) + np.trace(covariance_b) - 2 * cross))


def _covariance(features: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "d d"]:
    centred = features.astype(np.float64) - features.mean(0)
    found: Float[np.ndarray, "d d"] = centred.T @ centred / max(1, len(features) - 1)
    return found


def _root(matrix: Float[np.ndarray, "d d"]) -> Float[np.ndarray, "d d"]:
    """The symmetric root of a symmetric positive semi-definite matrix."""
    values, vectors = np.linalg.eigh(matrix)
    root: Float[np.ndarray, "d d"] = (vectors * np.sqrt(values.clip(0))) @ vectors.T
    return root


@dataclass(frozen=True)
class FilmFeatures:
    """The features of a film, by its blocks of `BLOCK` frames."""

    frames: tuple[Float[np.ndarray, "_ d"], ...]
    """Of the frames of each block."""
    blocks: tuple[Float[np.ndarray, " e"], ...]
    """Of each block (see `block_features`)."""

    @classmethod
    def of(cls, film: Iterable[Picture], features: Features) -> "FilmFeatures":
        """Look at a film; one block at a time is held."""
        found = [features(block) for block in blocks(film)]
        return cls(tuple(found), tuple(block_features(block) for block in found))


def block_features(frames: Float[np.ndarray, "n d"]) -> Float[np.ndarray, " e"]:
    """The features of a block from those of its frames: their mean, how much they change from frame to frame, and from
    its first to its last.

    Raises:
        ValueError: it has fewer than 2 frames.
    """
    if len(frames) < 2:
        raise ValueError(f"a block has at least 2 frames; got {len(frames)}")
    found = frames.astype(np.float64)
    return np.concatenate([found.mean(0), np.abs(np.diff(found, axis=0)).mean(0), found[-1] - found[0]])


def average_fid(true: Sequence[FilmFeatures], made: Sequence[FilmFeatures]) -> tuple[float, ...]:
    """The FID of frames of what is made, by their place in the film: of each block, against all true frames.

    Their mean is Avg-FID. Films that are made have one length.
    """
    reference = np.concatenate([block for film in true for block in film.frames])
    places = zip(*(film.frames for film in made), strict=True)
    return tuple(frechet(reference, np.concatenate(place)) for place in places)


def block_fvd(true: Sequence[FilmFeatures], made: Sequence[FilmFeatures]) -> tuple[float, ...]:
    """The Fréchet distance of blocks of what is made, by their place in the film, against all true blocks.

    Their mean is B-FVD-16. Films that are made have one length. With few films the distance is large for true ones,
    too: put true films of other seeds beside it.
    """
    reference = np.stack([block for film in true for block in film.blocks])
    places = zip(*(film.blocks for film in made), strict=True)
    return tuple(frechet(reference, np.stack(place)) for place in places)


def blocks(film: Iterable[Picture]) -> Iterator[list[Picture]]:
    """The film in blocks of `BLOCK` frames that follow each other; a rest of one frame is left out."""
    block: list[Picture] = []
    for picture in film:
        block.append(picture)
        if len(block) == BLOCK:
            yield block
            block = []
    if len(block) > 1:
        yield block
