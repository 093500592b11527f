"""The pages of a report as blocks, which every kind of file sets in its own way."""
