"""What a good model would say: scripted replies that follow the data of each call."""

from typing import Any

from tests.planners.llm.server import Call, Say

STORY = (
    "A red fox runs through the forest. She finds a yellow cheese under a tree.\n\n"
    'A black crow sits in the tree. "That cheese is mine!" cries the crow.\n\n'
    "At night the fox brings the cheese to the crow on the beach."
)


def good(call: Call) -> Say:
    """A plan of the fox and the crow, or of anything."""
    return Say(reply(call))


def reply(call: Call) -> dict[str, Any]:
    return {"scenes": scenes, "cast": cast, "shots": shots, "panels": panels, "critic": critic}[call.stage](call)


def scenes(call: Call) -> dict[str, Any]:
    beats = call.items("beats")
    night = next((b["beat"] for b in beats if "night" in b["text"]), None)
    made = [scene(1, "the forest", "forest", "day")]
    if night is not None and night > 1 and "one_scene:\ntrue" not in call.data:
        made.append(scene(night, "the beach", "beach", "night"))
    return {"scenes": made}


def scene(first: int, place: str, setting: str, time: str) -> dict[str, Any]:
    return {"first_beat": first, "place": place, "setting": setting, "time_of_day": time, "weather": "clear"}


def member(name: str, kind: str, colour: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": kind, "description": f"a {colour} {kind}", "colours": [colour], "attributes": [],
            "outfits": []} | more  # fmt: skip


def cast(call: Call) -> dict[str, Any]:
    return {
        "cast": [member("fox", "fox", "red"), member("crow", "bird", "black"), member("cheese", "cheese", "yellow")],
        "groups": [],
    }


def take(first: int, **more: Any) -> dict[str, Any]:
    return {"first_beat": first, "happens": f"The fox runs ({first}).", "size": "MS", "angle": "low", "move": "zoom in",
            "seconds": 9, "transition": "cut", "seen": ["fox"], "speakers": []} | more  # fmt: skip


def shots(call: Call) -> dict[str, Any]:
    made = []
    for beat in call.items("beats"):
        speakers = [{"line": says["line"], "who": "crow"} for says in beat.get("says", [])]
        made.append(take(beat["beat"], speakers=speakers, seen=["crow"] if speakers else ["fox"]))
    return {"shots": made}


def placed(entity: str, box: Any, **more: Any) -> dict[str, Any]:
    return {"entity": entity, "box": box, "action": "run", "facing": "right", "expression": "happy",
            "parent": ""} | more  # fmt: skip


def panel(at: float, *placements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"at": at, "prompt": f"A fox at {at}.", "apart": True, "placements": list(placements)} | more


FIRST, LAST = [0.1, 0.5, 0.3, 0.8], [0.6, 0.5, 0.8, 0.8]


def panels(call: Call) -> dict[str, Any]:
    return {
        "shots": [
            {"shot": s["shot"], "panels": [panel(0, placed("fox", FIRST)), panel(1, placed("fox", LAST))]}
            for s in call.items("shots")
        ]
    }


def critic(call: Call) -> dict[str, Any]:
    return {"repairs": []}
