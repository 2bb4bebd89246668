"""Who decided each field of a storyboard that a model directed."""

from collections.abc import Sequence

from storyline.schema.origin import set_paths
from storyline.schema.script import Script
from storyline.schema.storyboard import Storyboard


def origins(
    script: Script, filled: Script, board: Storyboard, model: str, repaired: Sequence[str], rest: str
) -> dict[str, tuple[str, ...]]:
    """The origins of a storyboard: the writer's fields, those that were repaired, the model's, and all others.

    Args:
        script: what the writer wrote.
        filled: the script as the model filled it.
        repaired: paths of what was repaired, with all below them.
        rest: who filled what the model left open.
    """
    writer = set_paths(script, board)
    own = set(writer)
    others = [path for path in set_paths(filled, board) if path not in own]
    mended = tuple(p for p in others if any(p == r or p.startswith(r + "/") for r in repaired))
    made = tuple(p for p in others if p not in set(mended))
    found = {"writer": writer, "repair": mended, origin_name(model): made, rest: ("",)}
    return {name: paths for name, paths in found.items() if paths}


def origin_name(model: str) -> str:
    """A model's name as an origin may be written: `openai:gpt-x`."""
    plain = "".join(c if c.isalnum() or c in "_:./-" else "-" for c in model)
    return plain[:100] or "model"
