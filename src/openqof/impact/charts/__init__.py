"""Drawings made here as SVG, so that no script is needed."""
