"""The prompts, as files: their words are part of the key of every reply."""
