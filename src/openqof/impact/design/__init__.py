"""Choosing the terms that a scheme leaves open."""
