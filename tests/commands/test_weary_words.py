"""Lines that were once written down as something else than they say, or refused though plain."""

import pytest

from tests.commands.test_tired_words import SUNDAY_20, treated
from tests.conftest import Ketalog

__all__ = ["treated"]
TAKEN = [
    # Lengths and times side by side
    ("effect mild headache 2h 7pm", "mild headache, for 2:00 h, Sun 22 Nov 2026 19:00"),
    ("effect nausea 11am-1", ": nausea, for 2:00 h, Sun 22 Nov 2026 11:00"),
    ("effect nausea from 11am to 1", ": nausea, for 2:00 h, Sun 22 Nov 2026 11:00"),
    ("effect nausea 5pm til 7pm", ": nausea, for 2:00 h, Sun 22 Nov 2026 17:00"),
    ("session infusion 35mg from 11am to 1", "over 2:00 h, Sun 22 Nov 2026 11:00"),
    ("effect headache since 3 days", ": headache, Thu 19 Nov 2026 (no time)"),
    ("effect headache since 3 days ago", ": headache, Thu 19 Nov 2026 (no time)"),
    ("effect headache since 2 hours", ": headache, Sun 22 Nov 2026 18:00"),
    ("effect headache for an hr and a half", ": headache, for 1:30 h"),
    ("dose 100mg sl 120 min ago", "Sun 22 Nov 2026 18:00"),
    ("effect nausea 150 minutes ago", "Sun 22 Nov 2026 17:30"),
    # Days as they are spoken, and a time behind one
    (
        "appointment with dr roe on the third of december at half past two in the afternoon",
        "appointment with dr roe, Thu 3 Dec 2026 14:30",
    ),
    ("appointment with dr roe december first", "with dr roe, Tue 1 Dec 2026 (no time)"),
    ("appointment the twenty-first at 3pm", "appointment, Mon 21 Dec 2026 15:00"),
    ("dose 100mg sl seven thirty pm", "Sun 22 Nov 2026 19:30"),
    ("dose 100mg sl at nine fifteen pm last night", "Sat 21 Nov 2026 21:15"),
    ("mood seven thirty minutes ago", ": mood 7, Sun 22 Nov 2026 19:30"),
    ("dose 100mg sl half an hour back", "Sun 22 Nov 2026 19:30"),
    ("dose 100mg sl kept in mouth 20min then swallowed", "held 20 min, swallowed"),
    ("dose 100mg sl held them for 15", "held 15 min"),
    ("appointment tomorrow 15.10", "appointment, Mon 23 Nov 2026 15:10"),
    # Amounts
    ("dose +-100mg sl", ": about 100 mg sublingual"),
    ("dose ±100mg sl", ": about 100 mg sublingual"),
    ("dose １００ｍｇ sl", ": 100 mg sublingual"),
    ("dose 100mg sl home", ": 100 mg sublingual, where: home"),
    ("plan set 100mg sl 3 times per wk", "3 times a week"),
    ("plan set 100mg sl tiw", "3 times a week"),
    ("plan set 100mg sl qhs", ", daily,"),
    # Readings
    ("vitals bp 120/80 hr 70 sat 97", ": blood pressure 120/80, pulse 70, oxygen 97 %"),
    ("vitals 120/80 sat 9pm", "blood pressure 120/80, Sat 21 Nov 2026 21:00"),
    ("vitals predose 120/80", "blood pressure 120/80, before the dose"),
    # Side effects
    ("effect very happy", ": very happy, Sun"),
    ("effect intense joy", ": intense joy, Sun"),
    ("effect v mild headache", ": mild headache"),
    ("effect nausea 2 2h 2pm", ": moderate nausea, for 2:00 h, Sun 22 Nov 2026 14:00"),
    ("effect nausea - moderate - 1h - 6pm", "moderate nausea, for 1:00 h, Sun 22 Nov 2026 18:00"),
    ("effect dizzy @6pm x 1h", ": dizziness, for 1:00 h, Sun 22 Nov 2026 18:00"),
    ("effect nausea sev 2", ": moderate nausea"),
    ("effect Blu Vision7pm", ": Blu Vision, Sun 22 Nov 2026 19:00"),
    ("also Xanax(7pm)", "also: Xanax, Sun 22 Nov 2026 19:00"),
    ("session kap 100mg im with Sarah,2pm", "with Sarah, Sun 22 Nov 2026 14:00"),
    ("dose 100mg sl with Anna@7pm", "with: Anna, Sun 22 Nov 2026 19:00"),
    ("skip Fri,Flu", "reason: Flu, Fri 20 Nov 2026 (no time)"),
    ("dose 100mg sl fasted 6h half an hour ago", "ate 6:00 h before, Sun 22 Nov 2026 19:30"),
    ("lowest oxygen 92% infusion", ": infusion, lowest oxygen 92 %"),
    ("effect Blu mild", ": mild Blu"),
    # What else was taken
    ("also 1/2 beer", "also: 1/2 beer"),
    ("also 2 or 3 beers", "also: 2 or 3 beers"),
    ("also stopped drinking", "also stopped: drinking, Sun"),
    ("also lexapro up", "also changed: lexapro up"),
    ("also dr took me off lexapro", "also stopped: lexapro"),
    ("also ketamine 100mg --kind medicine", "also: ketamine 100mg, a medicine"),
    # Which dose was skipped, and which entry is meant
    ("skip wed's dose because of work", "reason: because of work, Wed 18 Nov 2026 (no time)"),
    ("skip wed's", "skipped ketamine sublingual, Wed 18 Nov 2026 (no time)"),
    ("pt took 100mg SL", ": 100 mg sublingual"),
    ("had an infusion today at 2pm", ": infusion, Sun 22 Nov 2026 14:00"),
    ("took 3/4 of the 100mg troche", ": 0.75 × 100 mg = 75 mg sublingual"),
    ("show last dose", "#3: 2 × 100 mg = 200 mg sublingual"),
    ("show dose 2", "#2: 2 × 100 mg = 200 mg sublingual"),
    ("delete the last dose", "Deleted #3: 2 × 100 mg = 200 mg sublingual"),
    ("delete last nausea", "Deleted #4: mild nausea"),
    ("delete 3 and 4", "Deleted #4: mild nausea"),
    # Marks within a word of one's own
    ("effect foo:bar 7pm", ": foo:bar, Sun 22 Nov 2026 19:00"),
    ("also x;y@z", ": also: x;y@z,"),
]


@pytest.mark.parametrize(("line", "says"), TAKEN)
def test_what_is_plain_is_taken_as_it_says(treated: Ketalog, line: str, says: str) -> None:
    answer = treated(line.split(), now=SUNDAY_20)
    assert answer.code == 0, answer.err
    assert says in answer.out


ASKED = [
    ("effect nausea ++", ("effect nausea moderate", "effect nausea severe")),
    ("effect v mild/moderate headache", ("ketalog effect headache mild",)),
    ("dose 50x2 sl", ("dose 50x2mg sl", "dose 2x50mg sl")),
    ("supply got 2x12", ("supply got 2x12mg.", "supply got 24.")),
    ("session infusion 35mg --start 14.10", ("--start 14:10", "--start '14 Oct'")),
    ("vitals 128/82 before dose 72", ("before dose pulse 72", "before dose 72%")),
    ("mood 6 sleep 82", ("sleep 1h22",)),
    ("mood 6+", ("ketalog mood 6.", "ketalog mood 7.")),
    ("mood 6 dec 1", ("mood 6 1 dec.", "mood 1 6 dec.")),
    ("mood 6 nov 3 9pm", ("mood 6 3 nov 9pm.", "mood 3 6 nov 9pm.")),
    ("mood 6 1 dec", ("mood 6 2025-12-01.",)),
    ("dose 100mg sl 1 dec 9pm", ("dose 100mg sl 2025-12-01 21:00.",)),
    ("also took ketamine 100mg 9pm", ("dose ketamine 100mg 9pm", "9pm --kind medicine")),
    ("effect all fine no effects", ("Type: ketalog effect none,",)),
    ("effect felt nothing", ("Type: ketalog effect none,",)),
    ("effect dizziness gone, nausea mild", ("dizziness gone, and ketalog effect nausea mild.",)),
    ("effect headache and neck pain", ("effect headache, and ketalog effect neck pain.",)),
    # Two entries in one line
    ("nausea 3 and mood 6", ("ketalog effect nausea 3, and ketalog mood 6.",)),
    ("mood 6 and nausea 3", ("ketalog mood 6, and ketalog effect nausea 3.",)),
    ("dose 100mg sl nausea", ("ketalog dose 100mg sl, and ketalog effect nausea.",)),
    ("appointment tue 3pm mood 5", ("appointment tue 3pm, and ketalog mood 5.",)),
    ("vitals 120/80, mood 6", ("ketalog vitals 120/80, and ketalog mood 6.",)),
]


@pytest.mark.parametrize(("line", "ways"), ASKED)
def test_what_can_be_two_things_is_refused_with_both(
    treated: Ketalog, line: str, ways: tuple[str, ...]
) -> None:
    answer = treated(line.split(), now=SUNDAY_20)
    assert (answer.code, answer.out) == (2, "")
    assert [way for way in ways if way not in answer.err] == []


REFUSED = [
    ("skip monday to friday", "Two days are said"),
    ("skip mon-fri", "'mon-fri' is not one day"),
    ("skip took it late", "is no reason"),
    ("skip i am not skipping", "is no reason"),
    ("effect idk", "'idk' is no side effect"),
    ("effect can't tell", "is no side effect"),
    ("edit 4 delete", "'delete' is no side effect"),
    ("delete last 2", "can be the last ones, or the last one and #2"),
    ("show last vitals", "There is no vitals"),
    ("show dose", "ketalog show last dose."),
    ("show 2 3", "One at a time: ketalog show 2."),
    ("therapy with Sarah 2pm", "There is no command 'therapy'"),
    ("mood 6 sleep score 82", "'82' is not a rating"),
    ("plan set 100mg sl prn", "a plan has days, or so many a week"),
    ("plan set 100mg sl as needed", "log each dose as you take it"),
]


@pytest.mark.parametrize(("line", "says"), REFUSED)
def test_what_can_not_be_is_refused_and_says_what_to_type(
    treated: Ketalog, line: str, says: str
) -> None:
    answer = treated(line.split(), now=SUNDAY_20)
    assert answer.code in {2, 3}
    assert answer.out == ""
    assert says in answer.err


@pytest.mark.parametrize("typed", ["same as last time", "again", "same", "same as yesterday"])
def test_the_same_is_asked_about_where_the_last_dose_was_not_the_planned_one(
    treated: Ketalog, typed: str
) -> None:
    treated("dose 150mg sl yesterday 9pm", now=SUNDAY_20)
    refused = treated(f"dose {typed}", now=SUNDAY_20)
    assert (refused.code, refused.out) == (2, "")
    assert "ketalog dose 150mg sublingual." in refused.err
    assert "ketalog dose as planned." in refused.err
    asked = treated(f"dose {typed}", now=SUNDAY_20, stdin="1\n", tty=True)
    assert ": 150 mg sublingual, Sun 22 Nov" in asked.out
    planned = treated("dose as planned separate", now=SUNDAY_20)
    assert "2 × 100 mg = 200 mg sublingual" in planned.out


def test_ratings_are_listed_by_what_was_rated(treated: Ketalog) -> None:
    treated("mood 5 anxiety 6", now=SUNDAY_20)
    treated("mood slept 7h", now=SUNDAY_20)
    assert "anxiety 6" in treated("list anxiety", now=SUNDAY_20).out
    assert "slept 7:00 h" in treated("list sleep", now=SUNDAY_20).out
