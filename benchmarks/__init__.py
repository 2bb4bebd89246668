"""Measurements: ratios within one run, never timed tests. `make bench` prints them."""
