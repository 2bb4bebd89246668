"""Fixtures of all tests."""

import os
import shutil
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from storyline.graph.store import ENVIRONMENT

# Tests run side by side already; threads that spin at each other's barriers cost fifteen times what they save.
os.environ |= {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive"}

# What is compiled is kept: for the many programs that tests start, and for the slow tests after the others.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

settings.register_profile("the same every time", derandomize=True, deadline=None)
settings.load_profile("the same every time")


@pytest.fixture(scope="session", autouse=True)
def store_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test touches the user's own store: all share one that is removed at the end.

    What one test rendered, another finds there; one that looks at the rendering itself names a store of its own.
    """
    folder = tmp_path_factory.mktemp("store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ENVIRONMENT, str(folder))
        yield
    shutil.rmtree(folder)
