"""What the program's own values are made of: frozen, and a tenth of a NamedTuple's cost to define.

Every module on the way of a command pays for its classes at each start.
"""

from msgspec import Struct


class Value(Struct, frozen=True):
    """A frozen value that is never read from a file: its types are for the checker alone."""
