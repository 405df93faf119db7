"""The languages of the page: a file each, named by its code (ISO 639-1), that makes its `TEXTS`."""
