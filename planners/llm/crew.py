"""Who works on a plan: asks the model, several questions at once, and writes down what came of it, in order."""

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from planners.llm.ask import ATTEMPTS, Answer, P, Request, ask
from planners.llm.conversation import Conversation
from planners.llm.origins import origin_name
from planners.offline.composer import Composer
from planners.offline.sketch import NewIds
from storyline.schema.reason import Reason
from storyline.schema.script import Note, Script

Progress = Callable[[str, int, int], None]
"""Told of a stage how many of its calls are done, of how many; from any thread."""

REPAIR = "repair"
"""The origin of what was repaired."""


class Crew:
    """Works on one plan."""

    def __init__(
        self,
        conversation: Conversation,
        script: Script,
        attempts: int = ATTEMPTS,
        composer: Composer | None = None,
        progress: Progress = lambda stage, done, total: None,
    ) -> None:
        """`composer` places those who are to be seen and were given no box; without one they are not seen."""
        self.conversation, self.script, self.attempts, self.composer = conversation, script, attempts, composer
        self._progress = progress
        self.name = conversation.model.name
        self.frame = (script.size.width, script.size.height) if script.size else (1280, 720)
        self.scene_ids = NewIds([s.id for s in script.scenes if s.id])
        self.shot_ids = NewIds([t.id for s in script.scenes for t in s.shots if t.id])
        self.notes: dict[Note, None] = {}
        self.reasons: list[Reason] = []
        self.repairs: Counter[str] = Counter()
        """What was repaired, and how often."""
        self.repaired: list[str] = []
        """Paths of what was repaired, with all below them."""

    def ask(self, requests: Sequence[tuple[str, Request[P]]]) -> tuple[Answer[P], ...]:
        """The answers to requests that do not depend on each other, in their order; each with where it is about.

        Raises:
            PlanError: the model cannot be reached, or will not answer anything.
        """
        done = itertools.count(1)

        def answer_to(request: Request[P]) -> Answer[P]:
            found = ask(self.conversation, request, self.attempts)
            self._progress(f"planning: {request.stage}", next(done), len(requests))
            return found

        for _, request in requests[:1]:
            self._progress(f"planning: {request.stage}", 0, len(requests))
        at_once = min(len(requests), self.conversation.budget.limits.at_once)
        if at_once < 2:
            answers = [answer_to(request) for _, request in requests]
        else:
            pool = ThreadPoolExecutor(at_once, thread_name_prefix="planner")
            try:
                under_way = [pool.submit(answer_to, request) for _, request in requests]
                answers = [future.result() for future in under_way]
            finally:  # replies under way are paid for: they are waited for, and kept
                pool.shutdown(wait=True, cancel_futures=True)
        for (where, request), answer in zip(requests, answers, strict=True):
            self._write(where, request.stage, answer)
        return tuple(answers)

    def repair(self, where: str, what: str, path: str = "") -> None:
        """Write down a repair, and the path of what it touched."""
        self.repairs[what] += 1
        self.notes[Note(kind="repaired", text=what, where=where, by=REPAIR)] = None
        if path:
            self.repaired.append(path)

    def drop(self, where: str, what: str) -> None:
        """Write down something of the model's that cannot be used."""
        self.repairs[what] += 1
        self.notes[Note(kind="dropped", text=what, where=where, by=REPAIR)] = None

    def info(self, where: str, text: str) -> None:
        """Write down what a person should know of the plan."""
        self.notes[Note(kind="info", text=text, where=where, by=origin_name(self.name))] = None

    def because(self, where: str, what: str, why: str) -> None:
        """Write down a choice and its reason."""
        self.reasons.append(Reason(where, what, why))

    def _write(self, where: str, stage: str, answer: Answer[P]) -> None:
        for what, count in Counter(answer.repairs).items():
            self.repairs[what] += count
            times = f" ({count} times)" if count > 1 else ""
            text = f"{stage}: {what}{times}"[:2000]
            self.notes[Note(kind="repaired", text=text, where=where, by=REPAIR)] = None
        if answer.value is None:
            text = f"{stage}: no reply of use ({answer.why[:300]}); the offline planner does it"
            self.notes[Note(kind="dropped", text=text, where=where, by=REPAIR)] = None
            self.because(where, stage, text)
