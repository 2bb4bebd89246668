"""`python -m storyline.training.detector FOLDER --minutes N`: draw frames, learn from them, write the detector.

FOLDER/
    frames/    what was drawn; delete it when you are done
    finder/, reader/  a half each, with checkpoints and the log: a killed run goes on from there
    detector.safetensors, detector.json
"""

import argparse
import json
import shlex
import shutil
import sys
from pathlib import Path

import cv2
import torch

from storyline.evaluation.detector.files import CARD, WEIGHTS, load_detector
from storyline.evaluation.detector.network import Detector, DetectorConfig
from storyline.training.corpus.world import HELD_OUT, TRAINING, WORLDS
from storyline.training.detector.examples import COLOURS, actions_of, kept
from storyline.training.detector.stage import PARTS, Changing, DetectorStage
from storyline.training.loop import Settings, train

FRAMES = 3
"""Of each shot."""


def main(arguments: list[str]) -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(prog="python -m storyline.training.detector", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, help="how long each half learns")
    parser.add_argument("--steps", type=int, help="or from how many batches, which gives the same weights every time")
    parser.add_argument("--world", choices=sorted(WORLDS), default="core")
    parser.add_argument("--shots", type=int, default=2000, help=f"from which it learns, {FRAMES} frames of each")
    parser.add_argument("--held-out", type=int, default=200, help="shots on which it is measured")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--continue-from", type=Path, metavar="DIR", help="a training whose weights it begins with")
    parser.add_argument("--workers", type=int, default=1, help="processes that draw")
    parser.add_argument("--threads", type=int, default=1, help="threads that learn")
    asked = parser.parse_args(arguments)
    if asked.minutes is None and asked.steps is None:
        parser.error("say --minutes or --steps")
    cv2.setNumThreads(1)
    torch.set_num_threads(asked.threads)
    torch.manual_seed(asked.seed)
    world = WORLDS[asked.world]
    frames = asked.folder / "frames"
    learnt, held_out = (
        kept(world, asked.world, seeds[:count], FRAMES, frames, asked.workers)
        for seeds, count in ((TRAINING, asked.shots), (HELD_OUT, asked.held_out))
    )
    paths = (str(asked.folder), str(asked.continue_from))
    options = ["OTHER" if argument == paths[1] else argument for argument in arguments if argument != paths[0]]
    command = f"python -m storyline.training.detector FOLDER {shlex.join(options)}"
    training = {"command": command, "frames": len(learnt), "held_out_frames": len(held_out)}
    detector = Detector(DetectorConfig(kinds=world.kinds, colours=COLOURS, actions=actions_of(world)))
    data = Changing(learnt, asked.seed, asked.batch)
    for part in PARTS:
        stage = DetectorStage(part, detector, data, held_out, training)
        settings = Settings(
            steps=asked.steps,
            minutes=asked.minutes,
            seed=asked.seed,
            rate=asked.rate,
            tail=0.4,
            keep_every=100,
            continue_from=None if asked.continue_from is None else asked.continue_from / part,
        )
        trained = train(stage, data, settings, asked.folder / part)
        detector, _ = load_detector(trained.model)
    for name in (WEIGHTS, CARD):
        shutil.copyfile(trained.model / name, asked.folder / name)
    held = json.loads((asked.folder / CARD).read_text("utf-8"))["held_out"]
    print(f"{trained.step} steps, {trained.seconds:.0f} s; held out: {held}")


if __name__ == "__main__":
    main(sys.argv[1:])
