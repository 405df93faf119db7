"""The journal file under the store: one transaction a line, chained, only ever added to."""
