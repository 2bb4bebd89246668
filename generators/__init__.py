"""Generators: storyboard in, clips out."""
