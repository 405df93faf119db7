"""Any clauses in any order are taken exactly, or not: of each command that reads words."""

import pytest

from tests.commands import any_words_care, any_words_treatment
from tests.commands.any_words import DAYS, ODD, TIMES, Grammar, asked, hold, shapes, taken_alone
from tests.conftest import Ketalog

pytestmark = pytest.mark.usefixtures("hasty")
GRAMMARS = {
    "dose": Grammar(
        "dose",
        {
            "amount": [
                *shapes("amount_mg", "100", "100mg", "100 mg", "0.1 g", "2x50mg", "50mg x2"),
                *shapes("amount_mg", "100", "a hundred mg", "100 milligrammes", "50mg x 2"),
                *shapes("amount_mg", "30", "2 x 15 mg", "two 15mg", "2 sprays of 15mg"),
            ],
            "route": [
                *shapes("route", "sublingual", "sublingual", "S.L.", "under my tongue"),
                *shapes("route", "nasal", "nasal", "nose", "intranasal"),
            ],
            "hold": [
                *shapes("hold_minutes", 15, "held 15 min", "hold 15", "hold=15", "15 min hold"),
                *shapes("hold_minutes", 15, "held-15", "swished 15 min"),
                *shapes("hold_minutes", 15, "kept it in my mouth 15 min"),
            ],
            "swallowed": shapes("swallowed", False, "spat", "spat it out"),
            "mood": shapes("mood", 4, "mood 4", "mood=4", "mood 4/10", "mood four", "mood-4"),
            "anxiety": shapes("anxiety", 7, "anxiety 7", "anxiety seven", "anxiety: 7", "anx 7"),
            "at": TIMES,
            "odd": ODD,
        },
        frozenset({"amount", "route"}),
    ),
    "mood": Grammar(
        "mood",
        {
            "mood": shapes("mood", 4, "4", "mood 4", "4/10", "four", "mood4", "mood: 4"),
            "anxiety": shapes(
                "anxiety", 7, "anxiety 7", "anxiety seven", "anxiety7", "anxiety=7/10"
            ),
            "energy": shapes("energy", 5, "energy 5", "energy five", "energy: 5"),
            "sleep": [
                *shapes("sleep_minutes", 450, "slept 7h30", "sleep 7:30", "7.5h of sleep"),
                *shapes("sleep_minutes", 450, "slept 11pm to 6:30am"),
                *shapes("sleep_minutes", 450, "slept from 23:00 to 06:30"),
            ],
            "at": [*TIMES, *DAYS],
            "odd": ODD,
        },
        frozenset({"mood"}),
    ),
    "effect": Grammar(
        "effect",
        {
            "name": [
                *shapes("name", "nausea", "nausea", "queasy", "felt sick"),
                *shapes("name", "dizziness", "dizzy", "dizziness"),
                *shapes("name", "jelly legs", "jelly legs"),
            ],
            "for": shapes("minutes", 45, "for 45 min", "for 45min", "45 minutes"),
            "at": [*TIMES, *DAYS],
        },
        frozenset({"name"}),
        names=frozenset({"name"}),
    ),
    "vitals": Grammar(
        "vitals",
        {
            "bp": shapes(
                "systolic_mmhg", 128, "128/82", "bp 128/82", "128 over 82", "128 82", "128-82"
            ),
            "pulse": shapes("pulse_per_minute", 72, "pulse 72", "72 bpm", "heart rate 72", "p 72"),
            "oxygen": [
                *shapes("oxygen_percent", 98, "oxygen 98", "98 percent", "98% oxygen"),
                *shapes("oxygen_percent", 98, "sat 98%", "o2 sat 98"),
            ],
            "at": [*TIMES, *DAYS],
            "odd": asked("felt ok", "maybe"),
        },
        frozenset({"bp"}),
    ),
}


EVERY = {**GRAMMARS, **any_words_care.GRAMMARS, **any_words_treatment.GRAMMARS}


@pytest.mark.parametrize("command", EVERY)
def test_a_line_is_exactly_what_its_clauses_say_or_nothing_is_saved(
    ketalog: Ketalog, command: str
) -> None:
    hold(ketalog, EVERY[command])


@pytest.mark.parametrize("command", [*GRAMMARS, "infusion", "kap", "clinic", "check"])
def test_so_is_one_without_its_command(ketalog: Ketalog, command: str) -> None:
    hold(ketalog, EVERY[command], is_alone=True, n=150 if command in GRAMMARS else 60)


@pytest.mark.parametrize("command", EVERY)
def test_each_shape_alone_is_taken(ketalog: Ketalog, command: str) -> None:
    taken_alone(ketalog, EVERY[command])
