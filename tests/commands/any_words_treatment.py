"""Plans, supplies, skipped doses and what else was taken: any clauses are taken exactly, or not."""

from tests.commands.any_words import DAYS, TIMES, Fields, Grammar, asked, shapes, when

PLAN = "plan set 2x100mg sublingual --form troche --days mon,wed,fri --from '1 nov 2026'"
UNITS = [
    *shapes("units", "24", "24", "24 troches", "twenty four", "24 pieces"),
    *shapes("units", "12.5", "12.5 troches", "12 1/2", "12½"),
]


def plan_of(entries: list[Fields]) -> Fields:
    """Return what a plan says, with the day that it begins."""
    (entry,) = entries
    return entry | {"at": when(entry)[:10]}


GRAMMARS = {
    "plan": Grammar(
        "plan set",
        {
            "amount": [
                *shapes("amount_mg", "150", "150mg", "150 mg", "1.5x100mg", "3x50mg", "75mg x2"),
                *shapes("amount_mg", "150", "3 troches of 50mg", "2 75mg troches"),
            ],
            "route": [
                *shapes("route", "sublingual", "sublingual", "under the tongue", "S.L."),
                *shapes("route", "oral", "oral", "by mouth"),
            ],
            "days": [
                *shapes("rrule", "FREQ=WEEKLY;BYDAY=MO,TH", "mon, thu", "mon,thu", "mon and thu"),
                *shapes("rrule", "FREQ=WEEKLY;BYDAY=MO,TH", "mondays and thursdays", "mon & thu"),
                *shapes("rrule", "FREQ=DAILY;INTERVAL=2", "every other day", "every 2 days"),
            ],
            "apart": shapes("least_hours", "48", "48h apart", "at least 2 days apart", "apart 48h"),
            "most": shapes("most_per_week", 3, "at most 3 a week", "max 3/week", "max 3 per week"),
            "from": [
                *shapes("at", "2026-12-01", "from 1 dec", "starting 1 dec", "beginning dec 1"),
                *shapes("at", "2026-11-23", "from tomorrow", "starting mon"),
            ],
            "by": shapes("prescriber", "Dr R.", "by Dr R.,", "--by Dr R.,"),
            "odd": asked("felt ok", "maybe", "or so"),
            "note": shapes("note", "with food", "note: with food", "(note: with food)"),
        },
        frozenset({"amount", "route", "days"}),
        plan_of,
        names=frozenset({"by"}),
        last=frozenset({"note"}),
        otherwise={"at": "2026-11-22"},
    ),
    "supply": Grammar(
        "supply",
        {
            "change": [
                *shapes("change", "fill", "fill", "got", "filled", "came", "refill", "picked up"),
                *shapes("change", "lost", "lost", "dropped"),
                *shapes("change", "count", "count", "counted", "left"),
            ],
            "units": UNITS,
            "at": [*TIMES, *DAYS],
            "odd": asked("felt ok", "maybe", "or so"),
            "note": shapes("note", "new pharmacy", "note: new pharmacy", "(note: new pharmacy)"),
        },
        frozenset({"change", "units"}),
        last=frozenset({"note"}),
        before=(PLAN,),
    ),
    "also": Grammar(
        "also",
        {
            "what": [
                *shapes("what", "melatonin 2mg", "melatonin 2mg", "melatonin 2mg"),
                *shapes("what", "cup of tea", "cup of tea"),
                *shapes("what", "ibuprofen", "ibuprofen", "took ibuprofen"),
            ],
            "at": [
                *(time for time in TIMES if time.text not in {"around 8", "at 8 30", "8ish"}),
                *DAYS,
            ],
            "note": shapes("note", "for sleep", "note: for sleep", "(note: for sleep)"),
        },
        frozenset({"what"}),
        names=frozenset({"what"}),
        last=frozenset({"note"}),
    ),
    "skip": Grammar(
        "skip",
        {
            "day": [
                *shapes("at", "2026-11-20", "fri", "on fri", "fri 20 nov", "20 nov"),
                *shapes("at", "2026-11-18", "wed", "last wed", "wednesday", "4 days ago"),
                *asked("mon 8ish"),
            ],
            "reason": [
                *shapes("reason", "had a cold", "had a cold"),
                *shapes("reason", "sick", "sick", "reason: sick", "(reason: sick)"),
            ],
        },
        frozenset({"day"}),
        last=frozenset({"reason"}),
        before=(PLAN,),
    ),
}
