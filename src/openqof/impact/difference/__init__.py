"""What stays, stops, starts and changes between two documents."""
