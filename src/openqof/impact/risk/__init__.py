"""Income when achievement is drawn instead of known."""
