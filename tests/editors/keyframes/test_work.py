"""Which pictures which frames see, and how much of each; and what that means for tasks and their keys."""

import numpy as np
import pytest

from editors.keyframes import tasks
from editors.keyframes.tasks import given_tasks
from editors.keyframes.work import Given, Stage, blended
from storyline.errors import SetupError
from storyline.schema.media import FileRef, FrameSize
from storyline.schema.storyboard import Shot
from storyline.schema.task import Part, Task

SIZE = FrameSize((64, 36))


def picture(letter: str) -> FileRef:
    return FileRef(path=f"{letter}.png", digest=letter * 64)


def shot(duration: int = 120, **fields: object) -> Shot:
    box = [0.1, 0.2, 0.3, 0.8]
    panels = [{"at": at, "prompt": "", "placements": [{"entity": "fox", "box": box}]} for at in (0, duration - 1)]
    told = {"id": "s", "action": "", "size": "WS", "duration": duration, "panels": panels, **fields}
    return Shot.model_validate(told)


def clips(duration: int = 120, window: int = 48) -> list[Task]:
    return [
        Task(f"frames/s/{a}", "frames", "toon", 1, Part({"n": a}), a, min(a + window, duration), SIZE.root, shot="s")
        for a in range(0, duration, window)
    ]


def test_pictures_dissolve_from_panel_to_panel() -> None:
    one, two, three = blended(((0, picture("a")), (10, picture("b")), (30, picture("c"))))
    for frame in (0, 5, 10, 15, 20, 30, 44):
        assert sum(given.weight(frame) for given in (one, two, three)) == pytest.approx(1)
    assert [one.weight(f) for f in (0, 5, 10, 40)] == [1, 0.5, 0, 0]
    assert [two.weight(f) for f in (0, 10, 15, 30)] == [0, 1, 0.75, 0]
    assert [three.weight(f) for f in (0, 10, 20, 30, 99)] == [0, 0, 0.5, 1, 1]


def test_one_picture_is_seen_in_all_frames_or_in_some() -> None:
    (only,) = blended(((7, picture("a")),))
    assert [only.weight(f) for f in (0, 7, 90)] == [1, 1, 1]
    some = Given(at=7, image=picture("a"), frames=(5, 9))
    assert [some.weight(f) for f in (4, 5, 8, 9)] == [0, 1, 1, 0]


def test_frames_are_made_of_the_pictures_that_they_see_and_of_the_window_of_each() -> None:
    given = blended(((0, picture("a")), (60, picture("b"))))
    found = list(given_tasks("canonical", shot(), "panels", given, clips(), SIZE))
    by_id = {task.id: task for task in found}
    edits = [task for task in found if task.kind == "edit"]
    assert [(task.start, task.end_exclusive) for task in edits] == [(0, 48), (48, 96), (96, 120)]
    assert by_id["canonical/s/panels/60/0"].needs == ("frames/s/48", "frames/s/0")
    assert edits[0].needs == ("canonical/s/panels/0/0", "canonical/s/panels/60/0", "frames/s/0")
    assert edits[2].needs == ("canonical/s/panels/60/2", "frames/s/96")  # nothing of the first is left there
    assert [task for task in found if task.kind == "edit"] == found[-3:]


def test_a_trace_knows_nothing_of_the_picture() -> None:
    """So that the next picture of the panel costs its drawing alone."""
    one, other = (
        {t.id: t.part.digest for t in given_tasks("canonical", shot(), "panels", blended(((0, p),)), clips(), SIZE)}
        for p in (picture("a"), picture("b"))
    )
    assert {id for id in one if one[id] != other[id]} == {f"edit/s/panels/{n}" for n in range(3)}


def test_what_people_do_and_say_is_in_no_stage() -> None:
    panels = shot().model_copy(update={"panels": tuple(
        panel.model_copy(update={
            "prompt": "a fox", "image": picture("a"),
            "placements": tuple(p.model_copy(update={"action": "run", "mask": picture("b")}) for p in panel.placements),
        })
        for panel in shot().panels
    )})  # fmt: skip
    assert Part(Stage.of(panels)).digest == Part(Stage.of(shot())).digest
    moved = shot(camera=[{"at": 0, "pan": 0.1}])
    assert Part(Stage.of(moved)).digest != Part(Stage.of(shot())).digest


def test_without_torch_it_is_told_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.metadata import PackageNotFoundError

    def missing() -> dict[str, str]:
        raise PackageNotFoundError("torch")

    monkeypatch.setattr(tasks, "libraries", missing)
    with pytest.raises(SetupError, match=r"shot 's': a picture of a panel .* PyTorch .*learned"):
        list(given_tasks("canonical", shot(), "panels", blended(((0, picture("a")),)), clips(), SIZE))


def test_a_stage_says_who_is_where() -> None:
    placement = Stage.of(shot()).layout(50)["fox"]
    np.testing.assert_allclose(placement.box.root, (0.1, 0.2, 0.3, 0.8))
