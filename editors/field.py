"""What is fitted: a map from every frame to a canonical image, and that image. One protocol, several encodings."""

from typing import Protocol, runtime_checkable

from jaxtyping import Float, Int
from torch import Tensor


@runtime_checkable
class Field(Protocol):
    """One layer while it is fitted. Coordinates are canonical (see `editors.canonical`)."""

    name: str

    def maps(self, frames: Int[Tensor, " k"], progress: float) -> Float[Tensor, "k h w 2"]:
        """Where all pixels of some frames lie; of a fit that is done to the part `progress`, coarse to fine."""
        ...

    def colours(
        self, frames: Int[Tensor, " k"], where: Float[Tensor, "k h w 2"], progress: float
    ) -> Float[Tensor, "k 3 h w"]:
        """What is to be seen there, in the light of each frame; 0..1, about."""
        ...

    def light(self) -> Float[Tensor, "n 3 lh lw"]:
        """What colours are multiplied with in each frame."""
        ...

    def image(self, size: tuple[int, int]) -> Float[Tensor, "3 height width"]:
        """The canonical image, over the whole canvas, in so many rows and columns, in no particular light."""
        ...

    def groups(self) -> list[dict[str, object]]:
        """Parameters with their rates, as optimisers take them: `params`, `lr`."""
        ...
