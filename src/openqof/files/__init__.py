"""Law files: reading, checking and writing."""
