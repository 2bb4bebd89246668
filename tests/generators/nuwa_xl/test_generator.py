"""A film by nuwa-xl: the same with any number of workers, exact at its seams, honest about what it does not know."""

import dataclasses
import json
import subprocess
import sys
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from generators.nuwa_xl.card import read_card
from generators.nuwa_xl.conditions import conditions_of
from generators.nuwa_xl.encoding import latents_of
from generators.nuwa_xl.fill import fill
from generators.nuwa_xl.generator import NuwaXL
from generators.nuwa_xl.work import ShotWork
from storyline.cli.options import generator_of
from storyline.errors import RenderError, SetupError
from storyline.film import make_film, plugin
from storyline.frames.lossless import read_clip
from storyline.reading.files import with_files
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from storyline.schema.task import SUFFIXES, Job, Task
from tests.generators.nuwa_xl.tiny import saved, tiny

SIZE = FrameSize((64, 36))
BOXES = ([0.05, 0.3, 0.3, 0.9], [0.6, 0.2, 0.95, 0.95])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("model") / "tiny")


def board(duration: int = 9, panels: tuple[int, ...] = (), **fields: Any) -> Storyboard:
    """One shot of a fox that crosses the picture."""
    at = sorted({0, *panels, duration - 1})
    share = [n / max(1, duration - 1) for n in at]
    document = {
        "title": "T", "language": "en", "aspect": "16:9", "size": [64, 36], "rate": 12, "seed": 3,
        "places": [{"id": "wood", "name": "Wood", "setting": "forest"}],
        "cast": [{"id": "fox", "kind": "fox", "name": "Fox", "looks": [{"colours": ["orange"]}]}],
        "scenes": [{
            "id": "one", "heading": "", "place": "wood", "time_of_day": "day",
            "shots": [{
                "id": "shot", "action": "", "size": "WS", "duration": duration,
                "panels": [
                    {"at": n, "prompt": "a red fox", "placements": [
                        {"entity": "fox", "box": [a + (b - a) * s for a, b in zip(*BOXES, strict=True)]},
                    ]}
                    for n, s in zip(at, share, strict=True)
                ],
            }],
        }],
    }  # fmt: skip
    return Storyboard.model_validate({**document, **fields})


def planned(generator: NuwaXL, storyboard: Storyboard, size: FrameSize = SIZE) -> list[Task]:
    scene = storyboard.scenes[0]
    return list(generator.tasks(storyboard, scene, [shot.id for shot in scene.shots], size))


def made(
    generator: NuwaXL, storyboard: Storyboard, folder: Path, size: FrameSize = SIZE, *, root: Path | None = None
) -> dict[str, Path]:
    """In a folder; files that the storyboard names lie there, too, if not elsewhere."""
    folder.mkdir(exist_ok=True)
    files: dict[str, Path] = {}
    for n, task in enumerate(planned(generator, storyboard, size)):
        files[task.id] = folder / f"{n}{SUFFIXES[task.kind]}"
        generator.run([Job(task, tuple(files[need] for need in task.needs), files[task.id], root or folder)])
    return files


def frames(files: dict[str, Path], kind: str = "frames", size: FrameSize = SIZE) -> np.ndarray:
    found = (read_clip(file, size) for id, file in files.items() if id.startswith(f"{kind}/"))
    return np.stack([frame for clip in found for frame in clip])


def test_a_film_is_the_same_for_one_worker_and_for_two(folder: Path, tmp_path: Path) -> None:
    story = {"size": [64, 36], "rate": 4, "story": "A red fox runs through the forest. A samovar stands on the beach."}
    films = [
        make_film(story, tmp_path / f"{n}.mp4", generator=NuwaXL(folder), workers=n, store=tmp_path / f"store{n}")
        for n in (1, 2)
    ]
    one, two = (sha256(film.path.read_bytes()).hexdigest() for film in films)
    assert one == two
    notes = [note.text for note in films[0].storyboard.notes]
    assert "the model 'tiny' does not know 'samovar': it is drawn as 'car'." in notes


def test_what_fewer_levels_leave_is_the_fill_between_the_keyframes(folder: Path, tmp_path: Path) -> None:
    """And the keyframes are the same whether or not there is more. At the model's own size nothing is resized."""
    size, storyboard = FrameSize((64, 40)), board(9, (4,))
    shallow, deep = (
        made(NuwaXL(folder, levels=levels), storyboard, tmp_path / str(levels), size) for levels in (1, None)
    )
    latents, same = (load_file(files["latents/shot"])["latents"] for files in (shallow, deep))
    assert torch.equal(latents, same) and len(latents) == 3
    np.testing.assert_array_equal(frames(shallow, "keyframes", size), frames(deep, "keyframes", size))
    work = ShotWork.model_validate(json.loads(planned(NuwaXL(folder), storyboard, size)[1].part.json))
    known = [n in (0, 4, 8) for n in range(9)]
    stacked = torch.zeros(9, *latents.shape[1:])
    stacked[known] = latents
    guessed = fill(stacked, known, [conditions_of(work.shot, n) for n in range(9)])
    np.testing.assert_array_equal(frames(shallow, size=size), tiny().autoencoder.to_pictures(guessed[None])[0])
    assert not np.array_equal(frames(shallow, size=size), frames(deep, size=size))


def test_neighbouring_tasks_meet_in_one_frame(folder: Path, tmp_path: Path) -> None:
    """The last frame that one task knows is the first that the next one shows: their latents are one."""
    storyboard = board(130, (30, 60, 90))
    generator = NuwaXL(folder)
    tasks = [task for task in planned(generator, storyboard) if task.kind == "frames"]
    assert [(t.start, t.end_exclusive) for t in tasks] == [(0, 60), (60, 130)]
    assert len(frames(made(generator, storyboard, tmp_path))) == 130


@pytest.mark.parametrize("order", ["panels", "plain", "autoregressive", "by-frame"])
@pytest.mark.parametrize("length", [1, 2, 7])
def test_shots_of_any_length(folder: Path, tmp_path: Path, order: Any, length: int) -> None:
    assert frames(made(NuwaXL(folder, order=order), board(length), tmp_path)).shape == (length, 36, 64, 3)


def test_windows_of_two_frames(tmp_path: Path) -> None:
    tiny(length=2).save(tmp_path / "two")
    generator = NuwaXL(tmp_path / "two")
    assert len(frames(made(generator, board(7, (3,)), tmp_path / "made"))) == 7
    assert not [task for task in planned(generator, board(7)) if task.kind == "anchors"]  # there is no room for them


def test_a_model_without_anchors_and_without_time(tmp_path: Path) -> None:
    tiny(anchors=False, temporal=False).save(tmp_path / "plain")
    files = made(NuwaXL(tmp_path / "plain"), board(5), tmp_path / "made")
    assert sorted(files) == ["frames/shot/0", "keyframes/shot", "latents/shot"] and len(frames(files)) == 5


def test_many_at_once_and_boxes_at_the_border(folder: Path, tmp_path: Path) -> None:
    cast = [{"id": f"e{n}", "kind": "horse", "name": "H", "looks": [{}]} for n in range(9)]
    boxes = [[-0.9, -0.9, 0.01, 0.01], [0.999, 0.5, 2, 2], [-1, -1, 2, 2], [0.5, 0.5, 0.5001, 0.5001]]
    document = board().model_dump(mode="json") | {"cast": cast}
    for panel in document["scenes"][0]["shots"][0]["panels"]:
        panel["placements"] = [{"entity": f"e{n}", "box": boxes[n % 4]} for n in range(9)]
    storyboard = Storyboard.model_validate(document)
    assert frames(made(NuwaXL(folder), storyboard, tmp_path)).shape[0] == 9
    assert "shot 'shot' shows 9 at once: the model 'tiny' draws the 3 largest in each frame." in NuwaXL(folder).notes(
        storyboard
    )


def test_nan_is_reported_with_the_shot_and_its_panel(tmp_path: Path) -> None:
    model = tiny()
    with torch.no_grad():
        next(model.network.head.parameters())[0] = torch.nan
    model.save(tmp_path / "nan")
    with pytest.raises(RenderError, match=r"anchors of scene 'one', together: sampling with ddim, step 1 of 2"):
        made(NuwaXL(tmp_path / "nan"), board(9, (4,)), tmp_path / "made")
    dataclasses.replace(model, card=model.card.model_copy(update={"anchors": False})).save(tmp_path / "nan")
    with pytest.raises(RenderError, match=r"shot 'shot', panels 1 to 3, frames 0 to 8: .*expected finite latents"):
        made(NuwaXL(tmp_path / "nan"), board(9, (4,)), tmp_path / "made")


def test_a_slate_stands_for_shots_whose_anchors_cannot_be_made(tmp_path: Path) -> None:
    model = tiny()
    with torch.no_grad():
        next(model.network.head.parameters())[0] = torch.nan
    model.save(tmp_path / "nan")
    asked = {"generator": NuwaXL(tmp_path / "nan"), "workers": 1, "store": tmp_path / "store"}
    film = make_film(board(3), tmp_path / "film.mp4", allow_gaps=True, **asked)  # type: ignore[arg-type]
    assert any("shot 'shot' could not be made" in note.text for note in film.storyboard.notes)
    with pytest.raises(RenderError, match="anchors of scene 'one'"):
        make_film(board(3), tmp_path / "other.mp4", **asked)  # type: ignore[arg-type]


def test_another_model_than_planned_with_is_refused(tmp_path: Path) -> None:
    folder = saved(tmp_path / "model")
    tasks = planned(NuwaXL(folder), board())
    tiny(seed=1).save(folder)
    with pytest.raises(SetupError, match="holds another model"):
        NuwaXL(folder).run([Job(tasks[0], (), tmp_path / "a.safetensors", tmp_path)])


def test_settings_are_in_the_keys(folder: Path) -> None:
    plain = [task.part.digest for task in planned(NuwaXL(folder), board())]
    for settings in ({"steps": 3}, {"guidance": 2.0}, {"levels": 1}, {"precision": "bfloat16"}, {"device": "cuda"}):
        changed = planned(NuwaXL(folder, **settings), board())  # type: ignore[arg-type]
        assert not set(plain) & {task.part.digest for task in changed}
    assert [task.part.digest for task in planned(NuwaXL(folder, steps=2, guidance=1.5), board())] == plain
    document = board().model_dump(mode="json")
    document["scenes"][0]["shots"][0]["overrides"] = {"steps": 7}
    own = planned(NuwaXL(folder), Storyboard.model_validate(document))[1]
    assert ShotWork.model_validate(json.loads(own.part.json)).settings.steps == 7


def test_settings_by_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYLINE_NUWA_XL", str(folder))
    assert plugin("generators", "nuwa-xl", {"steps": 3, "levels": 2}) == NuwaXL(steps=3, levels=2)
    by_frame = plugin("generators", "nuwa-xl-by-frame", {"steps": 3})
    assert (by_frame.order, by_frame.steps, by_frame.card) == ("by-frame", 3, read_card(folder))
    assert generator_of("nuwa-xl", guidance=2.0) == NuwaXL(guidance=2.0)
    with pytest.raises(SetupError, match="generator 'toon' has no setting 'steps'"):
        plugin("generators", "toon", {"steps": 3})
    with pytest.raises(SetupError, match="nuwa-xl: steps of 1 or more are expected; got 0"):
        plugin("generators", "nuwa-xl", {"steps": 0})


def test_planning_loads_no_torch_and_sampling_no_drawn_world(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from generators.nuwa_xl.generator import NuwaXL;"
        "from generators.nuwa_xl import baselines; NuwaXL(Path(sys.argv[1])).card;"
        "assert not {'torch', 'diffusers', 'safetensors'} & set(sys.modules);"
        "import generators.nuwa_xl.making; assert 'torch' in sys.modules;"
        "assert not [name for name in sys.modules if name.startswith('generators.toon')]"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True)


def test_frames_come_out_the_same_where_the_drawn_world_cannot_be_imported(folder: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from hashlib import sha256; from pathlib import Path; sys.modules['generators.toon'] = None;"
        "from tests.generators.nuwa_xl.test_generator import NuwaXL, board, frames, made;"
        "files = made(NuwaXL(Path(sys.argv[1])), board(9, (4,)), Path(sys.argv[2]));"
        "print(sha256(frames(files).tobytes()).hexdigest())"
    )
    command = [sys.executable, "-c", code, str(folder), str(tmp_path / "apart")]
    apart = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[3])
    here = frames(made(NuwaXL(folder), board(9, (4,)), tmp_path / "here"))
    assert apart.stdout.strip() == sha256(here.tobytes()).hexdigest()


def test_a_shot_of_3376_frames_is_made_in_tasks_of_bounded_size(folder: Path) -> None:
    tasks = planned(NuwaXL(folder), board(3376))
    ours = [task for task in tasks if task.kind == "frames"]
    assert max(task.frames for task in ours) <= 304 and sum(task.frames for task in ours) == 3376
    assert all(a.end_exclusive == b.start for a, b in pairwise(ours))
    (latents,) = (task for task in tasks if task.kind == "latents")
    assert latents.frames < 64


def with_picture(
    folder: Path, storyboard: Storyboard, panel: int, colour: tuple[int, int, int] = (250, 0, 200)
) -> Storyboard:
    """The storyboard with a picture of one colour at a panel."""
    folder.mkdir(exist_ok=True)
    Image.new("RGB", (64, 36), colour).save(folder / "p.png")
    told = storyboard.model_dump(mode="json", exclude_defaults=True) | {"format": "storyboard/1"}
    told["scenes"][0]["shots"][0]["panels"][panel]["image"] = {"path": "p.png"}
    return with_files(Storyboard.model_validate(told), folder)


def test_a_supplied_picture_is_a_keyframe_and_those_beside_it_are_sampled_in_its_sight(
    folder: Path, tmp_path: Path
) -> None:
    storyboard, generator = board(20, (10,)), NuwaXL(folder)
    pictured = with_picture(tmp_path / "p", storyboard, 1)
    plain, found = made(generator, storyboard, tmp_path / "plain"), made(generator, pictured, tmp_path / "p")
    before, after = (load_file(files["latents/shot"])["latents"] for files in (plain, found))
    model = tiny()
    picture = np.full((36, 64, 3), (250, 0, 200), np.uint8)
    assert torch.equal(after[1], latents_of(model, [cv2.resize(picture, (64, 40))])[0])
    assert float((after[0] - before[0]).abs().max()) > 1e-3 and float((after[2] - before[2]).abs().max()) > 1e-3
    again = made(generator, pictured, tmp_path / "again", root=tmp_path / "p")
    assert all(again[id].read_bytes() == file.read_bytes() for id, file in found.items())
    assert np.array_equal(frames(found, "keyframes")[1], frames(again, "keyframes")[1])
    assert not (frames(found) == frames(plain)).all((1, 2, 3)).any()


def test_all_panels_may_be_supplied(folder: Path, tmp_path: Path) -> None:
    storyboard = board(9)
    for panel in (0, 1):
        storyboard = with_picture(tmp_path / "p", storyboard, panel)
    latents = load_file(made(NuwaXL(folder), storyboard, tmp_path / "p")["latents/shot"])["latents"]
    assert torch.equal(latents[0], latents[1])


def test_orders_that_do_not_begin_with_panels_leave_pictures_to_others(folder: Path, tmp_path: Path) -> None:
    pictured = with_picture(tmp_path / "p", board(9), 0)
    for order, follows in (("panels", True), ("plain", False), ("autoregressive", False), ("by-frame", False)):
        generator = NuwaXL(folder, order=order)  # type: ignore[arg-type]
        assert generator.follows_keyframes is follows
        one, other = ([task.part.digest for task in planned(generator, b)] for b in (board(9), pictured))
        assert (one != other) is follows
    assert not [note for note in NuwaXL(folder).notes(pictured) if "keyframe" in note]


def test_a_picture_that_cannot_be_read_any_more_is_told(folder: Path, tmp_path: Path) -> None:
    pictured = with_picture(tmp_path / "p", board(9), 1)
    (tmp_path / "p" / "p.png").write_bytes(b"gone")
    with pytest.raises(RenderError, match=r"shot 'shot', panel 2, image: expected a picture .* got 'p\.png'"):
        made(NuwaXL(folder), pictured, tmp_path / "p")
