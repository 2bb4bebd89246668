"""A storyboard made shorter or longer: the same happens, faster or slower."""

from storyline.schema.storyboard import Shot, Storyboard


def lasting(board: Storyboard, frames: int) -> Storyboard:
    """The storyboard of a single shot, cut to so many frames in which the same happens; it says and sounds nothing.

    Raises:
        ValueError: it has several shots, or `frames` is below 1.
    """
    shots = [shot for _, shot in board.shots()]
    if len(shots) != 1 or frames < 1:
        raise ValueError(f"expected a storyboard of one shot, and at least 1 frame; got {len(shots)} shots, {frames}")
    scene = board.scenes[0].model_copy(update={"shots": (_lasting(shots[0], frames),)})
    silent = {"opening": 0, "closing": 0, "fade_out": 0, "sounds": (), "edits": ()}
    return board.model_copy(update={**silent, "scenes": (scene,)})


def _lasting(shot: Shot, frames: int) -> Shot:
    share = (frames - 1) / max(1, shot.duration - 1)
    panels = {}
    for panel in shot.panels:  # of those that fall together the last stays, and so does the shot's first
        at = round(panel.at * share)
        if at > 0 or panel is shot.panels[0]:
            panels[at] = panel.model_copy(update={"at": at})
    camera = {round(key.at * share): key for key in reversed(shot.camera)}
    return shot.model_copy(
        update={
            "duration": frames,
            "panels": tuple(panels[at] for at in sorted(panels)),
            "camera": tuple(camera[at].model_copy(update={"at": at}) for at in sorted(camera)),
            "lines": (),
        }
    )
