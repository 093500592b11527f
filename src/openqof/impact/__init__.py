"""National against local, for every practice."""
