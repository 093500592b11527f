"""Published files, the local store, practices over time, the demonstration area."""
