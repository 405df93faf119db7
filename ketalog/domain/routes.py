"""The ways a dose is taken."""

from msgspec import Struct

from ketalog.domain.text import did_you_mean, escape_invisible
from ketalog.errors import BadInput


class Route(Struct, frozen=True):
    """A route of administration: its name, what patients also call it, its shape in drawings.

    `snomed` is its code in SNOMED CT, "" if none was verified.
    """

    name: str
    also: tuple[str, ...]
    shape: str
    snomed: str = ""


ROUTES = (
    Route(
        "sublingual",
        (
            *("sl", "under the tongue", "under my tongue", "under tongue", "tongue", "subl"),
            *("beneath the tongue", "beneath my tongue"),
        ),
        "circle",
        "37839007",
    ),
    Route(
        "nasal",
        (
            *("spray", "intranasal", "nose", "nasal spray", "in the nose", "in my nose"),
            *("up the nose", "up my nose", "nostril", "left nostril", "right nostril"),
        ),
        "diamond",
        "46713006",
    ),
    Route("intravenous", ("iv",), "triangle", "47625008"),
    Route(
        "buccal",
        ("cheek", "in the cheek", "in my cheek", "inside the cheek", "inside my cheek"),
        "square",
        "54471007",
    ),
    Route("intramuscular", ("im", "injection", "shot"), "square", "78421000"),
    Route("oral", ("po", "by mouth", "mouth"), "square", "26643006"),
    Route(
        "subcutaneous",
        ("sc", "subq", "sub-q", "sq", "subcut", "subcutaneously", "under the skin"),
        "square",
        "34206005",
    ),
)
BY_NAME = {word: route for route in ROUTES for word in (route.name, *route.also)}
NAMES = tuple(route.name for route in ROUTES)

MEDICATIONS: dict[str, tuple[str, str | None]] = {
    "ketamine": ("ketamine", None),
    "ket": ("ketamine", None),
    "esketamine": ("esketamine", None),
    "s-ketamine": ("esketamine", None),
    "spravato": ("esketamine", "nasal"),
}
"""The medication that a word names, and the only route that it has."""


def known_medication(name: str) -> tuple[str, str | None] | None:
    """Return the medication of a name and the only route that it has; None of one's own."""
    word = name.lower()
    return MEDICATIONS.get(f"{word}e" if word.endswith("ketamin") else word)  # as in German


def shape_of(route: str) -> str:
    """Return the shape of a route in drawings; of one that another version knows, the last."""
    return BY_NAME[route].shape if route in BY_NAME else "square"


def find_route(words: str) -> str | None:
    """Return the route's name for what a patient would type, or None."""
    route = BY_NAME.get(" ".join(words.lower().split()))
    return route.name if route else None


def read_route(words: str) -> str:
    """Return the route's name for what a patient typed. Raises BadInput for what is no route."""
    route = find_route(words)
    if route is None:
        raise BadInput(
            f"'{escape_invisible(words)}' is not a route that ketalog knows."
            f"{did_you_mean(words, BY_NAME)}",
            f"Type one of: {', '.join(NAMES)}.",
        )
    return route
