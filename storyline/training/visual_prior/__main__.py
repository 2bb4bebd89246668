"""`python -m storyline.training.visual_prior FOLDER --minutes N [--photographs NSR-1K]`: learn, and write the prior.

FOLDER/model is what `planners.visual_prior` loads. A killed run goes on from its last checkpoint.
"""

import argparse
import logging
import sys
from pathlib import Path

import torch
import transformers

from planners.visual_prior.pieces import Pieces, told
from planners.visual_prior.prior import VisualPrior
from storyline.errors import StorylineError
from storyline.training.corpus.world import HELD_OUT, TRAINING, WORLDS
from storyline.training.loop import Settings, train
from storyline.training.visual_prior.corpus import Batches, photographed, staged
from storyline.training.visual_prior.stage import PriorStage

_LONGEST = 192
"""Signs of a sequence: words, and six boxes in four panels."""
_DROPPED = 0.1
"""Of activations, in training."""


def main(arguments: list[str]) -> int:
    """Run the program."""
    parser = argparse.ArgumentParser(
        prog="python -m storyline.training.visual_prior", description=__doc__.split("\n")[0]
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--steps", type=int, help="or so many steps: the same weights every time")
    parser.add_argument("--photographs", type=Path, metavar="DIR", help="a folder of NSR-1K, to learn from as well")
    parser.add_argument("--world", choices=sorted(WORLDS), default="all")
    parser.add_argument("--shots", type=int, default=30_000, help="of the drawn world")
    parser.add_argument("--held-out", type=int, default=400)
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--words", type=int, default=1500, help="pieces of words, at most")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args(arguments)
    if asked.minutes is None and asked.steps is None:
        parser.error("say --minutes or --steps")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(asked.threads)
    try:
        world = WORLDS[asked.world]
        corpora = [(staged(world, TRAINING[: asked.shots]), 0.8)]
        held_out = {"drawn": staged(world, HELD_OUT[: asked.held_out])}
        if asked.photographs is not None:
            corpora.append((photographed(asked.photographs, "train"), 0.2))
            held_out["photographed"] = photographed(asked.photographs, "val")
        pieces = Pieces.learnt((told(one) for corpus, _ in corpora for one in corpus), asked.words)
        config = transformers.GPT2Config(
            vocab_size=len(pieces),
            n_positions=_LONGEST,
            n_embd=asked.width,
            n_layer=asked.layers,
            n_head=max(1, asked.width // 48),
            resid_pdrop=_DROPPED,
            embd_pdrop=_DROPPED,
            attn_pdrop=_DROPPED,
            tie_word_embeddings=False,
            bos_token_id=pieces.boxes,
            eos_token_id=pieces.end,
        )
        torch.manual_seed(asked.seed)
        stage = PriorStage(VisualPrior(transformers.GPT2LMHeadModel(config), pieces), held_out)
        settings = Settings(steps=asked.steps, minutes=asked.minutes, seed=asked.seed, rate=2e-3, tail=0.5)
        trained = train(stage, Batches(corpora, pieces, asked.batch, asked.seed), settings, asked.folder)
    except StorylineError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{trained.step} steps, {trained.seconds:.0f} s: {stage.samples().measures} nats a box: {trained.model}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
