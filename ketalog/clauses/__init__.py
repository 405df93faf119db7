"""What patients type after a command: clauses in any order, each known by its shape."""
