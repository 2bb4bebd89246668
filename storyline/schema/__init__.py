"""The nouns: everything else speaks in these."""
