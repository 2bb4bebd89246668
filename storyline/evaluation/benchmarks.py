"""The benchmarks as a whole: what is drawn, what is measured, and what stands beside it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict

from storyline.evaluation import lvd
from storyline.evaluation.asked import Asked
from storyline.evaluation.between import Rebuild, between, inside
from storyline.evaluation.detector.detection import Eye
from storyline.evaluation.drift import Drift, drift, mean_drift
from storyline.evaluation.footage import Draw, Footage
from storyline.evaluation.frechet import BLOCK, Features, FilmFeatures, average_fid, block_fvd
from storyline.evaluation.identity import identity_scores, sightings
from storyline.evaluation.layout import LayoutScore, layout_scores, observed, shuffled
from storyline.evaluation.lengths import lasting
from storyline.evaluation.report import Evaluation, Row
from storyline.evaluation.words import Plan, by_words, composed, words_scores
from storyline.schema.storyboard import Shot, Storyboard

CEILING = "ceiling: the drawn world"
FLOOR = "floor: shuffled conditions"
CHANCE = "floor: chance"


def layout_benchmark(
    who: str,
    boards: Sequence[Storyboard],
    draw: Draw,
    drawn_world: Draw | None,
    eye: Eye,
    unseen: Callable[[Asked], bool] | None = None,
) -> Evaluation:
    """Right kind, right colour, in the box: on keyframes, on filled frames, and on those who move in them.

    `drawn_world` draws the ceiling; None where it is what is measured. `unseen` says of which figures nothing like them
    was learnt from. Passed are figures that are right in all three.

    Raises:
        ValueError: there are fewer than two storyboards.
    """
    films = [observed(board, draw, eye) for board in boards]
    own = layout_scores((o for film in films for o in film), eye.kinds, unseen)
    floor = layout_scores(shuffled(films), eye.kinds)
    rows = [(CEILING if drawn_world is None else who, own)]
    if drawn_world is not None:
        true = [o for board in boards for o in observed(board, drawn_world, eye)]
        rows.append((CEILING, layout_scores(true, eye.kinds, unseen)))
    rows.append((FLOOR, floor))
    by_task = {part: {"total": s.figures, "passed": _right(s)} for part, s in own.items()}
    return Evaluation(
        "layout",
        # who moves is among the filled
        sum(by_task[part]["total"] for part in ("keyframes", "filled")),
        sum(by_task[part]["passed"] for part in ("keyframes", "filled")),
        by_task,
        [Row(name, part, asdict(score)) for name, scores in rows for part, score in scores.items()],
        {"films": len(boards)},
    )


def _right(score: LayoutScore) -> int:
    return round(score.right * score.figures)


def words_benchmark(
    who: str, boards: Sequence[Storyboard], draw: Draw, eye: Eye, planner: str = "", plan: Plan | None = None
) -> Evaluation:
    """Asked kinds and colours anywhere in the frame, drawn from prompts alone; beside it, with boxes: the ceiling.

    With a planner's name and its `plan` also as it composes the prompts. Passed are figures of the right kind and
    colour drawn from prompts alone, each detection being one of them.

    Raises:
        ValueError: there are fewer than two storyboards.
    """
    films = [observed(board, by_words(draw), eye) for board in boards]
    own = words_scores((o for film in films for o in film), eye.kinds)
    boxed = words_scores((o for board in boards for o in observed(board, draw, eye)), eye.kinds)
    floor = words_scores(shuffled(films), eye.kinds)
    by_task = {part: {"total": s.figures, "passed": round(s.right * s.figures)} for part, s in own.items()}
    rows = [(f"{who}, by words alone", own)]
    if plan is not None:
        made = words_scores((o for board in boards for o in observed(board, composed(draw, plan), eye)), eye.kinds)
        rows.append((f"{who}, by words that {planner} composes", made))
    rows += [(f"ceiling: {who} with boxes", boxed), (FLOOR, floor)]
    return Evaluation(
        "words",
        sum(numbers["total"] for numbers in by_task.values()),
        sum(numbers["passed"] for numbers in by_task.values()),
        by_task,
        [Row(name, part, asdict(score)) for name, scores in rows for part, score in scores.items()],
        {"films": len(boards)},
    )


def identity_benchmark(
    who: str, boards: Sequence[Storyboard], draw: Draw, drawn_world: Draw | None, eye: Eye
) -> Evaluation:
    """Whether everybody looks more like themselves in another shot than like somebody else there.

    `boards` have several shots with one cast; `drawn_world` draws the ceiling; None where it is what is measured.
    Passed are triplets (see `identity`).
    """
    own = identity_scores(sightings(board, draw, eye) for board in boards)
    rows = [(CEILING if drawn_world is None else who, own)]
    if drawn_world is not None:
        rows.append((CEILING, identity_scores(sightings(board, drawn_world, eye) for board in boards)))
    by_task = {
        part: {"total": score.triplets, "passed": round((score.same or 0) * score.triplets)}
        for part, score in own.items()
    }
    table = [Row(name, part, asdict(score)) for name, scores in rows for part, score in scores.items()]
    return Evaluation(
        "identity",
        by_task["all"]["total"],  # those alike are among them
        by_task["all"]["passed"],
        by_task,
        [*table, *(Row(CHANCE, part, {"same": 0.5}) for part in own)],
        {"films": len(boards), "alike": "triplets whose other one has the same kind or the same colour"},
    )


def between_benchmark(
    who: str,
    boards: Sequence[Storyboard],
    draw: Draw,
    drawn_world: Draw,
    rebuild: Rebuild | None,
    move: Draw | None = None,
) -> Evaluation:
    """PSNR of filled frames inside the boxes of those who move, against the drawn world's own frames.

    `move` makes the same keyframes and draws nothing between them: figures are moved along their boxes.
    Passed are all frames if what is filled in is truer than the cross-fade, or none.
    """
    found = between(((board, draw(board), drawn_world(board)) for board in boards), rebuild, move=move)
    rows = [
        Row(who, "filled", {"psnr": found.filled, "whole frame": found.everywhere}),
        Row("floor: cross-fade of the same keyframes", "filled", {"psnr": found.cross_fade}),
    ]
    if found.moved is not None:
        rows.append(Row(f"{who}, keyframes alone, moved between", "filled", {"psnr": found.moved}))
    if not found.frames:
        rows = []
    if found.rebuilt is not None:
        rows.append(Row("ceiling: true frames through the autoencoder", "filled", {"psnr": found.rebuilt}))
    passed = found.frames if found.filled > found.cross_fade else 0
    return Evaluation(
        "between", found.frames, passed, {"filled": {"total": found.frames, "passed": passed}}, rows,
        {"films": len(boards), "against": "the drawn world's frames; decibels"},
    )  # fmt: skip


def drift_benchmark(who: str, boards: Sequence[Storyboard], draw: Draw, drawn_world: Draw | None) -> Evaluation:
    """Endpoint error, seams, colour drift and flicker, beside the drawn world's own; by what the camera does, too.

    `change ratio` is the change from frame to frame outside of figures, over that of the drawn world: 1 is as it is.
    Passed are clips whose frames at keyframes differ from these by less than 2 of 255.
    """
    own = true = [clip for board in boards for clip in drifts(board, draw(board))]
    films = {who if drawn_world is not None else CEILING: own}
    if drawn_world is not None:
        films[CEILING] = true = [clip for board in boards for clip in drifts(board, drawn_world(board))]
    moves = [_camera_moves(shot) for board in boards for _, shot in board.shots()]
    parts = {
        "all frames": range(len(moves)),
        "camera still": [n for n, moving in enumerate(moves) if not moving],
        "camera moving": [n for n, moving in enumerate(moves) if moving],
    }
    rows = [
        Row(name, part, _drift_numbers([clips[n] for n in chosen], [true[n] for n in chosen]))
        for name, clips in films.items()
        for part, chosen in parts.items()
        if chosen
    ]
    passed = sum(clip.endpoint_error < 2 for clip in own)
    return Evaluation(
        "drift", len(own), passed, {"endpoints": {"total": len(own), "passed": passed}}, rows, {"films": len(boards)}
    )


def _drift_numbers(clips: Sequence[Drift], true: Sequence[Drift]) -> dict[str, float | None]:
    found, changes = mean_drift(clips), mean_drift(true).change
    return {**asdict(found), "change ratio": found.change / changes if changes else None}


def _camera_moves(shot: Shot) -> bool:
    return len({shot.camera_at(key.at) for key in shot.camera}) > 1


def drifts(board: Storyboard, footage: Footage) -> Iterator[Drift]:
    """The drift of each shot."""
    for _, shot in board.shots():
        height, width = board.size.height, board.size.width
        masks = (inside([p.box for p in shot.layout(n)], height, width) for n in range(shot.duration))
        stills = [(panel.at, still) for panel, still in zip(shot.panels, footage.stills(shot.id), strict=True)]
        stills = [(at, still) for at, still in stills if at < shot.duration]
        yield drift(footage.frames(shot.id, range(shot.duration)), stills, masks, _seams(shot))


def _seams(shot: Shot) -> list[int]:
    """The inner panels of a shot at which everybody goes on with what they do, so that nothing is to be seen there."""
    found = []
    for around in zip(shot.panels, shot.panels[1:], shot.panels[2:], strict=False):
        first, *others = [{p.entity: (p.look, p.action, p.facing) for p in panel.placements} for panel in around]
        if all(deeds == first for deeds in others) and around[1].at < shot.duration - 1:
            found.append(around[1].at)
    return found


def long_benchmark(
    who: str,
    boards: Sequence[Storyboard],
    others: Sequence[Storyboard],
    draw: Draw,
    drawn_world: Draw,
    features: tuple[str, Features],
    lengths: Sequence[int] = (16, 256, 1024),
) -> Evaluation:
    """Avg-FID and B-FVD-16 of films of growing length, against the drawn world's frames of the same storyboards.

    `others` are further storyboards, of which the drawn world's own distance is measured: that of true films that tell
    something else. Passed are lengths whose B-FVD-16 is at most 1.1 times that of the shortest, or at most
    that of those others.
    """
    name, of = features
    rows: list[Row] = []
    fvds: dict[str, list[float]] = {}
    for length in lengths:
        cut = [lasting(board, length) for board in boards]
        true = [_features(drawn_world, board, of) for board in cut]
        made = [_features(draw, board, of) for board in cut]
        beside = [_features(drawn_world, lasting(other, length), of) for other in others]
        for label, films in ((who, made), (f"{CEILING}, other stories", beside)):
            fid, fvd = average_fid(true, films), block_fvd(true, films)
            numbers = {"Avg-FID": sum(fid) / len(fid), f"B-FVD-{BLOCK}": sum(fvd) / len(fvd), "last block": fvd[-1]}
            rows.append(Row(label, f"{length} frames", numbers))
            fvds.setdefault(label, []).append(sum(fvd) / len(fvd))
    own, others_own = fvds.values()
    fine = [fvd <= max(1.1 * own[0], other) for fvd, other in zip(own, others_own, strict=True)]
    by_task = {f"{n} frames": {"total": 1, "passed": int(ok)} for n, ok in zip(lengths, fine, strict=True)}
    facts = {"films": len(boards), "features": name}
    return Evaluation("long", len(lengths), sum(fine), by_task, rows, facts)


def _features(draw: Draw, board: Storyboard, features: Features) -> FilmFeatures:
    footage = draw(board)
    film = (frame for _, shot in board.shots() for frame in footage.frames(shot.id, range(shot.duration)))
    return FilmFeatures.of(film, features)


def lvd_benchmark(
    who: str,
    plan: Callable[[str], Storyboard],
    drawn: tuple[Draw, Eye] | None,
    every: int = 1,
    ceiling: tuple[str, Draw] | None = None,
) -> Evaluation:
    """The LVD prompts, planned, and if `drawn` says by whom and with which eye, drawn and looked at.

    A text that occurs several times is planned and drawn once. Every `every`-th text of the benchmark is asked.
    """
    texts = list(dict.fromkeys(prompt.text for prompt in lvd.prompts()))[::every]
    prompts = [prompt for prompt in lvd.prompts() if prompt.text in set(texts)]
    boards = {text: plan(text) for text in texts}
    plans = {text: lvd.planned(board) for text, board in boards.items()}
    results = {"as planned": plans}
    if drawn is not None:
        draw, eye = drawn
        own = {text: seen_frames(board, draw, eye) for text, board in boards.items()}
        results = {who: own}
        if ceiling is not None:
            results[ceiling[0]] = {text: seen_frames(b, ceiling[1], eye) for text, b in boards.items()}
        results["as planned"] = plans
        results[FLOOR] = {text: own[other] for text, other in zip(texts, [*texts[1:], texts[0]], strict=True)}
    scores = {
        name: lvd.by_task([(prompt, prompt.passes(frames[prompt.text])) for prompt in prompts])
        for name, frames in results.items()
    }
    by_task = next(iter(scores.values()))
    rows = [
        Row(name, task, {**numbers, "share": numbers["passed"] / numbers["total"]})
        for name, tasks in scores.items()
        for task, numbers in tasks.items()
    ]
    return Evaluation(
        "lvd",
        sum(numbers["total"] for numbers in by_task.values()),
        sum(numbers["passed"] for numbers in by_task.values()),
        by_task,
        rows,
        {"texts": len(texts)},
    )


def seen_frames(board: Storyboard, draw: Draw, eye: Eye) -> list[lvd.Frame]:
    """What is seen in the six frames of a film."""
    footage = draw(board)
    pictures = (next(iter(footage.frames(shot.id, [frame]))) for shot, frame in lvd.moments(board))
    return lvd.seen(list(eye(pictures)))
