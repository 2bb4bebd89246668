"""The maths of diffusion that generators and editors share; it knows no model."""
