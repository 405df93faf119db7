"""Files to share: each module renders one format."""
