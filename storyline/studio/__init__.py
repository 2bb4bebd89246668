"""The studio: a storyboard that people change in a browser or a notebook, and what keeps, draws and serves it."""
