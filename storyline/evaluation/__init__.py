"""Measurements of films, and of who makes them."""
