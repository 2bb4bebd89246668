"""What is written in the picture of a render graph."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from storyline.graph.survey import Standing, State, Survey, Total
from storyline.schema.task import Task

STATES: dict[State, str] = {
    "will run": "will run",
    "ran": "ran in the last render",
    "cached": "was there already",
}
"""What is said of a task."""


def lasting(seconds: float) -> str:
    """How long something takes.

    >>> [lasting(seconds) for seconds in (0, 0.004, 0.414, 4.14, 41.4, 95, 4140)]
    ['0 s', '0.01 s', '0.41 s', '4.1 s', '41 s', '1:35 min', '1:09 h']
    """
    if seconds < 1:
        return f"{max(seconds, 0.01):.2f} s" if seconds else "0 s"
    if seconds < 59.5:
        return f"{seconds:.1f} s" if seconds < 9.95 else f"{seconds:.0f} s"
    large, small, unit = (*divmod(round(seconds), 60), "min")
    if large >= 60:
        large, small, unit = (*divmod(round(seconds / 60), 60), "h")
    return f"{large}:{small:02} {unit}"


def took(total: Total) -> str:
    """The seconds of several tasks: those that are known, then, after `≈`, those that are estimated."""
    told = [lasting(total.took)] if total.took or not total.estimated else []
    return " + ".join([*told, *([f"≈ {lasting(total.estimated)}"] if total.estimated else [])])


def of_standing(standing: Standing, task: Task) -> str:
    """What became of a task, in a sentence."""
    if standing.seconds is None:
        return f"{STATES[standing.state]}; what it takes is not known"
    time = lasting(standing.seconds)
    if not standing.took:
        return f"{STATES[standing.state]}; it takes about {time}, an estimate"
    share = f", its share of one call for {standing.together} tasks" if standing.together > 1 else ""
    return f"{STATES[standing.state]}; it took {time}{share}"


def of_task(survey: Survey, id: str) -> str:
    """All that is known of a task, in lines."""
    task, key = survey.task(id), survey.graph.nodes[id]["key"]
    frames = f"frames {task.start}..{task.end_exclusive}"
    return f"{id}\n{task.kind}, {frames}, by {task.maker}\n{of_standing(survey.standings[id], task)}\nkey {key}"


def of_several(survey: Survey, ids: Sequence[str]) -> str:
    """The same of tasks that are drawn as one."""
    if len(ids) == 1:
        return of_task(survey, ids[0])
    first, last = survey.task(ids[0]), survey.task(ids[-1])
    frames = f"frames {first.start}..{last.end_exclusive}"
    state = STATES[survey.standings[ids[0]].state]
    return (
        f"{ids[0]} … {ids[-1]}\n{len(ids)} tasks: {first.kind}, {frames}, by {first.maker}\n{state}; "
        f"{took(survey.total(ids))} in all"
    )


def counted(total: Total) -> str:
    """Several tasks in a few words.

    >>> counted(Total(tasks=3, to_run=1, took=4.14, estimated=2.0))
    '3 tasks, 1 will run, 4.1 s + ≈ 2.0 s'
    """
    tasks = f"{total.tasks} task{'' if total.tasks == 1 else 's'}"
    return ", ".join([tasks, *([f"{total.to_run} will run"] if total.to_run else []), took(total)])


def facts(survey: Survey) -> Iterator[str]:
    """What is said of the whole."""
    ran = survey.total(id for id, standing in survey.standings.items() if standing.state == "ran")
    total = survey.total(survey.graph)
    there = total.tasks - total.to_run
    yield f"{total.tasks} tasks: {total.to_run} will run, the artifacts of {there} are in the store."
    film = survey.film
    if film is None:
        yield "No render of this film is remembered here."
    else:
        when = datetime.fromtimestamp(film.when, UTC).strftime("%Y-%m-%d %H:%M UTC")
        state = "The last render" if film.finished else "The last render, which was not finished"
        yield f"{state}: {film.path.name}, {when}; {ran.tasks} of these tasks ran in it, {took(ran)}."
    chain = survey.longest()
    time = took(survey.total(chain))
    which = "Of what will run, the" if total.to_run else "The"
    yield f"{which} longest chain of tasks that wait for each other takes {time}: no number of workers is faster."
    yield "Seconds are those of one worker; after ≈ they are estimated, by what others of the kind took here."
