"""GAD-7: seven questions about anxiety."""

from ketalog.instruments.base import AnswerOption, Band, Instrument, Item

STEM = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
"""Of GAD-7 and PHQ-9 alike."""
CHOICES = (
    AnswerOption("Not at all", 0, "LA6568-5"),
    AnswerOption("Several days", 1, "LA6569-3"),
    AnswerOption("More than half the days", 2, "LA6570-1"),
    AnswerOption("Nearly every day", 3, "LA6571-9"),
)
"""LOINC answer list LL358-3 (loinc.org)."""

ITEMS = (
    Item("Feeling nervous, anxious or on edge", "69725-0"),
    Item("Not being able to stop or control worrying", "68509-9"),
    Item("Worrying too much about different things", "69733-4"),
    Item("Trouble relaxing", "69734-2"),
    Item("Being so restless that it is hard to sit still", "69735-9"),
    Item("Becoming easily annoyed or irritable", "69689-8"),
    Item("Feeling afraid as if something awful might happen", "69736-7"),
)


INSTRUMENT = Instrument(
    name="gad7",
    title="GAD-7",
    stem=STEM,
    items=ITEMS,
    choices=CHOICES,
    published=True,
    sources=(
        "Items, panel and total: LOINC 69737-5 and 70274-6 (loinc.org, HL7 PHR IG).",
        "Stem, bands 0-4, 5-9, 10-14, 15-21 and cut point 10: as in secondary copies.",
        "A missing item: no published rule was found, so there is no total.",
        "Licence: no permission required to reproduce, translate, display or distribute (Pfizer).",
    ),
    panel_loinc="69737-5",
    total_loinc="70274-6",
    bands=(Band(0, "minimal"), Band(5, "mild"), Band(10, "moderate"), Band(15, "severe")),
    functional=True,
    every_days=14,  # Its stem asks about the last 2 weeks.
)
