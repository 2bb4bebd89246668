"""Script → Storyboard by any language model: it fills the script as far as it can, the offline planner the rest."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from planners.llm import directors
from planners.llm.budget import Budget, Limits
from planners.llm.conversation import Conversation, Patience
from planners.llm.crew import Crew, Progress
from planners.llm.directors import DIRECTOR
from planners.llm.draft import Draft
from planners.llm.origins import origins
from planners.llm.protocol import Model
from planners.llm.replies import Replies, default_folder
from planners.offline.language import is_english
from planners.offline.plan import OfflinePlanner
from planners.offline.runtime import Span, durations
from planners.offline.screenplay import filmed
from planners.visual_prior.planner import PriorPlanner
from storyline.errors import PlanError, SetupError
from storyline.schema.origin import overruled
from storyline.schema.reason import WRITER, Reason
from storyline.schema.script import Script, ScriptShot
from storyline.schema.storyboard import MOST_FRAMES, Storyboard
from storyline.schema.timing import frames

LOCAL = "local:"
"""Begins the names of models that work in this process."""


class LlmPlanner:
    """Has a model direct the film. The same script and the same replies give the same storyboard."""

    def __init__(
        self,
        model: str | Model,
        *,
        base_url: str | None = None,
        director: str = DIRECTOR,
        max_calls: int | None = None,
        max_cost: float | None = None,
        price: str | None = None,
        calls_a_minute: int | None = None,
        calls_at_once: int = 4,
        timeout: float = 120.0,
        replies: str | Path | None = None,
        patience: Patience | None = None,
        rest: str | OfflinePlanner = "offline",
    ) -> None:
        """Get ready; nothing is asked yet, and no key is needed before something is.

        Args:
            model: `provider:model` of langchain's providers, `local:` and a folder or a name on Hugging Face's hub, or
                a model.
            base_url: of a server that speaks OpenAI's language.
            director: a name of `directors.DIRECTORS`.
            max_calls: calls that may be made.
            max_cost: what they may cost, in the currency of `price`.
            price: `IN/OUT`, what a million tokens of prompts and of replies cost.
            calls_a_minute: calls that may begin within a minute.
            calls_at_once: calls that may be under way at the same time.
            timeout: seconds for one reply.
            replies: the folder of replies; see `replies.default_folder`.
            patience: how often a call is made again that brought nothing.
            rest: who fills what is left open: `offline`, `prior` (offline, with an eye), or such a planner.

        Raises:
            SetupError: no such director or rest, or limits that cannot be.
        """
        self._given = model
        self.name = model if isinstance(model, str) else model.name
        self._base_url, self._timeout = base_url, timeout
        self._director = directors.director(director)
        self._limits = Limits(max_calls, max_cost, _price(price), calls_a_minute, calls_at_once)
        self._folder = Path(replies) if replies is not None else None
        self._patience = patience
        self.progress: Progress = lambda stage, done, total: None
        """Told how far a plan is; whoever shows that puts something else here."""
        self._rest = _filling(rest) if isinstance(rest, str) else rest

    def plan(self, script: Script) -> Storyboard:
        """Make a storyboard; one that is given comes back as it is.

        Raises:
            PlanError: the script cannot be planned, or the model cannot be reached. What it said until then is kept.
            SetupError: the model cannot be set up, or its replies cannot be kept.
        """
        return self.explain(script)[0]

    def explain(self, script: Script) -> tuple[Storyboard, tuple[Reason, ...]]:
        """Make a storyboard, and say what it took: calls, tokens, cost, repairs, and why it is as it is.

        Raises:
            PlanError, SetupError: see `plan`.
        """
        if isinstance(script, Storyboard):
            return script, ()
        # What is wrong with the script is found before anything is paid for.
        plain, reasons = self._rest.explain(script)
        script, idle = filmed(script)
        replies = Replies(self._folder or default_folder())
        model = self._model()
        try:
            conversation = Conversation(
                model, replies, Budget(self._limits), seed=script.seed or 0, patience=self._patience
            )
            crew = Crew(conversation, script, composer=self._rest.composer, progress=self.progress)
            draft = self._director.direct(Draft(script), crew)
        finally:
            if model is not self._given:
                model.close()
        for scene in idle:
            crew.info(f"scene {scene.id}", f"“{scene.heading or scene.id}” has nothing to be seen: it is left out")
        board, made, why = self._board(script, draft, crew, (plain, reasons))
        board = board.model_copy(
            update={
                "title": script.title if script.title is not None else plain.title,  # its first words are the writer's
                "language": script.language or plain.language if not is_english(script) else board.language,
                "origins": origins(script, made, board, crew.name, crew.repaired, self._rest.name),
                "notes": (*board.notes, *crew.notes),
            }
        )
        lost = overruled(script, board)
        if lost:  # no stage can do it; a plan that did is not given away
            raise PlanError("the plan would overrule the writer:\n" + "\n".join(lost))
        said = {reason for reason in reasons if reason.why == WRITER}
        why = tuple(
            replace(reason, why=f"{crew.name} says so") if reason.why == WRITER and reason not in said else reason
            for reason in why
        )
        return board, (*self._account(conversation, crew), *crew.reasons, *why)

    def _board(
        self, script: Script, draft: Draft, crew: Crew, plain: tuple[Storyboard, tuple[Reason, ...]]
    ) -> tuple[Storyboard, Script, tuple[Reason, ...]]:
        """The storyboard of as much of a draft as fits together, that much, and the reasons of the rest."""
        for filling, loss in _fewer(script, draft.script):
            try:
                board, why = self._rest.explain(filling)
                paced = _paced(script, filling, board)
                if paced != filling:
                    filling = paced
                    board, why = self._rest.explain(filling)
            except PlanError as error:
                crew.drop("", f"{loss}: {error}"[:2000])
                continue
            if not overruled(script, board):
                return board, filling, why
            crew.drop("", f"{loss}: it would overrule the writer")
        return plain[0], script, plain[1]

    def _model(self) -> Model:
        if not isinstance(self._given, str):
            return self._given
        if self._given.startswith(LOCAL):
            if self._base_url is not None:
                raise SetupError(f"planner {self._given!r} works in this process: --base-url means nothing to it")
            from planners.local import LocalModel

            return LocalModel(self._given)
        from planners.chat import ChatModel

        return ChatModel(self._given, base_url=self._base_url, timeout=self._timeout)

    def _account(self, conversation: Conversation, crew: Crew) -> Iterator[Reason]:
        """What the plan took, for the whole film."""
        budget = conversation.budget
        stages = ", ".join(f"{count} of {stage}" for stage, count in sorted(conversation.asked.items()))
        yield Reason("", f"planned by {crew.name}", f"director {self._director.name}: {self._director.source}")
        yield Reason(
            "",
            f"{budget.calls} calls",
            (stages or "none brought a reply") + f"; {conversation.kept} replies were kept from before",
        )
        yield Reason("", f"{budget.tokens_in} tokens in, {budget.tokens_out} out", "as the provider counts them")
        if budget.cost is not None:
            yield Reason("", f"cost {budget.cost:.4f}", "at the price that was given")
        for what, count in crew.repairs.most_common():
            yield Reason("", f"repaired {count} times" if count > 1 else "repaired once", what)


def _filling(name: str) -> OfflinePlanner:
    """Who fills what is left open, by name. Raises SetupError."""
    known: dict[str, Callable[[], OfflinePlanner]] = {"offline": OfflinePlanner, "prior": PriorPlanner}
    if name not in known:
        raise SetupError(f"--rest: expected {' or '.join(known)}, who fills what the model leaves open; got {name!r}")
    return known[name]()


def _price(price: str | None) -> tuple[float, float] | None:
    """Two prices of `IN/OUT`. Raises SetupError."""
    if price is None:
        return None
    try:
        first, _, second = price.partition("/")
        return float(first), float(second or first)
    except ValueError:
        raise SetupError(
            "--price: expected IN/OUT, what a million tokens of prompts and of replies cost, such as 2.5/10; "
            f"got {price!r}"
        ) from None


def _paced(script: Script, draft: Script, board: Storyboard) -> Script:
    """A draft whose shots last together as long as the writer asks for, its titles and transitions as on its board."""
    if script.runtime is None or board.length == frames(script.runtime, board.rate):
        return draft
    rate = board.rate
    written = {t.id for s in script.scenes for t in s.shots if t.duration is not None}
    lasting = {t.id: frames(t.duration, rate) for s in draft.scenes for t in s.shots if t.duration is not None}
    if len(lasting) < sum(len(s.shots) for s in draft.scenes):
        return draft  # the offline planner has shots of its own to make longer or shorter
    least = round(rate)
    spans = {id: Span(n, n, n) if id in written else Span(min(n, least), n, MOST_FRAMES) for id, n in lasting.items()}
    apart = board.length - sum(shot.duration for _, shot in board.shots())
    found = durations(frames(script.runtime, rate) - apart, spans)
    scenes = tuple(
        s.model_copy(
            update={
                "shots": tuple(
                    t if t.id in written else t.model_copy(update={"duration": found[t.id]}) for t in s.shots
                )
            }
        )
        for s in draft.scenes
    )
    return draft.model_copy(update={"scenes": scenes})


def _fewer(script: Script, draft: Script) -> Iterator[tuple[Script, str]]:
    """A draft, and with less and less of what may contradict itself, each with what is lost when it does not do."""
    yield draft, "the plan's cameras, times and transitions do not fit together, and were left out"
    written = {t.id: t for s in script.scenes for t in s.shots}

    def bare(shot: ScriptShot, *fields: str) -> ScriptShot:
        own = written.get(shot.id, ScriptShot())
        return shot.model_copy(update={f: getattr(own, f) for f in fields})

    for fields, loss in (
        (("camera", "duration", "transition"), "the plan's panels do not fit together, and were left out"),
        (("camera", "duration", "transition", "panels"), "the plan does not fit the script, and was left out"),
    ):
        scenes = tuple(s.model_copy(update={"shots": tuple(bare(t, *fields) for t in s.shots)}) for s in draft.scenes)
        yield draft.model_copy(update={"scenes": scenes}), loss
