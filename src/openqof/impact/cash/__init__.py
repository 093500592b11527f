"""Cash by month: staying on national QOF, and joining a scheme and leaving it."""
