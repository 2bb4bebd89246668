"""Editors: clips in, edited clips out."""
