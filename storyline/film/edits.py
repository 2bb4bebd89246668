"""The edits of a storyboard, looked at before anything is made."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyline.errors import EditError, SetupError
from storyline.film.plugins import EDITOR, plugin
from storyline.schema.base import EntityId, ShotId
from storyline.schema.edit import Edit
from storyline.schema.storyboard import Storyboard

if TYPE_CHECKING:
    from editors.protocol import Editor


def edits_of(board: Storyboard, shot: ShotId) -> list[tuple[int, Edit]]:
    """The edits that concern a shot, in the order in which they are done, each with its number in the storyboard."""
    there = {i: looks for _, one in board.shots() if one.id == shot for i, looks in one.looks().items()}
    some = [
        (number, _of_its_colour(edit, board, there))
        for number, edit in enumerate(board.edits, 1)
        if edit.target.shot in (None, shot) and (edit.target.entity is None or edit.target.entity in there)
    ]
    return sorted(some, key=lambda numbered: numbered[1].order)


def _of_its_colour(edit: Edit, board: Storyboard, there: Mapping[EntityId, set[str | None]]) -> Edit:
    """An edit that recolours somebody, with the colour that goes, the main one of the look: a dress, not its girl."""
    id = edit.target.entity
    if edit.operation != "recolour" or id is None or id not in there or "from" in edit.parameters:
        return edit
    worn = min(there[id], key=str)  # the same one every time
    look = next((look for look in board.entity(id).looks if worn in (None, look.name)), None)
    if look is None or not look.colours:
        return edit
    return edit.model_copy(update={"parameters": {**edit.parameters, "from": look.colours[0]}})


def editor(name: str) -> "Editor":
    """A registered editor. Raises SetupError if none of the name edits clips."""
    found: Any = plugin("editors", name)
    if not hasattr(found, "shot_tasks"):
        raise SetupError(f"editor {name!r}: expected one that edits clips, such as {EDITOR}; it does something else")
    return found  # type: ignore[no-any-return]


def editor_of(number: int, edit: Edit) -> "Editor":
    """Who does an edit of a storyboard. Raises SetupError if it names nobody who is installed."""
    try:
        return editor(edit.using or EDITOR)
    except SetupError as error:
        raise SetupError(f"edit {number}, using: {error}") from None


def check_edits(board: Storyboard, root: Path) -> None:
    """Refuse edits that cannot be done, as far as that can be known before anything is made.

    Args:
        root: the folder that files named by the storyboard lie in.

    Raises:
        EditError: one names an entity that is in none of its shots, an operation that is none, or a file that cannot be
            used; with the place of the edit.
        SetupError: one names an editor that is not installed.
    """
    if not board.edits:
        return
    done = {number for _, shot in board.shots() for number, _ in edits_of(board, shot.id)}
    for number, edit in enumerate(board.edits, 1):
        if number not in done:
            where = f"shot {edit.target.shot!r}" if edit.target.shot is not None else "any shot"
            raise EditError(
                f"edit {number}, target: {edit.target.entity!r} is not in {where}. Place it there, or drop the edit"
            )
        chosen = editor_of(number, edit)
        try:
            chosen.check(edit, root, board.size)
        except EditError as error:
            raise EditError(f"edit {number}, {error}") from None
