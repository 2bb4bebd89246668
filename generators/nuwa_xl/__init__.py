"""Diffusion over diffusion: keyframes from prompts and boxes, then the frames between them, recursively."""
