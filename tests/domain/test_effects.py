"""What words become a side effect's name."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from ketalog.domain.effects import BY_WORD, is_name, read_effect
from ketalog.errors import BadInput

WORDS = st.one_of(
    st.sampled_from(sorted(BY_WORD)),
    st.sampled_from(("severe", "INTENSE", "a bit of", "very", "really", "bad", "none", "no", "my")),
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=20),
)


@given(words=st.lists(WORDS, min_size=1, max_size=5))
def test_every_name_that_logging_makes_is_one_that_import_takes(words: list[str]) -> None:
    with suppress(BadInput):
        name, _ = read_effect(words)
        assert is_name(name)
