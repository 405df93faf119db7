"""Our own monthly check: what is not asked elsewhere between appointments, and no score."""

from ketalog.instruments.base import AnswerOption, Instrument, Item

INSTRUMENT = Instrument(
    name="monthly",
    title="Monthly check",
    stem="Over the last month, how often did this happen?",
    items=(
        Item(
            "You had a strong wish to take more of your medicine", effect="craving", topic="craving"
        ),
        Item(
            "You took more of it, or took it more often, than your plan says",
            topic="taking more than planned",
        ),
        Item("You drove after a dose, on the same day", topic="driving after a dose"),
        Item("You drank alcohol", topic="alcohol"),
        Item(
            "It was hard to remember things or to find words",
            effect="memory problems",
            topic="memory and finding words",
        ),
    ),
    choices=(
        AnswerOption("Never", 0),
        AnswerOption("Once or twice", 1),
        AnswerOption("Often", 2),
        AnswerOption("Most days", 3),
    ),
    published=False,
    sources=(
        "Abuse and misuse are in the warnings of the Spravato label and of the FDA.",
        "Not to drive until the next day, after sleep: the Spravato label.",
        "Clinics of home treatment ask for alcohol monthly; clinicians want thinking followed.",
        "The words are our own: no published scale, and no score.",
    ),
    every_days=30,
)
