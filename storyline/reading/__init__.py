"""Text → Script: YAML, JSON, Fountain and prose, each read once and checked, so that nothing later has to."""

from storyline.reading.fountain import read_fountain, write_fountain
from storyline.reading.prose import read_prose
from storyline.reading.source import Read, Source, path_of, read
from storyline.reading.yaml import read_yaml, write_yaml

__all__ = [
    "Read",
    "Source",
    "path_of",
    "read",
    "read_fountain",
    "read_prose",
    "read_yaml",
    "write_fountain",
    "write_yaml",
]
