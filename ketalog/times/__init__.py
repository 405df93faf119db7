"""Times as people type and read them: moments, days, lengths."""
