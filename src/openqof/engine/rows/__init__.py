"""A file of counts, one row a practice and indicator, to the same rows with points."""
