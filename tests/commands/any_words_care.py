"""Sessions, appointments and checks: any clauses in any order are taken exactly, or not."""

from tests.commands.any_words import (
    DAYS,
    ODD,
    TIMES,
    Fields,
    Grammar,
    asked,
    fields_of,
    shapes,
    when,
)


def session_of(entries: list[Fields]) -> Fields:
    """Return what a session, its dose or ratings, and its readings say, as one."""
    said: Fields = {}
    for entry in entries:
        if entry["kind"] == "vitals":
            pressure = f"{entry.get('systolic_mmhg')}/{entry.get('diastolic_mmhg')}"
            said[entry["point"]] = f"{pressure} {entry.get('oxygen_percent', '')}".strip()
        else:
            said |= entry | {"at": when(entry)}
    if integration := said.get("integration"):
        said["integration"] = when({"at": integration})
    return said


AROUND = {
    "watched": shapes("watched_minutes", 120, "watched 2h", "watched for 2:00 h", "monitored 2 h"),
    "ready": shapes("ready_minutes", 125, "ready 2h05", "ready to leave after 2:05 h"),
    "lowest": shapes("lowest_oxygen_percent", 94, "lowest oxygen 94", "lowest spo2 94 %"),
    "before": shapes("before", "128/82 98", "before 128/82 98%", "128/82 98% before"),
    "mood": shapes("mood", 4, "mood 4", "mood: four", "mood 4/10"),
    "anxiety": shapes("anxiety", 7, "anxiety 7", "anxiety=7"),
    "next": shapes("integration", "2026-11-24 15:00", "next integration tue 3pm"),
}
WITH = [
    *shapes("with_whom", "Dr R.", "with Dr R.,", "with: Dr R.;", "--with Dr R.,"),
    *shapes("with_whom", "Sarah", "with Sarah,"),
]
NOTE = shapes("note", "slept well", "note: slept well", "(note: slept well)")
GRAMMARS = {
    "infusion": Grammar(
        "session",
        {
            "where": shapes("where", "infusion", "infusion", "drip", "iv infusion"),
            "amount": shapes("amount_mg", "35", "35mg", "35 mg", "0.035 g"),
            "over": shapes("minutes", 40, "over 40 min", "for 40 min", "over 40", "lasted 40 min"),
            "weight": shapes("weight_kg", "70", "70 kg", "weight 70", "weighing 70kg"),
            "per kg": shapes("mg_per_kg", "0.5", "0.5 mg/kg", "0.5mg per kg"),
            "rate": shapes("rate_mg_per_hour", "52.5", "52.5 mg an hour", "rate 52.5", "52.5 mg/h"),
            "at": [*TIMES, *shapes("at", "2026-11-22 14:00", "start 2pm", "began at 14:00")],
            "40": shapes("40 min", "140/90", "after 40 min 140/90", "140/90 after 40 min"),
            "with": WITH,
            "odd": ODD,
            "note": NOTE,
            **AROUND,
        },
        frozenset({"where", "amount"}),
        session_of,
        names=frozenset({"with"}),
        last=frozenset({"note"}),
    ),
    "kap": Grammar(
        "session",
        {
            "where": shapes("where", "kap", "kap", "KAP", "psychotherapy", "ketamine-assisted"),
            "amount": [
                *shapes("amount_mg", "150", "150mg", "150 mg", "a hundred and fifty mg"),
                *shapes("amount_mg", "150", "2x75mg"),
            ],
            "route": [
                *shapes("route", "intramuscular", "im", "intramuscular", "i.m.", "IM"),
                *shapes("route", "sublingual", "sublingual", "under the tongue"),
            ],
            "at": TIMES,
            "end": shapes("at", "2026-11-22 19:00", "from 7pm to 8pm", "7pm until 8pm", "7-8pm"),
            "with": WITH,
            "odd": ODD,
            "intention": shapes("intention", "to rest", "intention: to rest", "intention to rest"),
            **AROUND,
        },
        frozenset({"where", "amount", "route"}),
        session_of,
        names=frozenset({"with"}),
        last=frozenset({"intention"}),
    ),
    "clinic": Grammar(
        "session",
        {
            "where": shapes("where", "clinic", "clinic", "spravato", "esketamine"),
            "amount": [
                *shapes("amount_mg", "56", "2 devices", "two devices", "56mg", "56 mg", "2x28mg"),
                *shapes("amount_mg", "84", "84mg", "3 devices"),
            ],
            "at": TIMES,
            "40": shapes("40 min", "140/90", "after 40 min 140/90", "40 min 140/90"),
            "end": [
                *shapes("end", "130/80 97", "at the end 130/80 97%", "130/80 97% at the end"),
                *shapes("end", "130/80 97", "after the session 130/80 97%"),
            ],
            "odd": [*ODD, *asked("120/80", "during 150/90")],
            **AROUND,
        },
        frozenset({"where", "amount"}),
        session_of,
    ),
    "appointment": Grammar(
        "appointment",
        {
            "when": [
                *shapes("at", "2026-11-24 15:00", "next tue 3pm", "tue 3pm", "tuesday at 3 pm"),
                *shapes("at", "2026-11-24 15:00", "3pm on tue", "tue around 3pm", "tue 15:00"),
                *shapes("at", "2026-11-23 09:00", "tomorrow 9am", "tmrw 9am", "9am tomorrow"),
                *shapes("at", "2026-12-03 14:30", "3 dec 14:30", "dec 3rd 2:30pm", "3.12. 14:30"),
                *shapes("at", "2026-12-06", "in 2 weeks", "in two weeks", "6 dec"),
                *shapes("at", "2026-11-21 09:00", "yesterday 9am", "last sat 9am"),
                *asked("tue 3ish", "tue around 3", "tue at 3", "3/12 2pm", "at 3"),
            ],
            "with": WITH,
            "odd": asked("felt ok", "maybe", "15", "mood 5"),
            "note": NOTE,
        },
        frozenset({"when"}),
        names=frozenset({"with"}),
        last=frozenset({"note"}),
    ),
    "check": Grammar(
        "check",
        {
            "answers": [
                *shapes("answers", [1, 2, 2, 1, 0, 1, 2], "gad7 1 2 2 1 0 1 2", "gad7 1221012"),
                *shapes("answers", [1, 2, 2, 1, 0, 1, 2], "GAD-7 1,2,2,1,0,1,2", "gad 7 1221012"),
                *shapes("answers", [1, 2, 2, 1, 0, 1, 2], "gad7 1-2-2-1-0-1-2"),
                *shapes("answers", [1, 2, 2, 1, 0, 1, 2], "gad7 one two two one zero one two"),
                *shapes("answers", [1, None, 2, 1, 0, 1, 2], "gad7 1 - 2 1 0 1 2"),
                *asked("gad7 1 2 2 1 0 1", "gad7 1 2 2 1 0 1 2 3", "gad7 1 2 2 1 0 1 4"),
            ],
            "difficulty": shapes("difficulty", 1, "difficulty 1", "difficulty: one"),
            "at": [*TIMES, *DAYS],
            "odd": asked("felt ok", "maybe", "7.5"),
            "note": NOTE,
        },
        frozenset({"answers"}),
        fields_of,
        last=frozenset({"note"}),
    ),
}
