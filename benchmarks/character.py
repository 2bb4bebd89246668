"""Whether a character that a model never learnt is recognised after a few minutes with a dozen drawings of it.

`STORYLINE_NUWA_XL=FOLDER/model python -m benchmarks.character 15` prints the table; the number is minutes of training.

The character is a kind of the drawn world that the model does not know; that which is shipped knows it, one that was
trained on the core world does not. It is recognised in a shot if what stands in
its box is most like it among all kinds that the detector knows, each drawn in the same place: by the cosine of the
detector's features, which have not learnt it either.
"""

import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from jaxtyping import Float
from PIL import Image
from torch import Tensor, nn

from generators.nuwa_xl.card import model_folder, read_card
from generators.nuwa_xl.generator import NuwaXL
from generators.toon import ToonGenerator
from storyline.errors import SetupError
from storyline.evaluation.detector.detect import readable
from storyline.evaluation.detector.files import shipped_detector
from storyline.evaluation.detector.network import Detector
from storyline.evaluation.detector.reader import crops
from storyline.film.footage import footage
from storyline.film.render import Render
from storyline.frames.clip import Picture
from storyline.schema.entity import Look, WeightRef
from storyline.schema.layout import Box
from storyline.schema.media import FileRef, FrameSize
from storyline.schema.storyboard import Storyboard
from storyline.schema.vocabulary import KINDS
from storyline.training.corpus.scripts import script
from storyline.training.corpus.world import CORE, HELD_OUT, TRAINING, World
from storyline.training.nuwa_xl import lora

KIND = "elephant"
DRAWINGS, SHOTS = 12, 10
_FILE = "character.safetensors"
_ALONE = World((KIND,), CORE.colours, CORE.settings, CORE.actions, ("day",), ("clear",), actors=(0, 1))
_LOOK = Look(description=f"an {KIND}", colours=(KINDS[KIND].colour,))
_SIZE, _LARGE = FrameSize((256, 144)), FrameSize((512, 288))
_WHOLE = 0.02
"""Of the frame's sides: a drawing stands so far from the edges."""

Draw = Callable[[Storyboard], Picture]
"""A storyboard's first keyframe."""


def rows(minutes: float) -> Iterator[tuple[str, str]]:
    """In how many of the shots it is recognised: as the drawn world draws it, with its weights, without."""
    detector, _ = shipped_detector()
    if KIND in (card := read_card(model_folder())).kinds:
        raise SetupError(f"the model {card.name!r} has learnt what a {KIND} is: name one of the core world")
    boards = list(islice(filter(_is_there, map(_board, HELD_OUT)), SHOTS))
    with TemporaryDirectory() as name:
        folder = Path(name)
        cut_out(folder / "drawings")
        arguments = [str(model_folder()), str(folder / "drawings"), str(folder / _FILE)]
        lora.main([*arguments, "--phrase", KIND, "--colours", *_LOOK.colours, "--minutes", str(minutes)])
        taught = _LOOK.model_copy(update={"weights": (WeightRef(file=FileRef(path=_FILE)),)})
        told = f"with what {DRAWINGS} drawings taught in {minutes:g} minutes"
        makers: dict[str, Draw] = {
            "drawn by the drawn world, through the autoencoder": lambda board: NuwaXL().rebuilt([_drawn(board)])[0],
            told: lambda board: _made(_with(board, KIND, taught), folder),
            "without": lambda board: _made(board, folder),
        }
        for what, draw in makers.items():
            yield what, f"{sum(_recognised(detector, board, draw(board)) for board in boards)} of {len(boards)}"


def cut_out(folder: Path) -> None:
    """Write drawings of the character, transparent around it."""
    folder.mkdir()
    seed = iter(TRAINING)
    while len(list(folder.iterdir())) < DRAWINGS:
        board = _board(number := next(seed), _LARGE)
        _, shot = next(board.shots())
        placed = shot.layout(0)
        if not placed or placed[0].facing != "right" or not _is_whole(placed[0].box):
            continue
        truth = ToonGenerator().clip(board, shot.id, board.size).truth(0)
        figure = Image.fromarray(truth.picture)
        figure.putalpha(Image.fromarray(truth.masks[placed[0].entity].astype("uint8") * 255))
        figure.save(folder / f"{number:03}.png")


def _is_whole(box: Box) -> bool:
    x0, y0, x1, y1 = box.root
    return x0 > _WHOLE and y0 > _WHOLE and x1 < 1 - _WHOLE and y1 < 1 - _WHOLE


def _board(seed: int, size: FrameSize = _SIZE) -> Storyboard:
    """A shot of the character alone, looking as it does."""
    return _with(script(_ALONE, seed, size), KIND, _LOOK)


def _is_there(board: Storyboard) -> bool:
    """Whether it is to be seen in the first panel."""
    _, shot = next(board.shots())
    return bool(shot.panels[0].placements)


def _with(board: Storyboard, kind: str, look: Look) -> Storyboard:
    """The storyboard with this in its character's place."""
    (somebody,) = board.cast
    return board.model_copy(update={"cast": (somebody.model_copy(update={"kind": kind, "looks": (look,)}),)})


def _drawn(board: Storyboard) -> Picture:
    _, shot = next(board.shots())
    return ToonGenerator().clip(board, shot.id, board.size)[0]


def _made(board: Storyboard, folder: Path) -> Picture:
    """By the model; weights lie in the folder."""
    _, shot = next(board.shots())
    generator: Any = NuwaXL(levels=1)
    render = Render.of(board, generator, root=folder, store=folder / "store", workers=1)
    return next(footage(render).stills(shot.id))


def _recognised(detector: Detector, board: Storyboard, picture: Picture) -> bool:
    kinds = [KIND, *(kind for kind in detector.config.kinds if kind != KIND)]
    drawn = [_drawn(_with(board, kind, Look(colours=_LOOK.colours))) for kind in kinds]
    own, *known = (_features(detector, board, one) for one in (picture, *drawn))
    return int(nn.functional.cosine_similarity(own[None], torch.stack(known)).argmax()) == 0


@torch.inference_mode()
def _features(detector: Detector, board: Storyboard, picture: Picture) -> Float[Tensor, " d"]:
    """How what stands in the character's box looks."""
    _, shot = next(board.shots())
    box = Box(shot.panels[0].placements[0].box.visible())
    pixels = readable([picture], detector.config.pixels)
    cut = crops(pixels, torch.tensor([box.root]), torch.tensor([0]), detector.config.crop)
    features: Tensor = detector.reader(cut).features[0]
    return features


if __name__ == "__main__":
    print("| recognised | shots |\n|---|---|")
    for what, found in rows(float(sys.argv[1])):
        print(f"| {what} | {found} |", flush=True)
