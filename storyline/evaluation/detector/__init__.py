"""Reads kind, colour and box of every figure in a frame of the drawn world: the eye of the benchmarks."""
