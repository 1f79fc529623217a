"""Many weeks in a row: the same match and ledger as live, on what a scenario says may come."""
