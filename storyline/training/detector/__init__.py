"""Trains the detector on the drawn world, whose masks are exact: `python -m storyline.training.detector FOLDER`."""
