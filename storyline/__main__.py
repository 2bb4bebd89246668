"""`python -m storyline` is the command `storyline`."""

from storyline.cli import main

main()
