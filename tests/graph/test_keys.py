"""Keys stay what they are: were they to drift unseen, everything ever made would be made again.

These tasks are made by hand, so that their keys depend on no library. If one changes on purpose, raise `FORMAT` in
`storyline/graph/build.py`, which says the same to everyone, and write the new keys here.
"""

from hashlib import sha256

from storyline.graph.build import FORMAT, build
from storyline.graph.store import digest
from storyline.schema.storyboard import Transition
from storyline.schema.task import Part, Task

TASKS = (
    Task("keyframes/a", "keyframes", "toon", 1, Part({"id": "a", "seed": 7}), 0, 2, (64, 36), shot=None),
    Task("frames/a/0", "frames", "toon", 1, Part({"id": "a", "seed": 7}), 0, 48, (64, 36)),
    Task("frames/a/48", "frames", "toon", 1, Part({"seed": 7, "id": "a"}), 48, 60, (64, 36)),
    Task("segment/a/0", "segment", "assembly", 3, Part({}), 0, 60, (64, 36), needs=("frames/a/0", "frames/a/48")),
    Task("film", "film", "assembly", 1, Part({"sound": False, "名": "兔 é"}), 0, 60, (64, 36), needs=("segment/a/0",)),
)
KEYS = {
    "keyframes/a": "64ae6e6dec4e461eccd254a8698137a7227696869ede47a0502924e488a9b61a",
    "frames/a/0": "ba1ed7b7495682c190eaf9e23021e1d9cd4802b0efc3c0088247a96e6e5945fc",
    "frames/a/48": "afed7876262a85842f28249ef57b044df0b4e61da33bdd8542a20ffa6ee62ddd",
    "segment/a/0": "08ecf7435ee0a008fc9ecf044ba6f449367324519aaa87f45aa8c131d7349b75",
    "film": "f010aab897b0e7ee7e842985cd8a75b3872213994d94e8847d8c22189119a246",
}


def test_keys_are_what_they_were() -> None:
    graph = build(TASKS)
    assert {id: graph.nodes[id]["key"] for id in graph} == KEYS, f"{FORMAT=}: see the head of this file"


def test_a_part_is_its_canonical_json() -> None:
    part = Part({"b": [1, 2.5, None, True], "a": {"z": "é\n", "y": []}})
    assert part.json == '{"a":{"y":[],"z":"é\\n"},"b":[1,2.5,null,true]}'.encode()
    assert part.digest == sha256(part.json).hexdigest()
    assert Part(Transition(kind="wipe", overlap=0)).json == b'{"kind":"wipe"}'


def test_the_digest_in_an_artifact_s_name(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a").write_bytes(b"frames")
    assert digest("0" * 64, tmp_path / "a") == sha256(b"0" * 64 + b"frames").hexdigest()[:32]
