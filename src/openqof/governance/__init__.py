"""Who may decide what, when, and free of whose interest: pure functions over dated rule packs."""
