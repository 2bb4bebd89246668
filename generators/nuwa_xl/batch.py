"""Conditions of many frames as tensors: what the network reads of words, boxes, colours and the camera."""

import dataclasses
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import get_args

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from generators.nuwa_xl.conditions import MOST_COLOURS, FrameConditions, Seen
from storyline.schema.layout import Facing

PROMPT_PIECES = 36
PLACE_PIECES = 12
PHRASE_PIECES = 12
"""How many pieces of each text are read."""
FACINGS: tuple[str, ...] = get_args(Facing)
ROLES = ("frame", "anchor")

Words = Callable[[str, int], Sequence[int]]
"""A tokenizer: a text's first so many pieces, 0 after the last."""


@dataclass(frozen=True, eq=False)
class Conditions:
    """b clips of l frames, each of which shows n entities or fewer, far to near."""

    prompt: Int[Tensor, "b l t"]
    """Pieces, 0 is padding."""
    place: Int[Tensor, "b l s"]
    phrase: Int[Tensor, "b l n p"]
    colours: Float[Tensor, "b l n 3 4"]
    """Red, green and blue in -1..1, and 1 where there is one."""
    facing: Int[Tensor, "b l n"]
    """Of `FACINGS`."""
    box: Float[Tensor, "b l n 4"]
    """x0, y0, x1, y1 in fractions of the frame."""
    beat: Float[Tensor, "b l n 2"]
    """Seconds since it began what it does, and ground covered in its own heights."""
    present: Bool[Tensor, "b l n"]
    camera: Float[Tensor, "b l 4"]
    """Pan, tilt, binary logarithm of the zoom, roll in half turns."""
    seconds: Float[Tensor, "b l"]
    role: Int[Tensor, "b l"]
    """Of `ROLES`."""
    stride: Float[Tensor, " b"]
    """Seconds between neighbouring frames."""
    level: Int[Tensor, " b"]
    """0 anchors, 1 keyframes, from 2 on the frames between."""

    @classmethod
    def of(
        cls,
        clips: Sequence[Sequence[FrameConditions]],
        tokenizer: Words,
        *,
        stride: float | Sequence[float],
        level: int | Sequence[int],
        entities: int = 8,
    ) -> "Conditions":
        """Tensors of clips that are equally long; `stride` and `level` of each, or of all.

        Of more than `entities` in a frame those are left out that `kept` leaves out.

        Raises:
            ValueError: there is no frame, or the clips differ in length.
        """
        lengths = {len(clip) for clip in clips}
        if len(lengths) != 1 or not min(lengths):
            raise ValueError(f"clips of one batch are equally long, a frame or more; got lengths {sorted(lengths)}")
        shape = (len(clips), lengths.pop())
        frames = [frame for clip in clips for frame in clip]
        seen = [kept(frame.seen, entities) for frame in frames]
        places = [(n, k, one) for n, many in enumerate(seen) for k, one in enumerate(many)]
        count = len(frames)

        def folded(rows: Tensor) -> Tensor:
            return rows.reshape(*shape, *rows.shape[1:])

        phrase = torch.zeros(count, entities, PHRASE_PIECES, dtype=torch.long)
        colours = torch.zeros(count, entities, MOST_COLOURS, 4)
        facing = torch.zeros(count, entities, dtype=torch.long)
        box, beat = torch.zeros(count, entities, 4), torch.zeros(count, entities, 2)
        present = torch.zeros(count, entities, dtype=torch.bool)
        for n, k, one in places:
            phrase[n, k] = torch.tensor(tokenizer(one.phrase, PHRASE_PIECES))
            for c, colour in enumerate(one.colours):
                colours[n, k, c] = torch.tensor([*(2 * v - 1 for v in colour), 1.0])
            facing[n, k] = FACINGS.index(one.facing)
            box[n, k] = torch.tensor(one.box.root)
            beat[n, k] = torch.tensor([one.since, one.paces])
            present[n, k] = True
        return cls(
            prompt=folded(torch.tensor([tokenizer(f.prompt, PROMPT_PIECES) for f in frames])),
            place=folded(torch.tensor([tokenizer(f.place, PLACE_PIECES) for f in frames])),
            phrase=folded(phrase),
            colours=folded(colours),
            facing=folded(facing),
            box=folded(box),
            beat=folded(beat),
            present=folded(present),
            camera=folded(
                torch.tensor(
                    [[f.camera.pan, f.camera.tilt, math.log2(f.camera.zoom), f.camera.roll / 180] for f in frames]
                )
            ),
            seconds=folded(torch.tensor([f.seconds for f in frames])),
            role=folded(torch.tensor([ROLES.index(f.role) for f in frames])),
            stride=torch.tensor(stride, dtype=torch.float32).expand(shape[0]).clone(),
            level=torch.tensor(level).expand(shape[0]).clone(),
        )

    @classmethod
    def cat(cls, parts: Sequence["Conditions"]) -> "Conditions":
        """The clips of several batches, one after the other."""
        names = [field.name for field in dataclasses.fields(cls)]
        return cls(**{name: torch.cat([getattr(part, name) for part in parts]) for name in names})

    def __len__(self) -> int:
        """Clips."""
        return len(self.level)

    @property
    def frames(self) -> int:
        """Of each clip."""
        return self.prompt.shape[1]

    def __getitem__(self, clips: slice | Tensor) -> "Conditions":
        """Some of the clips."""
        return self._each(lambda tensor: tensor[clips])

    def window(self, frames: slice | Tensor) -> "Conditions":
        """Some of the frames of every clip; `stride` remains as it was."""
        own = {"stride", "level"}
        names = [field.name for field in dataclasses.fields(self) if field.name not in own]
        return dataclasses.replace(self, **{name: getattr(self, name)[:, frames] for name in names})

    def without(self, *, text: Bool[Tensor, " b"], structure: Bool[Tensor, " b"]) -> "Conditions":
        """Left out where true: all words of prompt and place; all entities. For guidance, and for training it."""
        said = ~text[:, None, None]
        return dataclasses.replace(
            self,
            prompt=self.prompt * said,
            place=self.place * said,
            present=self.present & ~structure[:, None, None],
        )

    @property
    def still(self) -> Bool[Tensor, " b"]:
        """Whose frames are all seen through one camera; anchors are seen each through its own."""
        frames = (self.role == ROLES.index("frame"))[..., None]
        lowest = torch.where(frames, self.camera, math.inf).amin(1)
        highest = torch.where(frames, self.camera, -math.inf).amax(1)
        return (lowest == highest).all(-1)

    def to(self, device: torch.device | str) -> "Conditions":
        """The same on a device."""
        return self._each(lambda tensor: tensor.to(device))

    def _each(self, change: Callable[[Tensor], Tensor]) -> "Conditions":
        names = [field.name for field in dataclasses.fields(self)]
        return dataclasses.replace(self, **{name: change(getattr(self, name)) for name in names})


def kept(seen: Sequence[Seen], entities: int) -> tuple[Seen, ...]:
    """Those that are shown of all that are to be seen, at most so many: the largest, of equals the nearest."""
    largest = sorted(range(len(seen)), key=lambda n: (_area(seen[n]), n), reverse=True)[:entities]
    return tuple(seen[n] for n in sorted(largest))


def _area(seen: Seen) -> float:
    x0, y0, x1, y1 = seen.box.visible()
    return (x1 - x0) * (y1 - y0)
