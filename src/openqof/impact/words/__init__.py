"""A scheme and its price in plain words."""
