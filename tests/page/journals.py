"""Ten journals as patients would type them, for the pages that a clinician would be handed.

Each is the lines that are typed after `ketalog`, on the evening of Sunday 22 November 2026.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from tests.places import COURSES, SAMPLES

FIRST = date(2026, 9, 28)
"""The first of eight weeks, a Monday."""
PHQ9_WITH_A_GAP = "2 2 - 2 1 1 1 0 1"
GAD7 = ("2 2 2 2 2 2 2", "1 2 1 1 1 1 1", "1 1 1 1 0 1 0")


def on(day: int, clock: str = "20:00", first: date = FIRST) -> str:
    return f"--at '{first + timedelta(day)} {clock}'"


def eight_weeks() -> Iterator[str]:
    """Yield eight weeks of troches and a spray, and an infusion: three routes."""
    yield "config name 'Alex Sample'"
    troches = "sublingual --form troche --days mon,wed,fri --apart 40h"
    yield f"plan set 1x100mg {troches} --from '14 sep 2026'"
    yield "plan set 2x15mg nasal --days sun --from '14 sep 2026'"
    yield f"2026-10-11T20:00+02:00 plan set 1x150mg {troches} --from '12 oct 2026'"
    yield "2026-11-22T21:00+01:00 config clock 24"
    yield from (SAMPLES / "eight-weeks.txt").read_text(encoding="utf-8").splitlines()
    given = "session infusion 35mg --over 40 --watched 2h --with 'Dr R.'"
    bp = "--bp-before 128/82 --bp-40 142/90 --bp-after 126/80"
    yield f"{given} {bp} --start '2026-10-29 10:00'"
    yield "check phq9 1 1 1 1 1 1 1 0 0 --difficulty 1 --at '2026-11-07 9:00'"
    yield "appointment '24 nov 2026 10:30' --with 'Dr R.'"


def twelve_weeks() -> Iterator[str]:
    """Yield the course of twelve weeks, each line with the moment it is typed."""
    yield from (COURSES / "twelve-weeks.txt").read_text(encoding="utf-8").splitlines()


def a_year_of_troches() -> Iterator[str]:
    first = date(2025, 11, 24)
    yield "plan set 1x100mg sublingual --form troche --days mon,wed,fri --from '24 nov 2025'"
    for day in range(363):
        weekday = day % 7
        if weekday in {0, 2, 4} and day % 19:
            taken = f"dose 100mg sublingual --hold 15 --mood {3 + day % 3} --anxiety {7 - day % 3}"
            yield f"{taken} {on(day, first=first)}"
            yield f"mood {5 + day % 3} --anxiety {4 - day % 2} {on(day, '22:10', first)}"
            yield f"mood {5 + day % 2} --sleep 7h {on(day + 1, '9:00', first)}"
            if not day % 5:
                yield f"effect nausea mild {on(day, '21:00', first)}"
        if not day % 28:
            yield f"check phq9 2 2 2 {3 - day // 121} 1 1 1 0 0 {on(day, '10:00', first)}"


def infusions() -> Iterator[str]:
    yield "plan set 35mg iv --days tue,fri --from '28 sep 2026'"
    for day in (1, 4, 8, 11, 15, 18, 29, 43):
        given = "session infusion 35mg --over 40 --watched 90 --with 'Dr R.' --mood 4 --anxiety 7"
        bp = "--bp-before '128/82 72' --bp-40 148/92 --bp-after 126/80"
        yield f"{given} {bp} --start '{FIRST + timedelta(day)} 14:00'"
        yield f"mood 6 --anxiety 4 {on(day, '16:30')}"
        yield f"effect dissociation moderate --for 45min {on(day, '14:30')}"


def psychotherapy() -> Iterator[str]:
    for day in (2, 23, 44):
        given = "session kap 60mg im --with 'T. Healer' --mood 4 --anxiety 6 --intention 'let go'"
        yield f"{given} --start '{FIRST + timedelta(day)} 10:00'"
        yield f"mood 7 --anxiety 3 {on(day, '13:00')}"
        yield f"effect none {on(day, '18:00')}"


def esketamine() -> Iterator[str]:
    for day in (1, 4, 8, 11, 15, 18):
        given = "session clinic 2x28mg nasal --medication esketamine --watched 2h"
        bp = "--bp-before 126/80 --bp-40 150/94 --bp-after 130/84"
        yield f"{given} {bp} --start '{FIRST + timedelta(day)} 9:00'"
        yield f"vitals 150/94 88 {97 - day // 4}% {on(day, '9:45')}"
        yield f"check dose 2 2 0 1 {on(day, '11:00')}"


def silence() -> Iterator[str]:
    yield "plan set 1x100mg sublingual --form troche --days mon,wed,fri --from '28 sep 2026'"


def trouble() -> Iterator[str]:
    """Yield what must not be overlooked, each as a patient would type it."""
    yield "plan set 1x200mg sublingual --form troche --days mon,thu --apart 48h --from '5 oct 2026'"
    yield f"supply fill 10x200mg sublingual --form troche {on(7, '9:00')}"
    yield f"supply fill 20x200mg sublingual --form troche {on(14, '9:00')}"
    yield f"supply lost 6 troches {on(30, '9:00')}"
    for n in range(18):
        clock = "20:20" if n % 2 else "20:40"
        yield f"dose {300 if n % 3 else 200}mg sublingual {on(8 + 2 * n, clock)}"
    yield f"effect 'want to die' {on(20, '23:00')}"
    yield f"effect 'chest pain' {on(22, '22:00')}"
    yield f"effect 'blood in my pee' mild {on(25, '8:00')}"
    yield f"check phq9 {PHQ9_WITH_A_GAP} {on(28, '9:00')}"
    yield f"check bladder 2 1 1 1 1 0 0 {on(29, '9:00')}"
    yield f"vitals 232/138 110 {on(24, '21:00')}"
    yield f"vitals 82% {on(24, '21:05')}"
    yield f"also alcohol 4 beers {on(20, '19:00')}"
    yield f"also no alcohol {on(30, '19:00')}"
    yield f"also sedative diazepam 10mg {on(22, '19:00')}"
    yield f"also started sertraline {on(10, '9:00')}"
    yield f"dose 56mg nasal --medication esketamine {on(45)}"
    yield f"effect sedation severe --for 3h {on(45, '21:00')}"
    yield f"effect 'memory problems' moderate {on(46, '9:00')}"
    yield f"effect craving {on(47, '9:00')}"
    yield f"check dose 1 0 - 1 {on(8, '22:00')}"


JOURNALS: dict[str, Callable[[], Iterator[str]]] = {
    "eight-weeks": eight_weeks,
    "twelve-weeks": twelve_weeks,
    "nothing": lambda: iter(()),
    "one-rating": lambda: iter((f"mood 5 {on(50)}",)),
    "a-year-of-troches": a_year_of_troches,
    "infusions": infusions,
    "psychotherapy": psychotherapy,
    "esketamine": esketamine,
    "silence": silence,
    "trouble": trouble,
}
PERIODS = {
    "eight-weeks": ("--since", "2026-09-14", "--until", "2026-11-08"),
    "twelve-weeks": ("--since", "2026-08-31", "--until", "2026-11-22"),
    "a-year-of-troches": ("--since", "2025-11-24", "--until", "2026-11-22"),
}
"""Of each journal's page; else the last eight weeks."""
