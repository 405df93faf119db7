"""Lines of a tired patient on a phone: taken as they say, asked, or refused with what to type."""

import re
from pathlib import Path

import pytest

from tests.commands import weary_care_lines, weary_lines
from tests.conftest import Ketalog

SUNDAY_20 = "2026-11-22T20:00:00+01:00"
BEFORE = (
    ("2026-11-01T09:00:00+01:00", "plan set 2x100mg sublingual --form troche --days mon,wed,fri"),
    ("2026-11-18T20:25:00+01:00", "dose 2x100mg sublingual"),
    ("2026-11-20T20:25:00+01:00", "dose 2x100mg sublingual"),
    ("2026-11-20T21:25:00+01:00", "effect nausea mild"),
)


_written: dict[str, bytes] = {}
"""The files of that journal, written once: each of a thousand lines finds it as it was."""


@pytest.fixture
def treated(ketalog: Ketalog, home: Path) -> Ketalog:
    """A journal with a plan (#1), two doses (#2, #3) and a side effect (#4)."""
    if not _written:
        for now, line in BEFORE:
            assert ketalog(line, now=now).code == 0
        files = (path for path in home.glob("**/*journal.json*") if path.is_file())
        _written.update({str(path.relative_to(home)): path.read_bytes() for path in files})
    (home / "backups").mkdir(mode=0o700, exist_ok=True)
    for name, content in _written.items():
        (home / name).write_bytes(content)
        (home / name).chmod(0o600)
    return ketalog


TAKEN = [
    # Days
    ("dose 100mg sublingual day before yesterday 9pm", "Fri 20 Nov 2026 21:00"),
    ("mood 5 the day before yesterday", "mood 5, Fri 20 Nov 2026 (no time)"),
    ("appointment the day after tomorrow 2pm", "appointment, Tue 24 Nov 2026 14:00"),
    ("mood 5 2026/11/20", "mood 5, Fri 20 Nov 2026 (no time)"),
    ("mood 5 20-11-2026", "mood 5, Fri 20 Nov 2026 (no time)"),
    ("mood 5 20/11/26", "mood 5, Fri 20 Nov 2026 (no time)"),
    ("mood 5 20.11.26", "mood 5, Fri 20 Nov 2026 (no time)"),
    ("dose 100mg sublingual 20-11 9pm", "Fri 20 Nov 2026 21:00"),
    ("dose 100mg sublingual 9pm on the 20th", "Fri 20 Nov 2026 21:00"),
    ("dose 100mg sublingual fri 20th 9pm", "Fri 20 Nov 2026 21:00"),
    ("mood 5 on the 20th", "mood 5, Fri 20 Nov 2026 (no time)"),
    ("appointment 27th 2pm", "appointment, Fri 27 Nov 2026 14:00"),
    ("appointment on the 3rd at 2pm", "appointment, Thu 3 Dec 2026 14:00"),
    # A carer's words
    ("he took 100mg sublingual at 8pm yesterday", "100 mg sublingual, Sat 21 Nov 2026 20:00"),
    ("she took her 100mg sl 7pm", "100 mg sublingual, Sun 22 Nov 2026 19:00"),
    ("her mood 6", "mood 6"),
    # Routes
    ("dose 100mg in the nose", "100 mg nasal"),
    ("dose 100mg up my nose 7pm", "100 mg nasal, Sun 22 Nov 2026 19:00"),
    ("dose 100mg inside my cheek", "100 mg buccal"),
    # Times of day
    ("dose 100mg sublingual 1900hrs", "Sun 22 Nov 2026 19:00"),
    ("dose 100mg sublingual at 1900h yesterday", "Sat 21 Nov 2026 19:00"),
    ("dose 100mg sublingual 19:00 hrs", "Sun 22 Nov 2026 19:00"),
    ("mood 6 half eight in the morning", "Sun 22 Nov 2026 08:30"),
    ("mood 6 half past seven last night", "Sat 21 Nov 2026 19:30"),
    ("dose 100mg sublingual circa 7pm", ": 100 mg sublingual, Sun 22 Nov 2026 19:00"),
    ("dose circa 100mg sublingual", ": about 100 mg sublingual"),
    ("effect nausea 45 min", ": nausea, for 45 min"),
    ("effect nausea from 7 to 8pm", ": nausea, for 1:00 h, Sun 22 Nov 2026 19:00"),
    ("effect nausea 11-1pm", ": nausea, for 2:00 h, Sun 22 Nov 2026 11:00"),
    ("effect nausea between 7 and 8pm", ": nausea, for 1:00 h, Sun 22 Nov 2026 19:00"),
    ("dose 30mg nasal 19.30", "Sun 22 Nov 2026 19:30"),
    ("dose 30mg nasal at 19", "Sun 22 Nov 2026 19:00"),
    ("dose 30mg nasal 7pm-ish", "Sun 22 Nov 2026 19:00"),
    ("dose 30mg nasal 7 o'clock in the evening", "Sun 22 Nov 2026 19:00"),
    ("dose 30mg nasal a couple of hours ago", "Sun 22 Nov 2026 18:00"),
    ("dose 30mg nasal Monday evening at nine", "Mon 16 Nov 2026 21:00"),
    ("dose 30mg nasal weds 9pm", "Wed 18 Nov 2026 21:00"),
    ("dose 30mg nasal 20nov 9pm", "Fri 20 Nov 2026 21:00"),
    ("mood 6 Mon", "mood 6, Mon 16 Nov 2026 (no time)"),
    ("mood 6 last week tuesday", "mood 6, Tue 10 Nov 2026 (no time)"),
    ("mood 5 a fortnight ago", "mood 5, Sun 8 Nov 2026 (no time)"),
    ("dose 30mg nasal yest 9pm", "Sat 21 Nov 2026 21:00"),
    ("appointment tmrw 9", "appointment, Mon 23 Nov 2026 09:00"),
    ("appointment tue next week 3pm", "appointment, Tue 24 Nov 2026 15:00"),
    ("appointment friday at midday", "appointment, Fri 27 Nov 2026 12:00"),
    ("appointment in a fortnight", "appointment, Sun 6 Dec 2026 (no time)"),
    # Amounts
    ("dose a hundred mg sublingual", ": 100 mg sublingual"),
    ("dose 100mg sl x 2", ": 2 × 100 mg = 200 mg sublingual"),
    ("dose 2x sublingual 100mg", ": 2 × 100 mg = 200 mg sublingual"),
    ("session kap 50mg im x2", ": 2 × 50 mg = 100 mg intramuscular"),
    ("dose 1 and 1/2 troches", ": 1.5 × 100 mg = 150 mg sublingual"),
    ("dose one and three quarters troches", ": 1.75 × 100 mg = 175 mg sublingual"),
    ("dose three quarters of a troche", ": 0.75 × 100 mg = 75 mg sublingual"),
    ("dose 2 whole troches", ": 2 × 100 mg = 200 mg sublingual"),
    ("dose 2 puffs of 15mg nasal", ": 2 × 15 mg = 30 mg nasal"),
    ("dose 15mg each nostril", ": 2 × 15 mg = 30 mg nasal"),
    ("dose 100 milligrammes sub-lingual", ": 100 mg sublingual"),
    ("dose 100mg sublingual, spat it out after 15 minutes", "held 15 min, spat out"),
    ("dose 100mg sublingual kept it in my mouth 20 min", "held 20 min"),
    ("dose 100mg sublingual swished 15 min", "held 15 min"),
    ("dose 100mg sublingual held-15 mood-4", "held 15 min, mood 4"),
    # Nights and readings
    ("mood 6 7 hrs sleep last night", "mood 6, slept 7:00 h"),
    ("mood 6 didn't sleep", "mood 6, slept 0 min"),
    ("mood 6 anxiety level 3", "mood 6, anxiety 3"),
    ("I'm at a 4 today", ": mood 4, Sun 22 Nov 2026 (no time)"),
    ("feeling 6 anxiety 3", ": mood 6, anxiety 3"),
    ("im 100mg", ": 100 mg intramuscular"),
    ("sleep 11pm-7am", "slept 8:00 h, Sun"),
    ("mood 5 slept from 23:30 to 7:15", "mood 5, slept 7:45 h"),
    ("mood 5 slept 11 to 7", "mood 5, slept 8:00 h"),
    ("vitals 128/82 P72", "blood pressure 128/82, pulse 72"),
    ("vitals 98% oxygen", ": oxygen 98 %"),
    ("check gad7 1-2-2-1-0-1-2", "GAD-7: 9 of 21"),
    ("session infusion 0.5 mg per kilo at 70 kg over 40 min", "35 mg intravenous"),
    ("session infusion 35mg 2-2:40pm", "infusion, over 40 min, Sun 22 Nov 2026 14:00"),
    ("session clinic 56", "2 × 28 mg = 56 mg esketamine nasal"),
    # Plans
    ("plan set 100mg sublingual qod", "every 2 days"),
    ("plan set 100mg sublingual q3d", "every 3 days"),
    ("plan set 100mg sublingual every other evening", "every 2 days"),
    ("plan set 100mg sublingual once a fortnight", "every 14 days"),
    ("plan set 100mg sublingual M W F", ", Mon, Wed, Fri"),
    ("plan set 100mg sublingual 3 nights a week", "3 times a week"),
    ("plan set 100mg sublingual weekly on friday", ", Fri,"),
    ("plan set 100mg sublingual every mon and fri", ", Mon, Fri,"),
    ("plan set 15mg nasal bid", "2 a day"),
    # First words, and other entries
    ("started lithium", "also started: lithium"),
    ("also new med: lithium 300mg", "also started: lithium 300mg"),
    ("also sertraline up to 100", "also changed: sertraline up to 100"),
    ("also gin and tonic", "also: gin and tonic"),
    ("also prozac 20mg to 40mg", "also changed: prozac 20mg to 40mg"),
    ("also didn't drink", "also: no alcohol"),
    ("skip - bp too high", "reason: bp too high"),
    ("supply another 24", "supply filled: 24"),
    ("supply new bottle of 30", "supply filled: 30"),
    ("edit 3: 8pm", "Fri 20 Nov 2026 20:25 → Fri 20 Nov 2026 20:00"),
    ("forgot my dose", "skipped ketamine sublingual, Sun"),
    ("i didn't take yesterday's dose", "skipped ketamine sublingual, Sat 21 Nov 2026"),
    ("skip wed morning dose - had a cold", "reason: had a cold, Wed 18 Nov 2026"),
    ("skip last night", "skipped ketamine sublingual, Sat 21 Nov 2026"),
    ("my mood is 6", ": mood 6"),
    ("session 2 devices", "2 × 28 mg = 56 mg esketamine nasal"),
    ("edit dose 3 150", "#3: 2 × 100 mg = 200 mg sublingual → 150 mg sublingual"),
    ("edit the last dose to 150mg", "#3: 2 × 100 mg = 200 mg sublingual → 150 mg sublingual"),
    ("edit last nausea to moderate", "mild nausea → moderate nausea"),
    ("edit 3 1h earlier", "Fri 20 Nov 2026 20:25 → Fri 20 Nov 2026 19:25"),
    ("edit 3 about 1h30 earlier", "→ Fri 20 Nov 2026 18:55"),
    ("edit 3 30 min later", "→ Fri 20 Nov 2026 20:55"),
    ("edit 3 a day later", "→ Sat 21 Nov 2026 20:25"),
    ("edit 4 moderate half an hour later", "→ Fri 20 Nov 2026 21:55"),
    # As in Germany, and in Britain
    ("dose 100mg sl 20.11. 9pm", "100 mg sublingual, Fri 20 Nov 2026 21:00"),
    ("dose 100mg sl gestern 20 Uhr", "100 mg sublingual, Sat 21 Nov 2026 20:00"),
    ("dose 100mg sl 19.30 Uhr", "100 mg sublingual, Sun 22 Nov 2026 19:30"),
    ("mood 6 slept 7.5. 9 am", "mood 6, slept 7:30 h, Sun 22 Nov 2026 09:00"),
    ("mood 5 20.11.", "mood 5, Fri 20 Nov 2026 (no time)"),
    ("appointment 3.12. 14.30 Uhr", "appointment, Thu 3 Dec 2026 14:30"),
    ("appointment tuesday week 3pm", "appointment, Tue 1 Dec 2026 15:00"),
    ("appointment a week on tuesday", "appointment, Tue 1 Dec 2026 (no time)"),
    ("appointment two weeks today", "appointment, Sun 6 Dec 2026 (no time)"),
    ("appointment 2 weeks from now 3pm", "appointment, Sun 6 Dec 2026 15:00"),
    ("dose 100mg sublingual 20 min earlier", "Sun 22 Nov 2026 19:40"),
    ("dose my normal dose", "2 × 100 mg = 200 mg sublingual"),
    ("dose 100mg sl seven pm", "100 mg sublingual, Sun 22 Nov 2026 19:00"),
    ("effect nausea at 19h", ": nausea, Sun 22 Nov 2026 19:00"),
    ("effect nausea since 1 hour", ": nausea, Sun 22 Nov 2026 19:00"),
    ("effect nausea during 20 minutes", ": nausea, for 20 min"),
    ("effect dizzy half an hour", ": dizziness, for 30 min"),
    ("session infusion 35mg two hours", "infusion, over 2:00 h"),
    ("dose 100mg sl held 900s", "held 15 min"),
    (
        "dose 200mg \u201csublingual\u201d \u20187pm\u2019",
        "200 mg sublingual, Sun 22 Nov 2026 19:00",
    ),
    ("Dose 200mg sublingual.Mood 4.Anxiety 7", "200 mg sublingual, mood 4, anxiety 7"),
    ("dose as prescribed", "2 × 100 mg = 200 mg sublingual"),
    ("effect dizzy:mild", "mild dizziness"),
    ("effect dizzy(mild)", "mild dizziness"),
    ("effect nausea-mild", "mild nausea"),
    ("effect nausea.mild", "mild nausea"),
    ("effect nausea quite strong", "severe nausea"),
    ("effect nausea nausea", ": nausea"),
    ("effect side effect nausea", ": nausea"),
    ("effect small headache", "mild headache"),
    ("effect only dizzy", ": dizziness"),
    ("anxiety down to 3", ": anxiety 3, Sun 22 Nov"),
    ("mood 5 anxiety now 3", ": mood 5, anxiety 3, Sun 22 Nov"),
    ("gad7 1 2 2 1 0 1 2 20.11.", "answers 1 2 2 1 0 1 2, Fri 20 Nov 2026 (no time)"),
    ("appt w dr r fri 3pm", "appointment with dr r, Fri 27 Nov 2026 15:00"),
    ("edit 4 3", "mild nausea → severe nausea"),
    ("edit 4 level 2", "mild nausea → moderate nausea"),
    ("edit 3 hold 15 min", "held 15 min"),
    ("edit 3 time 9pm", "→ Fri 20 Nov 2026 21:00"),
    ("edit 3 route nasal", "200 mg nasal"),
    ("fix last dose 150mg", "→ 150 mg sublingual"),
    ("plan stop friday", "plan ended: ketamine sublingual, from Fri 27 Nov 2026"),
    ("took xanax 0.5mg", "also: xanax 0.5mg, a medicine"),
    ("took lorazepam 1mg at 7pm", "also: lorazepam 1mg, a medicine, Sun 22 Nov 2026 19:00"),
    ("no alcohol today", "also: no alcohol, Sun 22 Nov 2026 (no time)"),
    ("no dose today", "skipped ketamine sublingual, Sun 22 Nov 2026"),
    ("didn't dose yesterday", "skipped ketamine sublingual, Sat 21 Nov 2026"),
    ("not taken yesterday", "skipped ketamine sublingual, Sat 21 Nov 2026"),
    ("skipping today", "skipped ketamine sublingual, Sun 22 Nov 2026"),
    ("forgot last night", "skipped ketamine sublingual, Sat 21 Nov 2026"),
]


@pytest.mark.parametrize(("line", "says"), [*TAKEN, *weary_lines.TAKEN, *weary_care_lines.TAKEN])
def test_what_is_plain_is_taken_as_it_says(treated: Ketalog, line: str, says: str) -> None:
    answer = treated(line.split(), now=SUNDAY_20)
    assert answer.code == 0, answer.err
    assert says in answer.out


ASKED = [
    ("mood 5 05-11-2026", ("mood 5 2026-05-11", "mood 5 2026-11-05")),
    ("dose 100mg sublingual half seven", ("7:30am", "7:30pm")),
    ("mood 5 slept 7-8", ("slept 7h00", "slept 8h00", "slept 1h00")),
    ("mood 5 slept 7 - 9am", ("slept 7h00, 9am", "slept 2h00")),
    ("also on lithium now", ("also started lithium now", "also took lithium now")),
    ("also lithium is now 300mg", ("also changed lithium to 300mg", "also took lithium 300mg")),
    ("effect nausea 45 min after dose", ("effect nausea 2026-11-20 21:10",)),
    ("effect been sick", ("effect nausea", "effect vomiting")),
    ("effect was sick twice", ("effect nausea", "effect vomiting")),
    ("he is sick", ("effect nausea", "effect vomiting")),
    ("effect sooo dizzy", ("dizzy moderate", "dizzy severe")),
    ("dose another 50mg sublingual", ("dose booster 50mg", "dose separate 50mg")),
    ("dose 30mg nasal ten to eight", ("7:50am", "7:50pm")),
    ("mood 6 anxiety none", ("mood 6 anxiety 0",)),
    ("session im 50mg", ("session kap im 50mg",)),
    ("dose 100mg sl no wait 80mg", ("ketalog dose 100mg sl.", "ketalog dose 80mg sl.")),
    ("effect huge headache", ("headache moderate", "headache severe")),
    ("mood 6 slept 75", ("slept 7h30", "slept 1h15")),
    ("mood 7 I mean 6", ("ketalog mood 7.", "ketalog mood 6.")),
    ("dose 100mg sl 7pm, sorry 7:30pm", ("sl 7pm.", "sl 7:30pm.")),
    ("appointment friday or thursday", ("appointment friday.", "appointment thursday.")),
    ("edit last dose 150mg not 200", ("last dose 150mg.", "last dose 200.")),
    ("dose 100/150mg sublingual", ("dose 100mg sub", "dose 150mg sub")),
    ("plan set 100 to 150mg sl mon", ("set 100mg sl mon.", "set 150mg sl mon.")),
    ("effect bit dizzy n nauseous", ("effect bit dizzy", "effect nauseous")),
    ("mood 5 this morning", ('"this morning 8am"', "mood 5 today")),
    ("nausea yesterday evening", ('"yesterday evening 9pm"', "effect nausea yesterday")),
    ("took my antidepressant", ("also took antidepressant", "note took antidepressant")),
    ("xanax 0.5mg", ("Type: ketalog also xanax 0.5mg.",)),
    ("how was my week", ("ketalog week,", "ketalog ask how was my week")),
    ("can i take another dose", ("ketalog today,", "ketalog ask can i take another dose")),
    ("last dose", ("ketalog list last dose",)),
    ("yesterday", ("ketalog list yesterday",)),
    ("no wait 150mg", ("ketalog edit last dose 150mg",)),
]


@pytest.mark.parametrize(("line", "ways"), [*ASKED, *weary_lines.ASKED, *weary_care_lines.ASKED])
def test_what_can_be_two_things_is_refused_with_both(
    treated: Ketalog, line: str, ways: tuple[str, ...]
) -> None:
    answer = treated(line.split(), now=SUNDAY_20)
    assert (answer.code, answer.out) == (2, "")
    assert [way for way in ways if way not in answer.err] == []


REFUSED = [
    ("mooood 6", "Type: ketalog mood 6."),  # a key that was held too long
    ("effect nauseaaaa", "Type: ketalog effect nausea,"),
    ("nwo", "Type: ketalog now."),
    ("undooo", "There is no command 'undooo'. Did you mean 'undo'? Then type: ketalog undo."),
    ("dose x2", "'x2' does not say of what"),
    ("dose forgot yesterday", "ketalog skip yesterday"),
    ("dose missed", "ketalog skip."),
    ("skip 2 doses", "is not one dose"),
    ("skip the next dose", "lies ahead"),
    ("skip the rest of the week", "is not one day"),
    ("skip not skipped", "is no reason"),
    ("skip last dose", "names no day"),
    ("also weed and 2 beers", "is more than one thing"),
    ("also n/a", "Not read: 'n/a'"),
    ("vitals 154 lbs", "Weights are in kg"),
    ("list fri to wed", "ends before it begins"),
    ("effect spo2 85", "Type: ketalog vitals spo2 85."),
    ("effect nausea 3/10", "is not a severity"),
    ("effect mild nausea and a bad headache", "ketalog effect a bad headache"),
    ("effect feeling really really sick and dizzy", "is more than one side effect"),
    ("effect threw up 3 times", "ketalog effect threw up --note '3 times'"),
    ("effect didn't feel sick", "says what there was not"),
    ("dose half a troche then half a troche", "of two doses a line for each"),
    ("dose 100mg sublingual tomorrow 9pm", "lies ahead"),
    ("im 6", "There is no command"),
    ("edit dose 1 150", "That is no dose: #1"),
    ("edit dose 150mg", "ketalog edit last dose 150mg"),
    ("moved to friday", "ketalog edit last appointment friday"),
    ("appointment wed morning", "lacks the time of day"),
    ("appointment moved to friday 3pm", "ketalog edit last appointment friday 3pm"),
    ("appointment cancelled", "ketalog list appointments"),
    ("appointment friday 10 to 11", "Not read: '10 to 11'. As a note"),
    ("edit 3 3 days later", "lies ahead"),
    ("edit 3 1h earlier yesterday", "Two times are said"),
    ("session infusion 35mg next tue", '"next tue" lies ahead'),
    ("effect anxiety down to 3", "'3' is not a severity"),
    ("mood anxiety went to 3", "'anxiety went to 3' is not a rating"),
    ("effect worse", "is no side effect, nor how severe one was"),
    ("effect nausea after dose 3", "Not read: 'dose 3'"),
    ("effect dizzy more than 1h", "'more than' is not a severity"),
    ("effect dizzy first 20 min", "'first' is not a severity"),
    ("effect dizzy not anymore", "'not anymore' is not a severity"),
    ("effect my head hurts a lot", "'a lot' is not a severity"),
    ("effect the usual", "is no side effect, nor how severe one was"),
    ("effect zero", "may say that there were none"),
    ("effect none yet", "may say that there were none"),
    ("edit 4 worse", "is no side effect, nor how severe one was"),
    ("no weed", "There is no command 'no'"),
    ("ate 2h ago", "As a note: ketalog note ate 2h ago"),
    ("edit 3 not spat", "Not read: 'not spat'"),
    ("mood 5 stress 7", "As a note: ketalog mood 5 --note 'stress 7'"),
    ("mood 5 because work was hard", "--note 'because work was hard'"),
    ("mood 5 better than yesterday", "As a note: ketalog mood 5 --note 'better than yesterday'"),
    ("mood 6 after dose", "As a note: ketalog mood 6 --note 'after dose'"),
    ("dose 100mg sl less than usual 9pm", "Not read: 'less than'"),
    ("dose 100mg sl a few minutes ago", "A time is typed as 9pm"),
    ("dose 100mg sl held 90 seconds", "'90 seconds' is not in whole minutes"),
    ("vitals 1282", "'1282' is no reading"),
    ("vitals 128", "For a pulse: ketalog vitals pulse 128."),
    ("nausea worse", "Type one of: mild, moderate, severe."),
    ("edit 4 none", "says what there was not. For no side effects"),
    ("had a drink", "As a note: ketalog note had a drink"),
    ("half dose", "ketalog computes none"),
    ("dose double", "ketalog computes none"),
    ("no nausea", "'no nausea' says what there was not"),
    ("not taking it today", "As a note: ketalog note not taking it today"),
    ("took too much", "If you have trouble breathing"),
    ("weight 154 lbs", "Weights are in kg"),
    ("anxiety none", "ketalog mood anxiety 0"),
    ("anxiety high", "'high' is not a severity"),
    ("i took it", "The amount is missing. Type it, or add --usual"),
    ("started feeling sick", "There is no command"),
    ("effect nausea 5 days after dose", "lies ahead"),
    ("mood 5 9pm 20 min after dose", "Two times are said"),
    ("mum took her 100mg sublingual", "There is no command 'mum'. 'ketalog --help'"),
    ("took the evening dose", "As a note: ketalog note took the evening dose"),
    ("dose 0.5mg/kg iv", "Type the mg that were given"),
    ("dose 0.5 mg per kg iv", "Type the mg that were given"),
    ("dose 100mg sublingual missed", "ketalog skip"),
    ("dose forgot 100mg sublingual", "ketalog skip"),
    ("dose 100mg sublingual did not take", "ketalog skip"),
    ("dose 100mg sublingual no nausea", "Not read: 'no nausea'"),
    ("mood good 7", "As a note: ketalog mood 7 --note good"),
    (
        "plan 100mg sublingual daily for two weeks",
        "'for two weeks': a plan holds until it is stopped",
    ),
]


@pytest.mark.parametrize(
    ("line", "says"), [*REFUSED, *weary_lines.REFUSED, *weary_care_lines.REFUSED]
)
def test_what_can_not_be_is_refused_and_says_what_to_type(
    treated: Ketalog, line: str, says: str
) -> None:
    answer = treated(line.split(), now=SUNDAY_20)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err


@pytest.mark.parametrize(
    "line", [line for line, _ in (*REFUSED, *weary_lines.REFUSED, *weary_care_lines.REFUSED)]
)
def test_what_is_offered_as_a_note_or_as_another_medicine_is_taken_when_it_is_typed(
    treated: Ketalog, line: str
) -> None:
    refused = treated(line.split(), now=SUNDAY_20)
    leads = (
        "As a note|All of it as a note|If the time is that of the [a-z]+|If it is another medicine"
    )
    for offered in re.findall(
        rf"(?:{leads}): ketalog (.+?)(?=\. |\.?$)", refused.err, re.MULTILINE
    ):
        assert treated(offered, now=SUNDAY_20).code == 0


AFTER_MIDNIGHT = [
    ("mood 5 half past midnight", "Mon 23 Nov 2026 00:30"),
    ("mood 5 quarter to midnight", "Sun 22 Nov 2026 23:45"),
    ("mood 5 on the 22nd 11pm", "Sun 22 Nov 2026 23:00"),
    ("effect nausea 11-1am", "for 2:00 h, Sun 22 Nov 2026 23:00"),
    ("skip last night", "Sun 22 Nov 2026 (no time)"),
    ("mood 5 day before yesterday 9pm", "can be two days"),
    ("mood 5 2 days ago 9pm", "can be two days"),
    ("mood 5 yesterday evening half eight", "2026-11-22 20:30"),
    ("mood 5 23 nov", '"23 nov" is today by the clock, and your day is still Sun 22 Nov.'),
    ("skip monday", '"monday" is today by the clock'),
    ("appointment tonight 9pm", "Mon 23 Nov 2026 21:00"),
]


@pytest.mark.parametrize(("line", "says"), AFTER_MIDNIGHT)
def test_after_midnight_the_evening_before_is_meant_or_asked(
    treated: Ketalog, line: str, says: str
) -> None:
    answer = treated(line.split(), now="2026-11-23T01:30:00+01:00")
    assert says in answer.out + answer.err


AFTER_THE_DOSE = [
    ("effect nausea 45 min after dose", ": nausea, Fri 20 Nov 2026 21:10"),
    ("effect nausea half an hour later", ": nausea, Fri 20 Nov 2026 20:55"),
    ("effect nausea after 20 min", ": nausea, Fri 20 Nov 2026 20:45"),
    ("mood 6 30 min before my last dose", ": mood 6, Fri 20 Nov 2026 19:55"),
    ("vitals 128/82 1h after the dose", "blood pressure 128/82, Fri 20 Nov 2026 21:25"),
]


@pytest.mark.parametrize(("line", "says"), AFTER_THE_DOSE)
def test_what_was_after_the_dose_is_counted_from_the_last_one(
    treated: Ketalog, line: str, says: str
) -> None:
    answer = treated(line.split(), now="2026-11-21T08:00:00+01:00")
    assert says in answer.out, answer.err


def test_after_the_dose_is_refused_where_there_is_none(ketalog: Ketalog) -> None:
    assert "there is no dose yet" in ketalog("mood 5 20 min after dose").err


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("doses until wed", [2]),
        ("until 19 nov", [1, 2]),
        ("doses after wed", [3]),
        ("before 2 nov", [1]),
        ("17-19 nov", [2]),
        ("between 17 nov and 19 nov", [2]),
        ("doses tue to thu", [2]),
        ("last dose", [3]),
    ],
)
def test_a_list_may_have_one_end(treated: Ketalog, line: str, numbers: list[int]) -> None:
    shown = treated(f"list {line} --json", now=SUNDAY_20).data["entries"]
    assert [entry["number"] for entry in shown] == numbers


@pytest.mark.parametrize("line", ["edit 5 no hold", "edit 5 remove hold", "edit 5 --clear hold"])
def test_a_detail_is_taken_out_in_words_too(treated: Ketalog, line: str) -> None:
    assert treated("dose 100mg sublingual held 15 min", now=SUNDAY_20).code == 0
    assert "held 15 min → 100 mg sublingual, Sun" in treated(line, now=SUNDAY_20).out


def test_an_appointment_is_moved_by_edit(treated: Ketalog) -> None:
    assert treated("appointment fri 3pm", now=SUNDAY_20).code == 0
    moved = treated("edit 5 moved to thu 10am", now=SUNDAY_20)
    assert "→ Thu 26 Nov 2026 10:00." in moved.out
    assert "To delete it: ketalog delete 5." in treated("edit 5 cancelled", now=SUNDAY_20).err


def test_one_of_what_is_known_as_several_is_no_slip(ketalog: Ketalog) -> None:
    answer = ketalog("dose 1 troche 9pm", stdin="\n", tty=True)
    assert (answer.code, "Enter if so" in answer.err) == (2, False)
    assert "Type count x strength" in answer.err


def test_what_is_wrong_whatever_is_meant_is_said_before_it_is_asked(ketalog: Ketalog) -> None:
    line = "session clinic 2 devices 2pm oxygen 97 discharged 4pm"
    assert "Two things are said: '2pm' and '4pm'." in ketalog(line, now=SUNDAY_20).err


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("edit last pulse 75", "blood pressure 128/82, pulse 75,"),
        ("edit last weight 80", "pulse 72, weight 80 kg,"),
        ("edit last note after lunch", "pulse 72 (note: after lunch),"),
    ],
)
def test_a_detail_of_the_last_entry_is_changed_by_its_name(
    ketalog: Ketalog, line: str, says: str
) -> None:
    ketalog("vitals 128/82 72")
    assert says in ketalog(line).out


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


def test_what_is_not_there_is_said_by_its_name(treated: Ketalog) -> None:
    answer = treated("show last vitals")
    assert (answer.code, answer.out) == (3, "")
    assert "There is no vitals" in answer.err


def test_ratings_are_listed_by_what_was_rated(treated: Ketalog) -> None:
    treated("mood 5 anxiety 6", now=SUNDAY_20)
    treated("mood slept 7h", now=SUNDAY_20)
    assert "anxiety 6" in treated("list anxiety", now=SUNDAY_20).out
    assert "slept 7:00 h" in treated("list sleep", now=SUNDAY_20).out
