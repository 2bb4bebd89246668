"""`storyline evaluate generator|detector`: how well pictures show what storyboards ask."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from storyline.cli.answer import say
from storyline.cli.evaluate_plans import EPILOG, planned_by, plans
from storyline.cli.options import (
    GeneratorName,
    Guidance,
    Json,
    Levels,
    PlannerName,
    Quiet,
    Steps,
    StoreFolder,
    Workers,
    generator_of,
)
from storyline.cli.progress import Progress
from storyline.errors import SetupError

if TYPE_CHECKING:
    from storyline.evaluation.asked import Asked
    from storyline.evaluation.detector.detection import Eye
    from storyline.evaluation.detector.files import DetectorCard
    from storyline.evaluation.detector.network import Detector
    from storyline.evaluation.footage import Draw
    from storyline.evaluation.frechet import Features
    from storyline.evaluation.report import Evaluation
    from storyline.schema.storyboard import Storyboard

evaluate = typer.Typer(
    help="Measure generators, the detector and planners.", no_args_is_help=True, rich_markup_mode="markdown"
)

DRAWN = "toon"
"""The drawn world, which is the ceiling of all."""
_SCENES = 3
"""Of a story in which somebody is to stay the same."""

Films = Annotated[int, typer.Option("--films", min=1, help="Held-out storyboards that are drawn.")]
World = Annotated[Literal["core", "all"], typer.Option("--world", help="Whose words these storyboards use.")]
DetectorFolder = Annotated[
    Path | None, typer.Option("--detector", metavar="DIR", help="A detector of yours; else the one that is shipped.")
]


@evaluate.command(
    epilog="`storyline evaluate generator --generator nuwa-xl --benchmark layout` · "
    "`storyline evaluate generator --generator nuwa-xl --benchmark words --films 8` · "
    "`storyline evaluate generator --benchmark lvd --json`"
)
def generator(
    benchmark: Annotated[
        Literal["layout", "words", "identity", "between", "drift", "long", "lvd"],
        typer.Option(
            "--benchmark",
            help="What is measured: figures in their boxes; figures drawn by prompts alone, and as --planner composes "
            "them; whether they stay the same "
            "from shot to shot; frames between keyframes; ends, seams and backgrounds; long films; the prompts of LVD.",
        ),
    ] = "layout",
    name: GeneratorName = DRAWN,
    steps: Steps = None,
    guidance: Guidance = None,
    levels: Levels = None,
    films: Films = 16,
    world: World = "core",
    planner: PlannerName = "offline",
    every: Annotated[int, typer.Option(min=1, help="Of lvd: ask every so many texts only.")] = 1,
    lengths: Annotated[str, typer.Option(help="Of long: frames, with commas between.")] = "16,256,1024",
    detector: DetectorFolder = None,
    workers: Workers = 1,
    store: StoreFolder = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Measure a generator on held-out storyboards, with the drawn world as ceiling and chance as floor."""
    from storyline.evaluation import benchmarks
    from storyline.film import plan_film
    from storyline.film.plugins import plugin

    if benchmark in ("layout", "words", "long") and films < 2:
        raise SetupError(f"--films: expected at least 2, as films are compared with each other; got {films}")
    frames = _lengths(lengths)
    chosen = generator_of(name, steps, guidance, levels)
    with Progress(quiet or as_json, first="reading the detector and the storyboards") as progress:
        draw, drawn_world = (_draw(maker, store, workers, progress) for maker in (chosen, plugin("generators", DRAWN)))
        ceiling = None if name == DRAWN else drawn_world
        boards = _stories(world, films) if benchmark == "identity" else _held_out(world, films)
        facts: dict[str, Any] = {"world": world}
        match benchmark:
            case "layout":
                eye, facts["detector"] = _eye(detector)
                found = benchmarks.layout_benchmark(name, boards, draw, ceiling, eye, _unseen)
            case "words":
                eye, facts["detector"] = _eye(detector)
                found = benchmarks.words_benchmark(
                    name, boards, draw, eye, planner, partial(plan_film, planner=planner)
                )
            case "identity":
                eye, facts["detector"] = _eye(detector)
                found = benchmarks.identity_benchmark(name, boards, draw, ceiling, eye)
            case "between":
                rebuild = getattr(chosen, "rebuilt", None)
                moving = generator_of(name, steps, guidance, levels=1) if _leaves_levels(chosen) else None
                move = _draw(moving, store, workers, progress) if moving is not None else None
                found = benchmarks.between_benchmark(name, boards, draw, drawn_world, rebuild, move)
            case "drift":
                found = benchmarks.drift_benchmark(name, boards, draw, ceiling)
            case "long":
                further = _held_out(world, 2 * films)[films:]
                found = benchmarks.long_benchmark(
                    name, boards, further, draw, drawn_world, _features(chosen, detector), frames
                )
            case "lvd":
                eye, held_out = _eye(detector)
                beside = None if name == DRAWN else (benchmarks.CEILING, drawn_world)
                found = benchmarks.lvd_benchmark(name, planned_by(planner), (draw, eye), every, beside)
                facts = {"detector": held_out, "planner": planner}
    _answer(found, {"generator": name, **facts}, as_json, quiet)


@evaluate.command(epilog="`storyline evaluate detector` · `storyline evaluate detector --films 100 --json`")
def detector(
    benchmark: Annotated[
        Literal["drawn"], typer.Option("--benchmark", help="What it reads: the drawn world.")
    ] = "drawn",
    films: Films = 32,
    world: World = "core",
    folder: DetectorFolder = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Measure how the detector reads kind, colour and box in frames of which the truth is known."""
    from storyline.evaluation.detector.accuracy import accuracy
    from storyline.evaluation.report import Evaluation, Row

    eye, held_out = _eye(folder)
    with Progress(quiet or as_json, first="drawing"):
        shown, pictures = zip(*_truths(_held_out(world, films)), strict=True)
        found = accuracy(zip(shown, eye(pictures), strict=True))
    found_count = round(found.figures * found.found)
    by_task = {
        "box": {"total": found.figures, "passed": found_count},
        "kind": {"total": found_count, "passed": round(found_count * found.kind)},
        "colour": {"total": found_count, "passed": round(found_count * found.colour)},
        "action": {"total": found_count, "passed": round(found_count * found.action)},
    }
    rows = [Row("detector", f"{len(pictures)} frames", asdict(found))]
    report = Evaluation(benchmark, found.figures, by_task["kind"]["passed"], by_task, rows)
    _answer(report, {"world": world, "card": held_out}, as_json, quiet)


evaluate.command(epilog=EPILOG)(plans)


def _answer(found: "Evaluation", facts: dict[str, Any], as_json: bool, quiet: bool) -> None:
    from dataclasses import replace

    found = replace(found, facts={**found.facts, **facts})
    say(as_json, quiet, found.json(), found.table())


def _detector(folder: Path | None) -> "tuple[Detector, DetectorCard]":
    try:
        from storyline.evaluation.detector.files import load_detector, shipped_detector
    except ImportError as error:
        raise SetupError(
            f"the detector needs PyTorch ({error}); install it with `pip install 'storyline[learned]'`"
        ) from None
    return load_detector(folder) if folder is not None else shipped_detector()


def _eye(folder: Path | None) -> "tuple[Eye, dict[str, float]]":
    """A detector as an eye, and how well it reads what it did not learn from."""
    detector, card = _detector(folder)
    from storyline.evaluation.detector.detect import DetectorEye

    return DetectorEye(detector), card.held_out


def _draw(maker: Any, store: Path | None, workers: int | None, progress: Callable[[str, int, int], None]) -> "Draw":
    """Draws storyboards with a generator, and keeps what it drew in the store."""
    from storyline.film import Render
    from storyline.film.footage import footage

    return lambda board: footage(Render.of(board, maker, store=store, workers=workers, progress=progress))


def _leaves_levels(maker: Any) -> bool:
    """Whether a generator draws between keyframes that it draws first, and can leave that."""
    return getattr(maker, "levels", 1) != 1 and getattr(maker, "order", "panels") == "panels"


def _held_out(world: str, count: int) -> "list[Storyboard]":
    """Storyboards that no training has seen: the same ones every time."""
    from storyline.training.corpus.scripts import script
    from storyline.training.corpus.world import HELD_OUT, WORLDS

    return [script(WORLDS[world], seed) for seed in HELD_OUT[:count]]


def _stories(world: str, count: int) -> "list[Storyboard]":
    """As `_held_out`, each of several scenes with one cast."""
    from storyline.training.corpus.scripts import story
    from storyline.training.corpus.world import HELD_OUT, WORLDS

    return [story(WORLDS[world], seed, _SCENES) for seed in HELD_OUT[:count]]


def _unseen(figure: "Asked") -> bool:
    from storyline.training.corpus.world import unseen

    return None not in (figure.kind, figure.colour, figure.setting) and unseen(
        str(figure.kind), str(figure.colour), str(figure.setting)
    )


def _truths(boards: "Iterable[Storyboard]") -> Iterator[tuple[list[Any], Any]]:
    """What three frames of each film clearly show, and their pictures."""
    from storyline.evaluation.detector.truth import told
    from storyline.film.plugins import plugin

    toon = plugin("generators", DRAWN)
    for board in boards:
        for _, shot in board.shots():
            clip = toon.clip(board, shot.id, board.size)
            for frame in sorted({0, len(clip) // 2, len(clip) - 1}):
                truth = clip.truth(frame)
                figures = told(truth, board.cast, shot.layout(frame))
                yield [figure for _, figure, clear in figures if clear], truth.picture


def _features(maker: Any, folder: Path | None) -> "tuple[str, Features]":
    """The features of a generator's own encoder, where it has one; else of the detector."""
    features = getattr(maker, "features", None)
    if features is not None:
        return f"the encoder of {maker.name}", features
    detector, _ = _detector(folder)
    from storyline.evaluation.detector.features import NAME, trunk_features

    return NAME, trunk_features(detector)


def _lengths(said: str) -> Sequence[int]:
    parts = said.split(",")
    if not all(part.strip().isdecimal() and int(part) >= 2 for part in parts):
        raise SetupError(f"--lengths: expected numbers of frames such as 16,256; got {said!r}")
    return [int(part) for part in parts]
