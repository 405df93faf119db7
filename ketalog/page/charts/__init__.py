"""Charts as SVG text: small functions of plain numbers and ready words, for HTML and PDF alike."""
