"""Drawings of the page: SVG that HTML and PDF both show."""
