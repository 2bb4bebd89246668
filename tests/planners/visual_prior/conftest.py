"""A prior that was never taught: real classes at a tiny size."""

from pathlib import Path

import pytest
import torch
import transformers

from planners.visual_prior.pieces import Pieces, told
from planners.visual_prior.prior import VisualPrior
from storyline.training.corpus.world import CORE, TRAINING
from storyline.training.visual_prior.corpus import staged


@pytest.fixture(scope="session")
def pieces() -> Pieces:
    return Pieces.learnt((told(one) for one in staged(CORE, TRAINING[:60])), 300)


@pytest.fixture(scope="session")
def prior(pieces: Pieces) -> VisualPrior:
    torch.manual_seed(0)
    config = transformers.GPT2Config(
        vocab_size=len(pieces), n_positions=192, n_embd=32, n_layer=1, n_head=2, tie_word_embeddings=False,
        bos_token_id=pieces.boxes, eos_token_id=pieces.end,
    )  # fmt: skip
    return VisualPrior(transformers.GPT2LMHeadModel(config), pieces)


@pytest.fixture(scope="session")
def folder(prior: VisualPrior, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That prior, saved."""
    made = tmp_path_factory.mktemp("prior")
    prior.save(made)
    return made
