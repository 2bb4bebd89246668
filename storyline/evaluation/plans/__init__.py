"""Benchmarks of plans: what a planner makes of prompts and stories, before anything is drawn."""
