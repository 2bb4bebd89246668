"""The render graph: tasks keyed by content, a store of what was made, and a runner that makes the rest."""
