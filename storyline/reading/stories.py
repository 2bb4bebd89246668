"""Prose inside a script → scenes and beats; and the stable ids of scenes and shots."""

import hashlib
from collections import Counter
from collections.abc import Iterable

from storyline.reading.prose import read_prose
from storyline.schema.base import SceneId, ShotId, slug
from storyline.schema.script import Beat, Script, ScriptScene, ScriptShot


def with_beats(script: Script) -> Script:
    """The script with prose read, and an id on every scene and shot.

    A film's `story` becomes scenes, a scene's `story` its beats. An id is made of the first words of a scene's heading
    (or first beat, or first shot) or of a shot's action, with a digest of that text: it changes with the text and with
    nothing else, not with its place in the script. Only a true duplicate gets a number.

    Raises:
        ScriptError: a story has no sentence, or an endless one (see `read_prose`).
    """
    if script.story is not None:
        told = read_prose(script.story, title=script.title)
        script = script.model_copy(update={"story": None, "title": told.title, "scenes": told.scenes})
    scenes = [_told(scene) for scene in script.scenes]
    scene_ids = _Ids(scene.id for scene in scenes if scene.id)
    shot_ids = _Ids(shot.id for scene in scenes for shot in scene.shots if shot.id)
    named = []
    for scene in scenes:
        shots = tuple(
            shot if shot.id else shot.model_copy(update={"id": ShotId(shot_ids.of(_words_of_shot(shot)))})
            for shot in scene.shots
        )
        id = scene.id or SceneId(scene_ids.of(_words_of_scene(scene)))
        named.append(scene.model_copy(update={"id": id} | ({"shots": shots} if shots else {})))
    return script.model_copy(update={"scenes": tuple(named)}) if named else script


def _told(scene: ScriptScene) -> ScriptScene:
    if scene.story is None:
        return scene
    beats: list[Beat] = []
    heading = scene.heading
    for told in read_prose(scene.story, title="").scenes if scene.story.strip() else ():
        if told.heading is not None and heading is None and not beats:
            heading = told.heading
        elif told.heading is not None:
            beats.append(Beat(text=told.heading))
        beats += told.beats
    return scene.model_copy(
        update={"story": None, "beats": tuple(beats)} | ({} if heading is None else {"heading": heading})
    )


def _words_of_scene(scene: ScriptScene) -> str:
    first_beat = next((beat.text for beat in scene.beats), None)
    first_shot = next((_words_of_shot(shot) for shot in scene.shots), None)
    return scene.heading or first_beat or first_shot or scene.place or ""


def _words_of_shot(shot: ScriptShot) -> str:
    said = next((line.text for line in shot.lines or ()), None)
    seen = next((panel.prompt for panel in shot.panels or () if panel.prompt), None)
    return shot.action or shot.label or said or seen or ""


class _Ids:
    """Ids that are taken, and free ones made of texts."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)
        self.copies: Counter[str] = Counter()

    def of(self, text: str) -> str:
        """A free id for a text, which is then taken."""
        words = text.split()
        digest = hashlib.sha256(" ".join(words).encode()).hexdigest()[:6]
        stem = id = f"{slug(' '.join(words[:5]))[:32].strip('-_')}-{digest}"
        while id in self.taken:
            self.copies[stem] += 1
            id = f"{stem}-{self.copies[stem] + 1}"
        self.taken.add(id)
        return id
