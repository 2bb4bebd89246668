"""Which optical flow clips are looked at with: OpenCV's, or RAFT where whoever renders has set up its weights.

Read without torch.
"""

import hashlib
import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from storyline.errors import EditError

if TYPE_CHECKING:
    from editors.flow import Flow

VARIABLE = "STORYLINE_FLOW"
"""Holds the file (.safetensors) of the weights of torchvision's `raft_large` or `raft_small`."""
USUAL = "dis"


def configured() -> str:
    """What tells which flow is taken, for the key of a fit: the name, the weights, the library.

    Raises:
        EditError: `STORYLINE_FLOW` names no file, or torchvision is not installed.
    """
    if (file := _file()) is None:
        return USUAL
    try:
        with file.open("rb") as data:
            digest = hashlib.file_digest(data, "sha256").hexdigest()
        return f"raft {digest[:16]} torchvision {version('torchvision')}"
    except OSError as error:
        raise EditError(f"{VARIABLE}: expected the weights of RAFT (.safetensors); got {error}") from None
    except PackageNotFoundError:
        raise EditError(
            f"{VARIABLE}: expected torchvision to be installed; install the one that fits your PyTorch, or unset it"
        ) from None


def estimator(told: str) -> "Flow":
    """The flow that `configured` told of.

    Raises:
        EditError: another one is set up by now, or its weights cannot be used.
    """
    from editors.flow import Dis

    if told == USUAL:
        return Dis()
    file = _file()
    if file is None or configured() != told:
        raise EditError(f"flow: expected {told}; {VARIABLE} has changed since. Start again")
    from editors.raft import Raft

    return Raft(file)


def _file() -> Path | None:
    said = os.environ.get(VARIABLE, "").strip()
    return Path(said).expanduser() if said else None
