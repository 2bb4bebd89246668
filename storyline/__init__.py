"""Turn a script into a long film."""
