"""The editor's modules → one, as notebooks load no module beside another."""

import re
from importlib.resources import files

_MODULES = (
    "dom", "trade", "moves", "changes", "link", "pull", "drags", "boxes", "fields", "camera", "cast", "scenes",
    "pictures", "panels", "together", "takes", "shots", "editor",
)  # fmt: skip
"""Each after those that it imports."""
_IMPORT = re.compile(r'^import (?:\* as (\w+)|\{ ([\w, ]+) \}) from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|const|class) (\w+))", re.MULTILINE)


def script() -> str:
    """The widget as one ES module."""
    page = files("storyline.studio").joinpath("page")
    parts = [_wrapped(name, page.joinpath(f"{name}.js").read_text("utf-8")) for name in _MODULES]
    widget = files("storyline.notebook").joinpath("widget.js").read_text("utf-8")
    return "\n".join([*parts, _IMPORT.sub(_names, widget)])


def style() -> str:
    """The widget's CSS."""
    return files("storyline.studio").joinpath("page", "editor.css").read_text("utf-8")


def _wrapped(name: str, source: str) -> str:
    exports = ", ".join(found[2] for found in _EXPORT.finditer(source))
    body = _EXPORT.sub(r"\1", _IMPORT.sub(_names, source))
    return f"const module_{name} = (() => {{\n{body}\nreturn {{ {exports} }};\n}})();"


def _names(found: re.Match[str]) -> str:
    return f"const {found[1] or '{ ' + found[2] + ' }'} = module_{found[3]};"
