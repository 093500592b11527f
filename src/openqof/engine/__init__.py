"""Achievement, points and pounds as plain array functions."""
