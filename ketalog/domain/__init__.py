"""The pure core: values, their meaning and their vocabulary. No I/O and no clock."""
