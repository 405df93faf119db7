"""The page for an appointment: what it says, and how each format draws it."""
