"""The prior of layouts learns from the drawn world's staged shots, and from photographs' boxes."""
