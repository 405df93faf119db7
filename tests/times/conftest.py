"""The zone that every test of the times happens in."""

import time as clock
from collections.abc import Iterator

import pytest

from tests.times.here import local_zone


# Of the module: hypothesis runs a test many times within one function's fixtures.
@pytest.fixture(scope="module", autouse=True)
def berlin() -> Iterator[None]:
    """Let every test happen in Berlin unless it says otherwise."""
    if not hasattr(clock, "tzset"):
        pytest.skip("the local zone can't be set here")
    with local_zone("Europe/Berlin"):
        yield
