"""`python -m storyline.training.nuwa_xl FOLDER --minutes N`: draw the corpus, train all stages, write the model.

The same command goes on where it was killed. It runs on a GPU if there is one, else on one core of the CPU; on two,
`torchrun --standalone --nproc_per_node 2 -m storyline.training.nuwa_xl FOLDER --minutes N` learns twice as much.
Then `STORYLINE_NUWA_XL=FOLDER/model storyline render SCRIPT --generator nuwa-xl`.
"""

import argparse
import logging
import sys
from dataclasses import replace
from pathlib import Path

import cv2
import torch

from generators.nuwa_xl.card import CARD
from generators.nuwa_xl.sizes import SIZES
from storyline.errors import StorylineError
from storyline.training.corpus.world import WORLDS
from storyline.training.nuwa_xl.corpora import Corpora
from storyline.training.nuwa_xl.course import Course
from storyline.training.nuwa_xl.recipe import AFTERWARDS, RECIPES, STAGES, Budget


def main(arguments: list[str]) -> int:
    """Run the program."""
    parser = argparse.ArgumentParser(prog="python -m storyline.training.nuwa_xl", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, help="of all stages together; drawing comes on top")
    parser.add_argument("--steps", type=int, help="or of each stage: the same weights come out every time")
    parser.add_argument("--stage", choices=STAGES, nargs="+", help="only these")
    parser.add_argument("--recipe", choices=sorted(RECIPES), default="small", help="two cores, or a GPU")
    parser.add_argument("--world", choices=sorted(WORLDS), default="core")
    parser.add_argument("--videos", type=Path, help="a folder of videos with captions, to learn from instead")
    parser.add_argument("--size", choices=sorted(SIZES), nargs="+", default=["16:9"])
    parser.add_argument("--length", type=int, help="frames of a clip")
    parser.add_argument("--singles", type=float, help="which part of the batches of clips is of single frames")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rate", type=float, help="the length of a step, in the place of each stage's own")
    parser.add_argument("--workers", type=int, default=2, help="processes that draw")
    parser.add_argument("--threads", type=int, default=1, help="threads that learn, on a CPU")
    parser.add_argument("--precision", choices=("auto", "bf16", "fp32"), default="auto", help="of what it computes in")
    parser.add_argument("--gradient-checkpointing", action="store_true", help="slower, in half the memory")
    parser.add_argument("--continue-from", type=Path, help="another training, or a model, whose weights are begun with")
    parser.add_argument("--name", help="of the model; the folder's if not given")
    parser.add_argument("--cpu", action="store_true", help="even where there is a GPU")
    asked = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(asked.threads)
    cv2.setNumThreads(1)
    recipe = RECIPES[asked.recipe]
    if asked.length is not None:
        recipe = replace(recipe, network={**recipe.network, "max_frames": asked.length})
    if asked.singles is not None:
        recipe = replace(recipe, singles=asked.singles)
    model = asked.continue_from is not None and (asked.continue_from / CARD).is_file()
    if model and not {*(asked.stage or ())} <= {"autoencoder", *AFTERWARDS}:
        parser.error(f"a model is gone on from by the stages autoencoder, {', '.join(AFTERWARDS)}; name some of these")
    try:
        budget = Budget(
            minutes=asked.minutes,
            steps=asked.steps,
            seed=asked.seed,
            rate=asked.rate,
            precision=asked.precision,
            gradient_checkpointing=asked.gradient_checkpointing,
            continue_from=None if model else asked.continue_from,
        )
        sizes = tuple(asked.size)
        corpora = Corpora(asked.folder / "corpora", WORLDS[asked.world], recipe, sizes, asked.workers, asked.videos)
        course = Course(asked.folder, asked.name or asked.folder.resolve().name, recipe, budget, corpora, asked.cpu)
        if model:
            course.take_over(asked.continue_from)
        print(course.run(asked.stage or (AFTERWARDS if model else STAGES)))
    except StorylineError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
