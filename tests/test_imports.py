"""What may load what: the nouns and the readers start without any heavy library, even where one is installed."""

import subprocess
import sys

import pytest

HEAVY = ["torch", "diffusers", "transformers", "langchain", "moviepy", "networkx", "cv2", "ray", "gradio"]

PROBE = """
import sys

class Watch:
    tried = set()

    def find_spec(self, name, path=None, target=None):
        self.tried.add(name.partition(".")[0])
        return None

sys.meta_path.insert(0, Watch())
{use}
print(" ".join(sorted(Watch.tried & set({heavy!r}))))
"""


def tried(use: str) -> list[str]:
    """The heavy libraries that a program asks for, whether they are installed or not."""
    code = PROBE.format(use=use, heavy=HEAVY)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize(
    "use",
    [
        "import storyline; storyline.__version__; dir(storyline)",
        "import storyline.cli",
        "import storyline.schema.json_schema, storyline.schema.origin, storyline.schema.task, storyline.schema.edit",
        "from storyline import read; read('He ran.'); read('title: a\\nstory: He ran.')",
    ],
)
def test_the_light_parts_load_nothing_heavy(use: str) -> None:
    assert tried(use) == []


def test_the_studio_needs_nothing_that_learns() -> None:
    found = tried("import storyline.studio.server, storyline.studio.session")
    assert not {"torch", "diffusers", "transformers", "langchain", "ray"} & set(found)


def test_the_watch_sees_what_is_asked_for() -> None:
    assert tried("try:\n    import torch\nexcept ImportError:\n    pass") == ["torch"]
