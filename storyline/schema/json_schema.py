"""The nouns as JSON Schema, for editors that complete and check as one types."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from storyline.schema.script import Script
from storyline.schema.series import Series
from storyline.schema.storyboard import Storyboard

DIALECT = GenerateJsonSchema.schema_dialect
"""JSON Schema 2020-12."""


NOUNS: Mapping[str, type[Script] | type[Series]] = MappingProxyType(
    {"script": Script, "storyboard": Storyboard, "series": Series}
)
"""What people write, by name."""


def json_schema(noun: type[Script] | type[Series]) -> dict[str, Any]:
    """The JSON Schema of a script, storyboard or series: closed objects, every field with its description.

    What a schema cannot say (ids that must exist, boxes the right way round) is left to reading.
    """
    schema = noun.model_json_schema(mode="validation")
    form = schema["properties"]["format"]
    form["enum"] = [form["default"]]
    form.pop("const", None)
    return {"$schema": DIALECT, **schema}
