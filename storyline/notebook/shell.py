"""The notebook that the program runs in, if it does."""

import sys
from typing import Any


def shell() -> Any:
    """IPython's shell of this process; None where no notebook runs. IPython is not loaded for it."""
    python = sys.modules.get("IPython")
    return python.get_ipython() if python is not None else None
