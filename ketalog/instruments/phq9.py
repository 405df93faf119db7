"""PHQ-9: nine questions about low mood."""

from ketalog.instruments.base import Band, Instrument, Item
from ketalog.instruments.gad7 import CHOICES, STEM

ITEMS = (
    Item("Little interest or pleasure in doing things", "44250-9"),
    Item("Feeling down, depressed, or hopeless", "44255-8"),
    Item("Trouble falling or staying asleep, or sleeping too much", "44259-0"),
    Item("Feeling tired or having little energy", "44254-1"),
    Item("Poor appetite or overeating", "44251-7"),
    Item(
        "Feeling bad about yourself - or that you are a failure or have let yourself or your "
        "family down",
        "44258-2",
    ),
    Item(
        "Trouble concentrating on things, such as reading the newspaper or watching television",
        "44252-5",
    ),
    Item(
        "Moving or speaking so slowly that other people could have noticed. Or the opposite - "
        "being so fidgety or restless that you have been moving around a lot more than usual",
        "44253-3",
    ),
    Item(
        "Thoughts that you would be better off dead, or of hurting yourself in some way",
        "44260-8",
    ),
)

INSTRUMENT = Instrument(
    name="phq9",
    title="PHQ-9",
    stem=STEM,
    items=ITEMS,
    choices=CHOICES,
    published=True,
    sources=(
        "Items, panel and total: LOINC 44249-1 and 44261-6 (US Core example Questionnaire).",
        "Bands 0-4, 5-9, 10-14, 15-19, 20-27: LOINC answer list LL382-3; cut point 10.",
        "One or two missing items, an estimate; more, no score: Arrieta 2017.",
        "Item 9 above 0 is said at once, whatever the total.",
        "Licence: no permission required to reproduce, translate, display or distribute (Pfizer).",
    ),
    panel_loinc="44249-1",
    total_loinc="44261-6",
    bands=(
        Band(0, "minimal"),
        Band(5, "mild"),
        Band(10, "moderate"),
        Band(15, "moderately severe"),
        Band(20, "severe"),
    ),
    estimable=2,
    functional=True,
    alarm=8,
    every_days=14,  # Its stem asks about the last 2 weeks.
)
