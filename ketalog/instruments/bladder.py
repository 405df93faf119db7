"""Our own monthly bladder check: one question for each urinary side effect, and no score."""

from ketalog.instruments.base import AnswerOption, Instrument, Item

INSTRUMENT = Instrument(
    name="bladder",
    title="Bladder check",
    stem="Over the last month, how often did you have this?",
    items=(
        Item("You had to pee much more often than usual", effect="frequent urination"),
        Item("It burned or hurt when you peed", effect="burning urination"),
        Item("You had a sudden need to pee that was hard to hold", effect="urinary urgency"),
        Item("You had to get up at night to pee", effect="night-time urination"),
        Item("There was blood in your pee", effect="blood in urine"),
        Item("Pee leaked out when you did not want it to", effect="incontinence"),
        Item("It hurt low down in your belly", effect="pelvic pain"),
    ),
    choices=(
        AnswerOption("Never", 0),
        AnswerOption("Sometimes", 1),
        AnswerOption("Often", 2),
        AnswerOption("Always", 3),
    ),
    published=False,
    sources=(
        "Bladder and urinary symptoms are in the warnings of the Spravato label and of the FDA.",
        "The words are our own: no published scale.",
    ),
    every_days=30,  # Once a month: what a provider of daily low-dose ketamine asks for.
)
