"""Speed against the gates: `make bench`."""
