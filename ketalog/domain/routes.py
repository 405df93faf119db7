"""The ways a dose is taken."""

from msgspec import Struct


class Route(Struct, frozen=True):
    """A route of administration: its name, what patients also call it, its shape in drawings."""

    name: str
    also: tuple[str, ...]
    shape: str


ROUTES = (
    Route("sublingual", ("sl", "under the tongue"), "circle"),
    Route("nasal", ("spray", "intranasal", "nose", "nasal spray"), "diamond"),
    Route("intravenous", ("iv",), "triangle"),
    Route("buccal", ("cheek",), "square"),
    Route("intramuscular", ("im", "injection", "shot"), "square"),
    Route("oral", ("po", "by mouth", "mouth"), "square"),
    Route("subcutaneous", ("sc", "subq", "sub-q"), "square"),
)
BY_NAME = {word: route for route in ROUTES for word in (route.name, *route.also)}
NAMES = tuple(route.name for route in ROUTES)


def find_route(words: str) -> str | None:
    """Return the route's name for what a patient would type, or None."""
    route = BY_NAME.get(" ".join(words.lower().split()))
    return route.name if route else None
