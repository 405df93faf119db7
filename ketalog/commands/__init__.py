"""One verb a file: `command` is what runs, EXAMPLES lead its help."""
