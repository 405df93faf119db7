"""Reading what was written elsewhere: bytes → entries. Nothing of a file is taken by halves."""
