"""PHQ-4: the first two questions of GAD-7, then the first two of PHQ-9."""

from ketalog.instruments import gad7, phq9
from ketalog.instruments.base import Band, Instrument, Subscale

INSTRUMENT = Instrument(
    name="phq4",
    title="PHQ-4",
    stem=gad7.STEM,
    items=gad7.ITEMS[:2] + phq9.ITEMS[:2],
    choices=gad7.CHOICES,
    published=True,
    sources=(
        "Panel and total: LOINC 69724-3 and 70272-0 (secondary copies).",
        "Bands 0-2, 3-5, 6-8, 9-12: NINDS CDE.",
        "Stem, items and answers: those of GAD-7 and PHQ-9.",
        "A missing item: no published rule was found, so there is no total.",
    ),
    panel_loinc="69724-3",
    total_loinc="70272-0",
    bands=(Band(0, "none"), Band(3, "mild"), Band(6, "moderate"), Band(9, "severe")),
    subscales=(Subscale("anxiety", (0, 1)), Subscale("low mood", (2, 3))),
    every_days=14,  # Its stem asks about the last 2 weeks.
)
