"""Anybody's words → HTML or SVG in which they are words and nothing else; what a page says of its own style."""

import base64
import hashlib
import re
from html import escape

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no page shows, or XML does not know."""


def said(text: str) -> str:
    """A text as it stands in an element, or in the quotes of an attribute, of a page or a picture.

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


def policed(text: str) -> str:
    """A style or a script as the policy of its page names it: by its digest, so that no other is obeyed.

    >>> policed("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
