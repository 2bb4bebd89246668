"""Beats and open shots → sketches: the cast is learnt on the way."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from planners.offline.cast import Cast
from planners.offline.clauses import clauses
from planners.offline.compared import compared
from planners.offline.dialogue import Dialogue
from planners.offline.events import Event, event
from planners.offline.flow import flow
from planners.offline.happenings import Happening, Happenings
from planners.offline.notes import Notebook
from planners.offline.pieces import Piece, pieces
from planners.offline.places import place_in
from planners.offline.prompted import seen_in
from planners.offline.screenplay import Names, acted_name, directed
from planners.offline.segments import Segment, beyond_tag, segments
from planners.offline.sketch import NewIds, Sketch
from planners.offline.timing import captions
from planners.offline.tokens import tokenise
from planners.offline.voices import Voices, called_out, line_kind
from storyline.errors import PlanError
from storyline.schema.base import EntityId, ShotId
from storyline.schema.layout import ScriptPlacement
from storyline.schema.script import Beat, ScriptPanel, ScriptShot
from storyline.schema.sound import ScriptLine

_TAG = 14
"""Characters that a speech tag of another language has beside the speaker's name."""
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“”]*[“”]")


@dataclass
class Sketcher:
    """Makes sketches and learns the cast on the way."""

    cast: Cast
    notes: Notebook
    ids: NewIds
    english: bool = True
    listed: bool = False
    """The writer gives a cast: a placement of anybody else is a mistake."""
    names: Names | None = None
    """How a screenplay calls people; None in prose."""

    def __post_init__(self) -> None:
        self.dialogue = Dialogue(self.cast)
        self.voices = Voices(self.cast, self.notes, self.dialogue, self.names)

    def beat(self, scene: str, beat: Beat, parts: Sequence[Segment]) -> Iterator[Sketch]:
        """The shots of a beat; `parts` are its `segments`."""
        if not self.english:
            yield from self._foreign(scene, beat)
            return
        if not beat.joins:
            self.dialogue.paragraph()
        self.cast.few = compared(beat.text)
        happenings = Happenings(parts, self.cast, self.notes)
        tagged: list[Happening] = []
        lines: list[ScriptLine] = []
        speaker: EntityId | None = None
        for n, part in enumerate(parts):
            if isinstance(part, ScriptLine):
                who = self.voices.speaker(part, speaker, happenings, n)
                if lines and (who != speaker or lines[-1].off_screen != part.off_screen):
                    yield self._spoken(scene, lines, speaker, tagged)
                    lines, tagged = [], []
                speaker = who
                self.dialogue.said(who)
                lines.append(part.model_copy(update={"speaker": speaker, "kind": line_kind(part, parts, n)}))
                continue
            found = happenings.of(n)
            rest = beyond_tag(part) if lines else "" if part.tag else part.text
            if part.tag:
                tagged = [h for h in found if h[0].speech][:1]
            if lines and not any(isinstance(p, ScriptLine) for p in parts[n + 1 :]):
                yield self._spoken(scene, lines, speaker, [h for h in found if h[0].speech][:1])
                lines, tagged = [], []
            if rest:
                if not any(isinstance(p, ScriptLine) for p in parts[:n]):
                    self.dialogue.told(next((e.actors for c, e in found if e is not None and not c.inner), ()))
                for piece in pieces(rest, part, found[1:] if rest != part.text else found):
                    yield self._narrated(scene, piece)
        if lines:
            yield self._spoken(scene, lines, speaker, tagged)

    def shot(self, shot: ScriptShot) -> Sketch:
        """The sketch of a shot that the writer made, as far as it is open."""
        assert shot.id is not None  # a script that is planned has ids: plan checks it
        text = shot.action or ""
        written = self._peopled(shot) if not text and self.english else shot
        told = "" if _drawn(shot) or not self.english else _QUOTED.sub(" ", text)
        events = list(self._events(told))
        lines: list[ScriptLine] = []
        speaker: EntityId | None = None
        for line in shot.lines or ():
            speaker = self.voices.speaker(line, speaker)
            lines.append(line.model_copy(update={"speaker": speaker}) if line.speaker is None and speaker else line)
        for n, panel in enumerate(shot.panels or (), 1):
            for placement in panel.placements or ():
                if self.listed and placement.entity not in self.cast.drafts:
                    known = sorted(self.cast.drafts)
                    near = get_close_matches(placement.entity, known, 1)
                    hint = f"did you mean {near[0]!r}" if near else f"known are {', '.join(known)}"
                    raise PlanError(
                        f"shot {shot.id!r}, panel {n}: unknown entity {placement.entity!r}; {hint}. "
                        "Correct it, or add it to the cast."
                    )
                self.cast.require(placement.entity)
        self.notes.settle(f"shot {shot.id}")
        return Sketch(shot.id, written, text, flow(events), tuple(lines), speaker, _asked(text))

    def _events(self, text: str) -> Iterator[Event]:
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            self.cast.next_sentence()
            for clause in clauses(sentence):
                if (found := event(clause, self.cast, self.notes)) is not None:
                    yield found

    def _peopled(self, shot: ScriptShot) -> ScriptShot:
        """A shot of whose panels the writer tells words alone, with those whom they name; the ends are as they say."""
        panels = [self._seen(panel) for panel in shot.panels or ()]
        if not any(new.placements for new, old in zip(panels, shot.panels or (), strict=True) if new is not old):
            return shot
        ends = (
            panels[0].model_copy(update={"at": 0, "image": None}),
            panels[-1].model_copy(update={"at": "100%", "image": None}),
        )
        return shot.model_copy(update={"panels": (*ends, *panels)})  # of two at one time the writer's own counts

    def _seen(self, panel: ScriptPanel) -> ScriptPanel:
        """A panel with those whom its words name, and nobody else."""
        if panel.placements is not None or not panel.prompt:
            return panel
        doing: dict[EntityId, str] = {}
        for e in self._events(seen_in(panel.prompt)):
            for id in (*e.actors, *e.targets, *(other for _, others in e.relations for other in others)):
                doing[id] = e.action if id in e.actors else doing.get(id, "stand")
        self.notes.meanwhile(f"{', '.join(doing) or 'nobody'} in the panel at {panel.at}", "its words name nobody else")
        placements = tuple(ScriptPlacement(entity=id, action=action) for id, action in doing.items())
        return panel.model_copy(update={"placements": placements})

    def _foreign(self, scene: str, beat: Beat) -> Iterator[Sketch]:
        """A sentence of another language: its words as captions and lines, and whom it names."""
        lines: list[ScriptLine] = []
        speaker: EntityId | None = None
        tags = [n.said_by.lower() for n in beat.lines if 0 < len(n.said_by.split()) <= 3]
        for part in segments(beat):
            if isinstance(part, ScriptLine):
                speaker = self.voices.speaker(part, speaker)
                lines.append(part.model_copy(update={"speaker": speaker}))
            elif not any(tag in part.text.lower() and len(part.text) < len(tag) + _TAG for tag in tags):
                read_out = () if self.names is not None else captions(part.text)
                lines += [ScriptLine(text=c, kind="caption") for c in read_out]
        seen = self.cast.named_in(beat.text)
        events = (Event("stay", "stand", seen),) if seen else ()
        yield Sketch(self._id(scene, beat.text), ScriptShot(), beat.text, events, tuple(lines), speaker)

    def _id(self, scene: str, text: str) -> ShotId:
        """The id of a new shot, whose are the choices made since the one before it."""
        id = ShotId(self.ids.fresh(scene, text))
        self.notes.settle(f"shot {id}")
        return id

    def _spoken(
        self, scene: str, lines: Sequence[ScriptLine], speaker: EntityId | None, found: Sequence[Happening]
    ) -> Sketch:
        text = " ".join(line.text for line in lines)
        name = self.cast.drafts[speaker].name if speaker else "A voice"
        shown = tuple(called_out(c, e) for c, e in found if e is not None)
        id = self._id(scene, text)
        heard = all(line.off_screen or line.kind == "voice-over" for line in lines)
        if not heard and speaker is not None:
            shown += self.voices.manner(speaker, lines)
        return Sketch(id, ScriptShot(), f"{name}: “{text}”", shown, tuple(lines), None if heard else speaker)

    def _narrated(self, scene: str, piece: Piece) -> Sketch:
        text = piece.text
        read_out = () if self.names is not None else captions(text)
        lines = tuple(ScriptLine(text=c, kind="caption") for c in read_out)
        id, where = self._id(scene, text), place_in(piece.clauses)
        return Sketch(id, ScriptShot(), text, flow(piece.events), lines, None, _asked(text), mention=where)

    def directed(self, scene: str, beat: Beat) -> Iterator[Sketch]:
        """The shots of a beat of a screenplay: its words to the camera are followed, and not drawn."""
        assert self.names is not None  # it is a screenplay
        if beat.kind == "centred":
            yield self._card(scene, beat.text)
            return
        if beat.kind in ("dialogue", "lyric"):
            if not beat.text:  # a `~` alone
                return
            if not beat.lines:
                beat = beat.model_copy(update={"text": acted_name(beat)})
            yield from self.beat(scene, beat, segments(beat))
            return
        said = directed(beat.text)
        if said.caption:
            yield self._card(scene, said.caption)
        elif said.pause:
            id = self._id(scene, beat.text)
            yield Sketch(id, ScriptShot(duration="1.5s"), beat.text)
        text = self.names.plain(said.text)
        self.cast.ages = self.names.ages
        if not text:
            return
        shown = beat.model_copy(update={"text": text})
        for n, sketch in enumerate(self.beat(scene, shown, segments(shown))):
            if n == 0 and (said.size or said.angle):
                sketch = replace(sketch, written=ScriptShot(size=said.size, angle=said.angle))
            yield replace(sketch, camera=said.camera or sketch.camera)

    def _card(self, scene: str, text: str) -> Sketch:
        """Words over the picture."""
        lines = tuple(ScriptLine(text=c, kind="caption") for c in captions(text))
        return Sketch(self._id(scene, text), ScriptShot(), text, (), lines)


def _drawn(shot: ScriptShot) -> bool:
    """Whether the writer drew all there is to see: two panels or more with every box."""
    panels = shot.panels or ()
    return len(panels) > 1 and all(p.placements is not None and all(q.box for q in p.placements) for p in panels)


def _asked(text: str) -> str:
    """What a text asks of the camera."""
    words = [t.lemma for t in tokenise(text)]
    if "zoom" in words:
        return "zoom out" if "out" in words else "zoom in"
    if "camera" in words and ("pan" in words or "move" in words):
        return "pan left" if "left" in words and "right" not in words else "pan right"
    if "camera" in words and ("follow" in words or "track" in words):
        return "follow"
    return "close-up" if "close-up" in words or "closeup" in words else ""
