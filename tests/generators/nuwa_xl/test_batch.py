import pytest
import torch

from generators.nuwa_xl.batch import FACINGS, PROMPT_PIECES, Conditions, kept
from generators.nuwa_xl.conditions import FrameConditions, Seen
from generators.nuwa_xl.tokenizer import Tokenizer
from storyline.schema.base import EntityId
from storyline.schema.camera import Camera
from storyline.schema.layout import Box

TOKENIZER = Tokenizer.train(["a brown hare runs in the forest", "a green tortoise by night"] * 10, 100)


def seen(name: str = "hare", box: tuple[float, float, float, float] = (0.2, 0.3, 0.5, 0.9)) -> Seen:
    return Seen(
        entity=EntityId(name),
        phrase=f"{name}, running",
        colours=((1.0, 0.5, 0.0),),
        facing="left",
        box=Box(box),
        since=1.5,
        paces=2.5,
    )


def frame(*entities: Seen, prompt: str = "a brown hare", seconds: float = 0.0) -> FrameConditions:
    return FrameConditions(
        prompt=prompt, place="forest", seen=entities, camera=Camera(pan=0.5, zoom=4), seconds=seconds
    )


def test_what_is_written_is_what_is_read() -> None:
    clips = [[frame(seen()), frame(seen(), seen("tortoise"))], [frame(), frame(seconds=2.0)]]
    batch = Conditions.of(clips, TOKENIZER, stride=[0.5, 1.0], level=[1, 2], entities=4)
    assert len(batch) == 2
    assert batch.frames == 2
    assert batch.present.sum(-1).tolist() == [[1, 2], [0, 0]]
    assert tuple(batch.prompt[0, 0].tolist()) == TOKENIZER("a brown hare", PROMPT_PIECES)
    assert batch.box[0, 1, 1].tolist() == pytest.approx([0.2, 0.3, 0.5, 0.9])
    assert batch.colours[0, 0, 0].tolist() == [[1, 0, -1, 1], [0, 0, 0, 0], [0, 0, 0, 0]]
    assert FACINGS[batch.facing[0, 0, 0]] == "left"
    assert batch.beat[0, 0, 0].tolist() == [1.5, 2.5]
    assert batch.camera[0, 0].tolist() == [0.5, 0, 2, 0]
    assert batch.seconds[1].tolist() == [0, 2]
    assert (batch.stride.tolist(), batch.level.tolist()) == ([0.5, 1.0], [1, 2])


def test_a_camera_stands_where_all_frames_are_seen_through_one() -> None:
    moved = frame().model_copy(update={"camera": Camera(pan=0.6, zoom=4)})
    anchor = moved.model_copy(update={"role": "anchor"})
    clips = [[frame(), frame()], [frame(), moved], [anchor, frame()], [anchor, anchor]]
    assert Conditions.of(clips, TOKENIZER, stride=1.0, level=1).still.tolist() == [True, False, True, False]


def test_clips_are_put_together_and_taken_apart() -> None:
    clips = [[frame(seen(), prompt=f"a {word}") for word in ("hare", "tortoise")], [frame(), frame()]]
    whole = Conditions.of(clips, TOKENIZER, stride=1.0, level=1)
    parts = [Conditions.of([clip], TOKENIZER, stride=1.0, level=1) for clip in clips]
    for other in (Conditions.cat(parts), Conditions.cat([whole[:1], whole[torch.tensor([1])]])):
        assert all(torch.equal(getattr(other, name), value) for name, value in vars(whole).items())
    assert torch.equal(whole.window(slice(1, 2)).prompt, whole.prompt[:, 1:])
    with pytest.raises(ValueError, match=r"equally long.*got lengths \[1, 2\]"):
        Conditions.of([clips[0], clips[1][:1]], TOKENIZER, stride=1.0, level=1)


def test_what_is_dropped_is_gone_and_only_there() -> None:
    whole = Conditions.of([[frame(seen())]] * 3, TOKENIZER, stride=1.0, level=1)
    less = whole.without(text=torch.tensor([True, False, False]), structure=torch.tensor([False, True, False]))
    assert not less.prompt[0].any()
    assert not less.place[0].any()
    assert not less.present[1].any()
    assert less.present[0].any()
    assert torch.equal(less.prompt[1:], whole.prompt[1:])
    assert torch.equal(less.present[2], whole.present[2])


def test_of_too_many_the_largest_then_the_nearest_are_kept() -> None:
    boxes = [(0, 0, 0.125, 0.125), (0, 0, 1, 1), (0.5, 0, 0.6, 0.1), (0, 0, 0.5, 0.5), (0.875, 0.875, 2, 2)]
    many = [seen(f"e{n}", box) for n, box in enumerate(boxes)]
    assert [s.entity for s in kept(many, 3)] == ["e1", "e3", "e4"]
    assert [s.entity for s in kept(many, 4)] == ["e0", "e1", "e3", "e4"]
    batch = Conditions.of([[frame(*many)]], TOKENIZER, stride=1.0, level=1, entities=2)
    assert batch.box[0, 0, 0].tolist() == [0, 0, 1, 1]
