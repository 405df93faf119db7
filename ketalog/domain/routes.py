"""The ways a dose is taken."""

from typing import NamedTuple


class Route(NamedTuple):
    """A route of administration. `snomed` codes: FHIR R4 route-codes value set."""

    name: str
    also: tuple[str, ...]
    shape: str
    snomed: str


ROUTES = (
    Route("sublingual", ("sl", "under the tongue"), "circle", "37839007"),
    Route("nasal", ("spray", "intranasal", "nose", "nasal spray"), "diamond", "46713006"),
    Route("intravenous", ("iv",), "triangle", "47625008"),
    Route("buccal", ("cheek",), "square", "54471007"),
    Route("intramuscular", ("im", "injection", "shot"), "square", "78421000"),
    Route("oral", ("po", "by mouth", "mouth"), "square", "26643006"),
    Route("subcutaneous", ("sc", "subq", "sub-q"), "square", "34206005"),
)
BY_NAME = {word: route for route in ROUTES for word in (route.name, *route.also)}
NAMES = tuple(route.name for route in ROUTES)


def find_route(words: str) -> str | None:
    """Return the route's name for what a patient would type, or None."""
    route = BY_NAME.get(" ".join(words.lower().split()))
    return route.name if route else None
