"""Anybody's words → HTML in which they are words and nothing else."""

import re
from html import escape

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def said(text: str) -> str:
    """A text as it stands in an element, or in the quotes of an attribute, of a page.

    >>> said('</style><b onclick="x">')
    '&lt;/style&gt;&lt;b onclick=&quot;x&quot;&gt;'
    """
    return escape(_UNSEEN.sub("", text))


def filled(template: str, fields: dict[str, str]) -> str:
    """A template with HTML in the place of each `{{name}}`. What is put there is not looked at again.

    >>> filled("<p>{{a}}{{b}}</p>", {"a": "{{b}}", "b": "!"})
    '<p>{{b}}!</p>'
    """
    return re.sub(r"\{\{(\w+)\}\}", lambda found: fields[found[1]], template)
