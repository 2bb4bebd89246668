"""Answers to those who change a storyboard.

What is asked and answered is plain JSON; the studio carries it over HTTP, the notebook over its own channel:

    {"id": 1, "ask": "state"}                                       → {"id": 1, "state": {…}}
    {"id": 2, "ask": "change", "version": 7, "changes": [{…}]}      → {"id": 2, "state": {…}}, or
                                                                      {"id": 2, "faults": [{"at", "where", "says"}]}
    {"id": 3, "ask": "undo"}, "redo"                                → {"id": 3, "state": {…}}
    {"id": 4, "ask": "save"}                                        → {"id": 4, "saved": "NAME", "kept": true, "state"}
    {"id": 5, "ask": "render", "shot": "ID"}, or "film"             → {"id": 5, "started": 1}; events follow
    {"id": 6, "ask": "thumbnail", "shot": "ID", "panel": 0, "width": 320}   → {"id": 6, "picture": "data:…"}
                          … "view": "place": the master view of the place, with everybody in it
    {"id": 7, "ask": "takes", "shot": "ID"}                         → {"id": 7, "takes": [{…, "misfit", "current"}]}
    {"id": 8, "ask": "shoot", "shot": "ID", "seeds": [1, 2], "overrides": {"steps": 9}}     → {"id": 8, "started": 2}
    {"id": 9, "ask": "take", "take": "DIGEST", "show": "clip"}, or "picture"  → {"id": 9, "clip": "data:…"}, "picture"
    {"id": 10, "ask": "discard", "take": "DIGEST"}                  → {"id": 10, "discarded": "DIGEST"}
    {"id": 11, "ask": "keep", "shot": "ID", "panel": 0}             → {"id": 11, "started": 1}: its keyframe as it is
    {"id": 12, "ask": "supply", "shot": "ID", "panel": 0, "version": 7}, and beside it the bytes of a picture
                                                                    → {"id": 12, "state": {…}}

What cannot be done is answered by {"id": …, "error": "what is wrong"}. Changes are those of `studio.revise`; a shot is
locked to a take, and let go, by a change of its `locked_take`.

What takes long is done one after the other, and told to all who listen, as is every new state:

    {"event": "state", "state": {…}}
    {"event": "progress", "job": "clip", "shot": "ID", "stage": "frames", "done": 3, "total": 9}
    {"event": "rendered", "job": "clip", "shot": "ID", "clip": "ADDRESS"}
    {"event": "taken", "job": "takes", "shot": "ID", "seed": 1, "take": "DIGEST"}
    {"event": "kept", "job": "keyframe", "shot": "ID", "panel": 0}
    {"event": "failed", "job": …, "shot": "ID", "says": "what is wrong"}
    {"event": "discarded", "shot": "ID", "take": "DIGEST"}
"""

from collections.abc import Mapping
from typing import Any

from storyline.errors import StorylineError
from storyline.studio import takes
from storyline.studio.revise import RefusedError
from storyline.studio.session import Session, data_url

_ASKS = "state, change, undo, redo, save, render, thumbnail, takes, shoot, take, discard, keep or supply"


def answer(session: Session, request: Any, data: bytes = b"") -> dict[str, Any]:
    """Answer one request (see above), with what came beside it; it never raises for what stands in it."""
    if not isinstance(request, Mapping):
        return {"id": None, "error": "expected a request such as {'id': 1, 'ask': 'state'}"}
    id = request.get("id")
    reply: dict[str, Any] = {"id": id if isinstance(id, int | str) else None}
    try:
        return reply | _answered(session, request, data)
    except RefusedError as refused:
        faults = [{"at": list(f.path), "where": f.where, "says": f.message} for f in refused.faults]
        is_stale = request.get("version", session.version) != session.version
        return reply | {"faults": faults} | ({"state": session.state()} if is_stale else {})
    except StorylineError as error:
        return reply | {"error": str(error)}
    except KeyError:
        return reply | {"error": "there is no such shot, panel or take"}


def _answered(session: Session, request: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    match request:
        case {"ask": "state"}:
            pass
        case {"ask": "change", "version": int(version), "changes": list(changes)}:
            session.change(changes, version)
        case {"ask": "undo"}:
            session.undo()
        case {"ask": "redo"}:
            session.redo()
        case {"ask": "save"}:
            saved = session.save()
            return {"saved": saved.manuscript.path.name, "kept": saved.kept, "state": session.state()}
        case {"ask": "render", "shot": str(shot)}:
            return {"started": int(session.render(shot))}
        case {"ask": "shoot", "shot": str(shot), "seeds": list(seeds)}:
            differently = request.get("overrides") or {}
            differently = differently if isinstance(differently, Mapping) else {"overrides": differently}
            return {"started": session.shoot(shot, seeds, differently)}
        case {"ask": "keep", "shot": str(shot), "panel": int(panel)}:
            return {"started": int(session.keep(shot, panel))}
        case {"ask": "supply", "shot": str(shot), "panel": int(panel), "version": int(version)}:
            session.supply(shot, panel, data, version)
        case {"ask": "takes", "shot": str(shot)}:
            return {"takes": takes.shown(session.drawing.render(session.board), session.shot(shot))}
        case {"ask": "take", "take": str(digest), "show": "clip"}:
            clip = session.drawing.take(takes.known(session.root, digest), session.board)
            return {"clip": data_url("video/mp4", clip.read_bytes())}
        case {"ask": "take", "take": str(digest), "show": "picture"}:
            picture = session.drawing.first_frame(takes.known(session.root, digest), _width(request))
            return {"picture": data_url("image/jpeg", picture)}
        case {"ask": "discard", "take": str(digest)}:
            session.discard(digest)
            return {"discarded": digest}
        case {"ask": "thumbnail", "shot": str(shot), "panel": int(panel)}:
            place = request.get("view") == "place"
            wanted = session.drawing.thumbnail(session.board, shot, panel, _width(request), place=place)
            return {"picture": data_url("image/jpeg", session.drawing.jpeg(wanted))}
        case _:
            return {"error": f"expected `ask`: {_ASKS}, with its fields"}
    return {"state": session.state()}


def _width(request: Mapping[str, Any]) -> int:
    width = request.get("width")
    return width if isinstance(width, int) else 320
