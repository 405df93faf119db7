"""What a patient says plainly is taken as it is said, in whatever words and order."""

import pytest

from tests.conftest import Ketalog

SUNDAY_20 = "2026-11-22T20:00:00+01:00"
PLAN = "plan set 2x100mg sublingual --form troche --days mon,wed,fri --from 2026-11-16"


@pytest.fixture
def planned(ketalog: Ketalog) -> Ketalog:
    assert ketalog(PLAN, now="2026-11-16T09:00:00+01:00").code == 0
    assert ketalog("supply fill 24", now="2026-11-16T09:05:00+01:00").code == 0
    return ketalog


def said(ketalog: Ketalog, line: str) -> str:
    answer = ketalog(line.split(), now=SUNDAY_20)
    assert answer.code == 0, answer.err
    return answer.out.replace(" (now)", "").replace(", Sun 22 Nov 2026 20:00", "")


DOSE = [
    ("dose 100 Mg Sublingually", ": 100 mg sublingual."),
    ("dose 100mg under tongue", ": 100 mg sublingual."),
    ("dose 100 mg subl", ": 100 mg sublingual."),
    ("dose 100mg intra nasal", ": 100 mg nasal."),
    ("dose 75mg sq", ": 75 mg subcutaneous."),
    ("dose - 100mg (sublingual)", ": 100 mg sublingual."),
    ("dose troche 200mg", ": 200 mg sublingual."),
    ("dose same as yesterday", ": 2 × 100 mg = 200 mg sublingual."),
    ("dose 100mg sublingual 15 min hold", ": 100 mg sublingual, held 15 min."),
    ("dose 100mg sublingual 15min held", ": 100 mg sublingual, held 15 min."),
    ("dose 100mg sublingual kept 15 min", ": 100 mg sublingual, held 15 min."),
    ("dose 100mg sublingual mood four out of ten", ": 100 mg sublingual, mood 4."),
    ("dose 100mg sublingual 128/82 72", ": blood pressure 128/82, pulse 72, before the dose."),
    ("dose 100mg sublingual blood pressure 128/82", ": blood pressure 128/82, before the dose."),
    ("dose 100mg sublingual two days ago 9pm", "Fri 20 Nov 2026 21:00"),
    ("dose 100mg sublingual 20/11 8pm", "Fri 20 Nov 2026 20:00"),
    ("dose 100mg sublingual last night at 10", "Sat 21 Nov 2026 22:00"),
    ("dose 100mg sublingual half past seven pm", "Sun 22 Nov 2026 19:30"),
    ("dose 100mg sublingual at seven pm", "Sun 22 Nov 2026 19:00"),
    ("dose 100mg sublingual hour ago", "Sun 22 Nov 2026 19:00"),
    ("dose 100mg sublingual 7 in the evening", "Sun 22 Nov 2026 19:00"),
    ("dose 100mg sublingual on wed at 9 in the evening", "Wed 18 Nov 2026 21:00"),
    ("dose 100mg sublingual yesterday at 9:30 in the evening", "Sat 21 Nov 2026 21:30"),
    ("dose 100mg sublingual wed 21:00 in the evening", "Wed 18 Nov 2026 21:00"),
    ("dose 100mg sublingual yesterday at 9 at night", "Sat 21 Nov 2026 21:00"),
    ("dose 100mg sublingual at 2 at night", "Sun 22 Nov 2026 02:00"),
    ("dose yesterday 100mg sublingual 9pm", "Sat 21 Nov 2026 21:00"),
    ("dose 9pm 100mg sublingual on friday", "Fri 20 Nov 2026 21:00"),
    ("dose 100mg sublingual 20.11.2026 20:00", "Fri 20 Nov 2026 20:00"),
    ("dose 2 devices 56mg nasal", ": 2 × 28 mg = 56 mg nasal."),
]
MOOD = [
    ("mood is 6", ": mood 6."),
    ("mood 7 of 10", ": mood 7."),
    ("mood about 6", ": mood 6."),
    ("mood 6ish", ": mood 6."),
    ("mood 6 7h sleep", ": mood 6, slept 7:00 h."),
    ("mood 6 7 hours of sleep", ": mood 6, slept 7:00 h."),
    ("mood 6 this morning at 9", "Sun 22 Nov 2026 09:00"),
    ("mood 6 at 8 this morning", "Sun 22 Nov 2026 08:00"),
    ("mood 6 yesterday at 8 in the morning", "Sat 21 Nov 2026 08:00"),
    ("mood 6 quarter to eight am", "Sun 22 Nov 2026 07:45"),
    ("mood 6 20 past 7pm", "Sun 22 Nov 2026 19:20"),
    ("mood 6 monday", "mood 6, Mon 16 Nov 2026 (no time)"),
    ("mood 6 21/11", "mood 6, Sat 21 Nov 2026 (no time)"),
    ("mood 6 two days ago", "mood 6, Fri 20 Nov 2026 (no time)"),
]
EFFECT = [
    ("effect nausea 45 min", ": nausea, for 45 min."),
    ("effect nausea (mild)", ": mild nausea."),
    ("effect nausea level 2", ": moderate nausea."),
    ("effect very very tired", ": severe fatigue."),
    ("effect very mild nausea", ": mild nausea."),
    ("effect bit dizzy", ": mild dizziness."),
    ("effect nausea still", ": nausea."),
    ("effect woke up anxious", ": anxiety."),
    ("effect I'm dizzy", ": dizziness."),
    ("effect shaky hands", ": tremor."),
    ("effect light headed", ": dizziness."),
    ("effect sensitive to light", ": sensitive to light."),
    ("effect little appetite", ": little appetite."),
    ("effect nausea since 7pm", "nausea, Sun 22 Nov 2026 19:00"),
    ("effect nausea from 5pm to 7pm", "nausea, for 2:00 h, Sun 22 Nov 2026 17:00"),
    ("effect nausea 5pm-7pm", "nausea, for 2:00 h, Sun 22 Nov 2026 17:00"),
    ("effect nausea until 7pm for 2h", "nausea, for 2:00 h, Sun 22 Nov 2026 17:00"),
    ("effect nausea from 3pm to 4pm yesterday", "nausea, for 1:00 h, Sat 21 Nov 2026 15:00"),
    ("effect nausea 3-4pm yesterday", "nausea, for 1:00 h, Sat 21 Nov 2026 15:00"),
    ("effect nausea yesterday from 3pm", "nausea, Sat 21 Nov 2026 15:00"),
    ("effect nausea today since 9am", "nausea, Sun 22 Nov 2026 09:00"),
    ("session infusion 35mg 3-4pm fri", "infusion, over 1:00 h, Fri 20 Nov 2026 15:00"),
    ("effect nausea since yesterday", "nausea, Sat 21 Nov 2026 (no time)"),
    ("effect nausea began at 6pm ended at 6:30pm", "nausea, for 30 min, Sun 22 Nov 2026 18:00"),
    ("effect mild nausea for 1h, started 6pm", ": mild nausea, for 1:00 h, Sun 22 Nov 2026 18:00"),
    ("effect nausea=moderate", ": moderate nausea."),
    ("effect peeing every 20 minutes", ": peeing every 20 minutes."),
    ("effect being sick", ": vomiting."),
    ("effect worst headache", ": severe headache."),
]
CLINIC = [
    ("session clinic two devices", ": clinic session, 2 devices."),
    ("session clinic 2 devices 56mg", ": 2 × 28 mg = 56 mg esketamine nasal."),
    ("session infusion 35mg 40min", ": infusion, over 40 min."),
    ("session infusion 35mg in 40 min", ": infusion, over 40 min."),
    ("session infusion 35 over 40", ": infusion, over 40 min."),
    ("session 35mg infusion 1h", ": infusion, over 1:00 h."),
    ("session iv 35mg", ": 35 mg intravenous."),
    ("session infusion 35mg over 1h, 50 mg/h", ": infusion, over 1:00 h, 50 mg an hour."),
    ("session infusion 35mg 2pm-2:40pm", "infusion, over 40 min, Sun 22 Nov 2026 14:00"),
    ("session kap lozenge 200mg", ": 200 mg sublingual."),
    ("session kap yesterday", "assisted psychotherapy, Sat 21 Nov 2026 (no time)"),
    ("session clinic 56mg bp before 120/80", ": blood pressure 120/80, before the session."),
    (
        "session clinic 56mg before: 120/80, 40 min: 140/90, end: 130/80",
        ": blood pressure 140/90, after 40 min.",
    ),
    ("session clinic 56mg went home after 2h", ", ready to leave after 2:00 h."),
    ("vitals 128 82 72", ": blood pressure 128/82, pulse 72."),
    ("vitals 128-82", ": blood pressure 128/82."),
    ("vitals 72/min", ": pulse 72."),
    ("vitals heart rate 72, sat 97%", ": pulse 72, oxygen 97 %."),
    ("vitals pulse seventy two", ": pulse 72."),
    ("vitals 128/82 10 am", "blood pressure 128/82, Sun 22 Nov 2026 10:00"),
]
AROUND = [
    ("also stopped sertraline since monday", "also stopped: sertraline, Mon 16 Nov 2026"),
    ("also increased sertraline to 100mg", "also changed: increased sertraline to 100mg."),
    ("also off sertraline", "also stopped: sertraline."),
    ("also came off lexapro", "also stopped: lexapro."),
    ("also was put on lamotrigine", "also started: lamotrigine."),
    ("also weaned off diazepam", "also changed: weaned off diazepam."),
    ("also ran out of sertraline", "also changed: ran out of sertraline."),
    ("also doctor doubled sertraline", "also changed: doctor doubled sertraline."),
    ("also sertraline from 50 to 100mg", "also changed: sertraline from 50 to 100mg."),
    ("also was prescribed lithium", "also changed: prescribed lithium."),
    ("also lorazepam 1mg as a sedative", "also: lorazepam 1mg, a sedative."),
    ("also sertraline increased", "also changed: sertraline increased."),
    ("also paused sertraline", "also changed: paused sertraline."),
    ("also drinks", "also: drinks."),
    ("skip the friday dose", "skipped ketamine sublingual, Fri 20 Nov 2026 (no time)"),
    ("skip friday's dose", "skipped ketamine sublingual, Fri 20 Nov 2026 (no time)"),
    ("supply fill 24 today", "filled: 24 × 100 mg troches"),
    ("supply only 3 left", "counted: 3 × 100 mg troches"),
    ("supply out", "counted: 0 × 100 mg troches"),
    ("supply 0", "counted: 0 × 100 mg troches"),
    ("appointment Dr R tue 3pm", "appointment with Dr R, Tue 24 Nov 2026 15:00"),
    ("appointment psychiatrist 3 dec 2:30pm", "appointment with psychiatrist, Thu 3 Dec 2026"),
    ("appointment in five days 3pm", "appointment, Fri 27 Nov 2026 15:00"),
    ("appointment in 2 weeks", "appointment, Sun 6 Dec 2026 (no time)"),
    ("appointment tue with Dr R.", "appointment with Dr R., Tue 24 Nov 2026 (no time)"),
    ("appointment 21/12", "appointment, Mon 21 Dec 2026 (no time)"),
    ("plan set 100mg sublingual 2x/week", ", 2 times a week,"),
    ("plan set 100mg sublingual 3 days a week", ", 3 times a week,"),
    ("plan set 100mg sublingual every night", ", daily,"),
    ("plan set 100mg sublingual MWF", ", Mon, Wed, Fri,"),
    ("plan set 100mg sublingual alternate days", ", every 2 days,"),
    ("plan set 100mg sublingual once every 3 days", ", every 3 days,"),
    ("plan set 100mg sublingual daily, 1 a day max", ", at most 1 a day,"),
    ("plan set 100mg sublingual daily, not more than 3 a week", ", at most 3 a week,"),
]
FIRST_WORDS = [
    ("bit dizzy", ": mild dizziness."),
    ("woke up anxious", ": anxiety."),
    ("oxygen 97", ": oxygen 97 %."),
    ("72 bpm", ": pulse 72."),
    ("no alcohol", ": also: no alcohol."),
    ("no side effects", ": no side effects."),
    ("got 24 troches", "filled: 24 × 100 mg troches"),
    ("lost 2 troches", "lost or wasted: 2 × 100 mg troches"),
    ("18 left", "counted: 18 × 100 mg troches"),
    ("taking 100mg sublingual", ": 100 mg sublingual."),
    ("a glass of wine", ": also: a glass of wine."),
    ("phq4 0 0 0 1", "PHQ-4: 1 of 12"),
    ("phq9 0 0 0 0 0 0 0 0 1", "PHQ-9: 1 of 27"),
]


@pytest.mark.parametrize(
    ("line", "says"), [*DOSE, *MOOD, *EFFECT, *CLINIC, *AROUND, *FIRST_WORDS], ids=str
)
def test_what_is_said_plainly_is_taken(planned: Ketalog, line: str, says: str) -> None:
    assert says in said(planned, line)


ASKED = [
    ("effect maybe nausea", ("effect nausea", "effect maybe nausea --own")),
    ("effect jelly legs?", ("effect jelly legs", "effect jelly 'legs?' --own")),
    ("effect i think nausea", ("effect nausea", "effect i think nausea --own")),
    ("maybe nausea", ("effect nausea", "effect maybe nausea --own")),
    ("effect naseua", ("effect nausea", "effect naseua --own")),
    ("effect so dizzy", ("effect dizzy moderate", "effect dizzy severe", "effect dizzy")),
    ("effect insomnia bad", ("effect insomnia moderate", "effect insomnia severe")),
    ("so dizzy", ("effect dizzy moderate", "effect dizzy severe", "effect dizzy")),
    ("effect I'm fine", ("effect none",)),
    ("effect n/a", ("effect none",)),
    ("mood 6-7", ("mood 6", "mood 7")),
    ("mood 6 or 7", ("mood 6", "mood 7")),
    ("mood 6½", ("mood 6", "mood 7")),
    ("mood 6 slept 6-7 hours", ("mood 6 slept 6 hours", "mood 6 slept 7 hours")),
    ("mood 5 at 7ish", ("mood 5 7:00am", "mood 5 7:00pm")),
    ("none", ("effect none", "also none")),
    ("session infusoin 35mg", ("session infusion 35mg",)),
    ("supply fil 24", ("supply fill 24",)),
    ("plan set 100mg subligual daily", ("plan set 100mg sublingual daily",)),
    ("mood 5 yesterday at 10", ("mood 5 yesterday 10:00am", "mood 5 yesterday 10:00pm")),
    (
        "dose 100mg sublingual 15 min",
        ("dose 100mg sublingual held 15 min", "dose 100mg sublingual 15 min ago"),
    ),
    (
        "dose 100mg sublingual hold 10-15 min",
        ("dose 100mg sublingual hold 10 min", "dose 100mg sublingual hold 15 min"),
    ),
    ("vitals 72", ("vitals pulse 72", "vitals 72%")),
    ("session clinic 2", ("session clinic 2 devices", "session clinic 2mg")),
    (
        "session clinic 84mg spray spo2 95%",
        (
            "session clinic 84mg spray before the session spo2 95%",
            "session clinic 84mg spray after 40 min spo2 95%",
            "session clinic 84mg spray at the end of the session spo2 95%",
        ),
    ),
    ("spravato", ("dose spravato", "session spravato")),
    (
        "plan set 100mg sublingual 2-3 times a week",
        ("plan set 100mg sublingual 2 times a week", "plan set 100mg sublingual 3 times a week"),
    ),
    (
        "plan set 100mg sublingual every 72 hours",
        ("plan set 100mg sublingual every 3 days", "plan set 100mg sublingual 72h apart"),
    ),
    ("appointment 3/12", ("appointment 2027-03-12", "appointment 2026-12-03")),
    ("appointment 3/12 14:30", ("appointment 2027-03-12 14:30", "appointment 2026-12-03 14:30")),
    ("appointment tomorrow at 3", ("appointment tomorrow 3:00am", "appointment tomorrow 3:00pm")),
    (
        "also no alcohol since yesterday 9pm",
        ("also no alcohol", "also no alcohol yesterday 9pm"),
    ),
]


@pytest.mark.parametrize(("line", "ways"), ASKED, ids=str)
def test_what_is_not_sure_is_refused_with_the_own_line_each_way(
    planned: Ketalog, line: str, ways: tuple[str, ...]
) -> None:
    answer = planned(line.split(), now=SUNDAY_20)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    for way in ways:
        assert f"ketalog {way}" in answer.err
    assert planned("list --json", now=SUNDAY_20).data["total"] == 2


@pytest.mark.parametrize(
    ("words", "said", "key"),
    [("maybe dizzy", "is not sure", ""), ("so dizzy", "moderate or severe", "3")],
)
def test_an_edit_asks_as_well(ketalog: Ketalog, words: str, said: str, key: str) -> None:
    ketalog("effect nausea mild")
    answer = ketalog(f"edit 1 {words}")
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "ketalog edit 1 dizzy" in answer.err
    assert ketalog(f"edit 1 {words}", stdin=f"{key}\n", tty=True).code == 0
    assert ketalog("list --json").data["entries"][0]["name"] == "dizziness"


@pytest.mark.parametrize(("key", "severity"), [("1", "moderate"), ("2", "severe"), ("3", None)])
def test_how_bad_it_was_is_one_key(ketalog: Ketalog, key: str, severity: str | None) -> None:
    asked = ketalog("effect so dizzy", stdin=f"{key}\n", tty=True)
    assert asked.code == 0, asked.err
    (entry,) = ketalog("list --json").data["entries"]
    assert (entry["name"], entry.get("severity")) == ("dizziness", severity)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("effect nausea: none", "says what there was not"),
        ("effect nausea none", "says what there was not"),
        ("effect no nausea no headache", "says what there was not"),
        ("effect not very bad nausea", "says what there was not"),
        ("effect mild nausea then vomiting", "more than one side effect"),
        ("effect nausea every 20 minutes", "is not a severity"),
        ("effect fine thanks", "is no side effect"),
        ("supply half left", "is not a number of units"),
        ("also will start lithium monday", "lies ahead"),
        ("also i'm going to stop lithium", "lies ahead"),
        ("also thinking of stopping lithium", "lies ahead"),
        ("effect dizzy nauseous tired", "more than one side effect"),
        ("effect tired the next day", "ketalog effect tired --note 'the next day'"),
        ("effect maybe", "Which side effect?"),
        ("effect not sure", "Which side effect?"),
        ("effect bp 160/100", "Type: ketalog vitals bp 160/100."),
        ("effect nausea until 7pm", "does not say when it began"),
        ("effect nausea from 11pm to 2am saturday", "the end is not within a day after the start"),
        ("mood 5 5", "Two things are said: '5' and '5'"),
        ("mood 5 9am yesterday 9pm", "Two things are said: '9am yesterday' and '9pm'"),
        ("mood 5 yesterday at home 9", "Not read: 'at home 9'"),
        ("mood 4 since yesterday 9pm", "Not read: 'since yesterday 9pm'"),
        ("mood 6 last week", "'last week' is not one day"),
        ("session clinic 3 devices 56mg", "3 devices of 28 mg are 84 mg"),
        ("session clinic 56mg, 3 devices", "3 devices are 84 mg, not 56 mg"),
        ("session infusion 35mg yesterday", "lacks the time of day"),
        ("also forgot my lithium", "says that something was not taken"),
        ("also starting sertraline tomorrow", "lies ahead"),
        ("also stopped lithium last week", "'last week' is not one day"),
        ("also beer, xanax 0.5", "more than one thing"),
        ("skip mon and wed", "'mon and wed' is not one day"),
        ("skip last week", "is not one day"),
        ("vitals 120/80 65 98", "'98' can be oxygen or the weight"),
        ("vitals 120/80 130/85", "Two things are said"),
        ("dose 35 mg iv over 40 min", "Not read: 'over 40 min'"),
    ],
)
def test_what_would_be_taken_wrong_is_refused_and_named(
    planned: Ketalog, line: str, names: str
) -> None:
    answer = planned(line.split(), now=SUNDAY_20)
    assert (answer.code, answer.out) == (2, "")
    assert names in answer.err
    assert planned("list --json", now=SUNDAY_20).data["total"] == 2


@pytest.mark.parametrize("command", ["effect ", ""])
@pytest.mark.parametrize("line", ["maybe suicidal", "chest pain?", "so suicidal", "i want to die"])
def test_danger_is_never_asked_about(ketalog: Ketalog, line: str, command: str) -> None:
    answer = ketalog(f"{command}{line}")
    assert "Logged #1: " in answer.out
    assert "emergency number" in answer.err


def test_a_medicine_of_no_kind_is_logged_and_the_answer_says_how_to_name_it(
    ketalog: Ketalog,
) -> None:
    answer = ketalog("also xanax 0.5mg")
    assert answer.code == 0
    assert "Its kind was not said. If it is one of sedative, sleep" in answer.err
    assert "ketalog edit 1 --kind sedative" in answer.err
    for line in ("also 2 beers", "also none", "also stopped lithium", "also xanax --sedative"):
        assert "kind" not in ketalog(line).err


def test_a_week_and_a_month_are_spans_of_a_list(ketalog: Ketalog) -> None:
    ketalog("mood 5")
    for span in ("week", "this week", "month", "the week"):
        assert ketalog(f"list {span} --json").data["total"] == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("mood 2 suicidal", "somebody to talk to"),
        ("mood low wish i was dead", "somebody to talk to"),
        ("took too much", "call your emergency number"),
        ("dose 100mg sublingual at 9 chest pain", "call your emergency number"),
    ],
)
def test_danger_is_heard_in_a_line_that_can_not_be_taken(
    ketalog: Ketalog, line: str, said: str
) -> None:
    refused = ketalog(line)
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
    assert ketalog("list --json").data["total"] == 0


@pytest.mark.parametrize(
    "line", ["mood 2 grand", "ask --at 'i want to die' x", "mood x --note die"]
)
def test_a_line_without_danger_or_of_private_words_has_no_word_of_it(
    ketalog: Ketalog, line: str
) -> None:
    refused = ketalog(line)
    assert refused.code == 2
    assert "talk to" not in refused.err
    assert "emergency" not in refused.err
