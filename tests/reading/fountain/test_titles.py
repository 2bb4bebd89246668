"""Title pages."""

import pytest

from storyline.reading import read_fountain, write_fountain
from storyline.schema.script import Credit

PAGE = """Title:
    _**BRICK & STEEL**_
\tFULL *RETIRED*
Credit: Written by
Author: Ann
   and Bo
Source: A story by _Cy_
Draft date: 1/20/2012
Contact:
    12 Sea Road
    e-mail: a@b.c
Odd key: kept
Empty:
"""


def test_a_title_page_gives_title_and_credits_and_is_kept() -> None:
    script = read_fountain(PAGE + "\nINT. A\n")
    assert script.title == "BRICK & STEEL FULL RETIRED"
    assert script.credits == (Credit(role="Written by", name="Ann and Bo"), Credit(name="A story by Cy"))
    assert script.title_page == {
        "Title": "_**BRICK & STEEL**_\nFULL *RETIRED*",
        "Credit": "Written by",
        "Author": "Ann\nand Bo",
        "Source": "A story by _Cy_",
        "Draft date": "1/20/2012",
        "Contact": "12 Sea Road\ne-mail: a@b.c",
        "Odd key": "kept",
        "Empty": "",
    }
    written = write_fountain(script)
    assert written.startswith(
        "Title:\n    _**BRICK & STEEL**_\n    FULL *RETIRED*\nCredit: Written by\nAuthor:\n    Ann\n"
    )
    assert read_fountain(written) == script


def test_a_key_that_stands_twice_has_both_values() -> None:
    assert read_fountain("Author: A\nTitle: x\nAuthor: B\n\nHi.").title_page == {"Author": "A\nB", "Title": "x"}


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("title: x\n\nHi.", {"title": "x"}),
        ("Mine: x\nYours: y\n\nHi.", {"Mine": "x", "Yours": "y"}),
        ("Mine: x\n\nINT. A", {"Mine": "x"}),
        ("Title: x\nBOB", {"Title": "x"}),
        ("Title: x\nINT. A: B", {"Title": "x"}),
        ("\n\nTitle: x\n\nHi.", {"Title": "x"}),
        ("Bob: x\nBob: y\n\nHi.", {}),
        ("Meanwhile: x\n\nHi.", {}),
        ("He says: go\n\nHi.", {}),
        ("FADE IN:\n\nINT. A", {}),
        ("CUT TO: x\n\nHi.", {}),
        ("TO: x\nTitle: y\n\nHi.", {}),
        ("http://x.org: a\n\nHi.", {}),
        ("INT. A: B\n\nHi.", {}),
        ("Hi.\n\nTitle: x", {}),
    ],
)
def test_what_is_a_title_page(text: str, page: dict[str, str]) -> None:
    assert read_fountain(text).title_page == page


def test_a_new_title_takes_the_place_of_the_old() -> None:
    script = read_fountain("Draft: 1\ntitle: Old\n\nHi.").model_copy(update={"title": "New *star*"})
    assert write_fountain(script) == "title: New \\*star\\*\nDraft: 1\n\nHi.\n"
