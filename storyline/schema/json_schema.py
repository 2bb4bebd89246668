"""The nouns as JSON Schema, for editors that complete and check as one types."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from storyline.schema.script import Script
from storyline.schema.storyboard import Storyboard

DIALECT = GenerateJsonSchema.schema_dialect
"""JSON Schema 2020-12."""


def json_schema(noun: type[Script] | type[Storyboard]) -> dict[str, Any]:
    """The JSON Schema of a script or storyboard: closed objects, every field with its description.

    What a schema cannot say (ids that must exist, boxes the right way round) is left to reading.
    """
    schema = noun.model_json_schema(mode="validation")
    form = schema["properties"]["format"]
    form["enum"] = ["storyboard/1" if issubclass(noun, Storyboard) else "script/1"]
    form.pop("const", None)
    form["default"] = form["enum"][0]
    return {"$schema": DIALECT, **schema}
