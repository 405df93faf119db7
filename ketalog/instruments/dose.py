"""Our own check-in after a dose: four questions, and no score."""

from ketalog.instruments.base import AnswerOption, Instrument, Item

INSTRUMENT = Instrument(
    name="dose",
    title="Check-in",
    stem="Since this dose, how much did you have this?",
    items=(
        Item("You felt sleepy", effect="sedation"),
        Item("You felt cut off from yourself or from things around you", effect="dissociation"),
        Item("You felt sick to your stomach", effect="nausea"),
        Item("You felt dizzy", effect="dizziness"),
    ),
    choices=(
        AnswerOption("None", 0),
        AnswerOption("Mild", 1),
        AnswerOption("Moderate", 2),
        AnswerOption("Severe", 3),
    ),
    published=False,
    sources=(
        "Four of the five most frequent side effects of the Spravato label.",
        "Sedation and dissociation are in its warnings too.",
        "The words are our own: no published scale.",
    ),
)
