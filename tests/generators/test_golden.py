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
    ("first", 0): "e639630a36fbacbd33096c69a6b4620bbb8beeeeb88ddb31694063b94b7e5951",
    ("first", 3): "89a7d54a9ef1a65ec2c5b386812f07c4249684f1cf6aa9fed3e33271f50ab916",
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
