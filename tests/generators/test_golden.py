"""What the drawn world draws has not changed unseen: digests of some frames."""

from hashlib import sha256

import pytest

from generators.toon import ToonGenerator
from generators.toon.generator import VERSION
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from tests.contracts.mutations import RICH

SIZE = FrameSize((128, 72))
GOLDEN: dict[tuple[str, int], str] = {
    ("first", 0): "78f8e067104b8a164b7849fdeae10a25a665a0648c2acb24eb13b744f4b9a694",
    ("first", 3): "d283e1ea2499fe7d57baa630d9684d0240d4422a21d3e9e28c4860b4f45b80fc",
    ("second", 1): "efd58ecdfa9f652f72a246c4bcc6193631851f7008bab662fd6e56950d69dc97",
    ("third", 2): "1366430ad4e0acbb81521d2c8a2048d2984ddb45e4db83a3acc4318414474fc4",
}


def plain() -> Storyboard:
    """`RICH` without the pictures, which another library decodes."""
    document = Storyboard.model_validate(RICH)
    fox = document.cast[0]
    bare = tuple(look.model_copy(update={"picture": None, "parts": None}) for look in fox.looks)
    return document.model_copy(update={"cast": (fox.model_copy(update={"looks": bare}), *document.cast[1:])})


@pytest.mark.parametrize(("shot", "frame"), GOLDEN)
def test_frames_are_what_they_were(shot: str, frame: int) -> None:
    drawn = ToonGenerator().clip(plain(), ShotId(shot), SIZE)[frame]
    assert sha256(drawn.tobytes()).hexdigest() == GOLDEN[shot, frame], (
        f"the drawn world draws another frame {frame} of shot {shot!r}. If it is meant to: raise VERSION in "
        f"generators/toon/generator.py, which is {VERSION}, so that nothing drawn before is used; then write the new "
        "digests here."
    )
