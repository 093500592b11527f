"""What practices and patients are exposed to after the change, as a checked list."""
