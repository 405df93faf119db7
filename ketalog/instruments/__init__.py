"""Questionnaires: one file each, found by its name, and how they are scored."""
