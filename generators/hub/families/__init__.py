"""Families of models, one a file; each is registered under `storyline.families` in pyproject.toml."""
