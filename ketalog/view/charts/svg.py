"""What a drawing is made of."""

from ketalog.domain.values import Value


class Chart(Value, frozen=True):
    """One drawing: a whole <svg> element, and its numbers in words. Sizes: points of 1/72 inch."""

    title: str
    alt: str
    svg: str
    width: int
    height: int
