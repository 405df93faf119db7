"""Sessions at the clinic, readings, appointments and what else was taken, as they are typed."""

import json
from pathlib import Path

import pytest

from tests.conftest import Ketalog

LATE = "2026-11-22T23:30:00+01:00"
LOGGED = [
    "session infusion 0.5mg/kg --weight 70 --over 40 --rate 52.5 --at 9am --bp-before 128/82",
    "session kap 150mg im --at 10am --with 'Dr R.' --intention rest --reflections calm --note x",
    "session clinic 2 devices --at 11am --watched 2h --bp-40 '140/90 80' --next 'tue 3pm'",
    "vitals 128/82 72 --oxygen 98 --weight 70.5 --after --at 12pm",
    "also stopped sertraline --note why",
    "also 2 beers",
    "appointment 3 dec 14:30 --with 'Dr R.'",
    "appointment yesterday 9am",
]


def test_an_infusion_is_a_dose_and_a_session_and_one_undo_takes_both_back(ketalog: Ketalog) -> None:
    said = ketalog("session infusion 35mg --over 40 --at 8pm").out
    assert "Logged #1: 35 mg intravenous, Sun 22 Nov 2026 20:00 (1:00 h ago)." in said
    assert "Logged #2: infusion, over 40 min" in said
    assert len(ketalog("week --json").data["doses"]) == 1
    assert ketalog("undo").out.count("Took back") == 2
    assert ketalog("list").out == "No entries found.\n"
    assert ketalog("redo").out.count("Brought back") == 2


def test_mg_by_the_kg_is_kept_as_mg_and_said_to_be_calculated(ketalog: Ketalog) -> None:
    dose, session = ketalog("--json session infusion 0.5 mg/kg --weight 70,5").data["entries"]
    assert dose["amount_mg"] == "35.25"
    assert (session["mg_per_kg"], session["weight_kg"]) == ("0.5", "70.5")
    assert session["calculated"] is True
    assert "0.5 mg/kg × 70.5 kg, calculated" in ketalog("show 2").out


def test_calculated_mg_are_written_as_typed_ones_are(ketalog: Ketalog) -> None:
    dose = ketalog("--json session infusion 0.5mg/kg --weight 70").data["entries"][0]
    assert dose["amount_mg"] == "35"
    assert "more than can be kept" in ketalog("session infusion 9999mg/kg --weight 70").err


def test_mg_that_were_said_are_not_calculated(ketalog: Ketalog) -> None:
    dose, session = ketalog("--json session infusion 35mg 0.5mg/kg --weight 71").data["entries"]
    assert dose["amount_mg"] == "35"
    assert "calculated" not in session


@pytest.mark.parametrize(
    ("times", "start", "minutes"),
    [
        ("--start 2pm --end 2:40pm", "14:00", 40),
        ("--at 2pm --over 1h30", "14:00", 90),
        ("--end 2:40pm --over 40", "14:00", 40),
        ("--start 'yesterday 11pm' --end 12:30am", "23:00", 90),
        ("--start 2pm", "14:00", None),
    ],
)
def test_a_session_began_and_took_what_two_of_three_say(
    ketalog: Ketalog, times: str, start: str, minutes: int | None
) -> None:
    _, session = ketalog(f"--json session infusion 35mg {times}").data["entries"]
    assert session["at"][11:16] == start
    assert session.get("minutes") == minutes


def test_esketamine_is_counted_by_devices_of_28_mg(ketalog: Ketalog) -> None:
    for words in ("2 devices", "56mg", "56 mg nasal"):
        dose, session = ketalog(f"--json session clinic {words}").data["entries"][:2]
        assert (dose["amount_mg"], dose["count"], dose["each_mg"]) == ("56", "2", "28")
        assert (dose["medication"], dose["route"]) == ("esketamine", "nasal")
        assert session["devices"] == 2


def test_readings_of_a_session_stand_before_at_40_min_and_at_its_end(ketalog: Ketalog) -> None:
    line = "session clinic 2 devices --at 6pm --watched 2h --mood 4"
    line += " --bp-before 128/82 --bp-40 '140/90 80' --bp-after 130/80"
    dose, session, *vitals = ketalog(f"--json {line}").data["entries"]
    assert dose["mood"] == 4
    assert [one["at"][11:16] for one in vitals] == ["18:00", "18:40", "20:00"]
    assert [one["place"] for one in vitals] == ["before", "after", "after"]
    assert {one["dose"] for one in vitals} == {dose["id"]} == {session["dose"]}
    assert {one["session"] for one in vitals} == {session["id"]}
    assert vitals[1]["pulse_per_minute"] == 80
    assert "Before #1: 2 × 28 mg = 56 mg esketamine nasal" in ketalog("show 3").out
    assert "After #1" in ketalog("show 4").out


def test_a_reading_that_would_lie_ahead_is_of_now(ketalog: Ketalog) -> None:
    *_, read = ketalog("--json session clinic 56mg --at '10 min ago' --bp-40 140/90").data[
        "entries"
    ]
    assert read["at"] == "2026-11-22T21:00:00+01:00"


def test_a_session_without_an_amount_is_logged_alone_with_its_ratings(ketalog: Ketalog) -> None:
    said = ketalog("--json session kap --with 'Dr R.' --mood 5").data["entries"]
    assert [one["kind"] for one in said] == ["mood", "session"]
    assert "dose" not in said[1]


def test_reflections_come_afterwards(ketalog: Ketalog) -> None:
    ketalog("session kap 150mg im --with 'Dr R.'")
    assert "reflections: the sea" in ketalog("edit 2 --reflections 'the sea' --with 'Dr S.'").out
    said = ketalog("show 2").out
    assert "with: Dr S., reflections: the sea" in said
    assert "with: Dr R." in said
    assert "reflections" not in ketalog("edit 2 --clear reflections").out.partition("→")[2]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("session", "Which session: infusion, kap or clinic?"),
        ("session infusin 35mg", "Type: ketalog session infusion 35mg."),
        ("session kap 150mg", "The route is missing."),
        ("session clinic 2", "could be devices or mg"),
        ("session clinic 3 devices 56mg", "3 devices of 28 mg are 84 mg"),
        ("session clinic 0 devices", "0 devices are no dose"),
        ("session clinic 0.5mg/kg --weight 70", "Esketamine is not by kg"),
        ("session infusion 0.5mg/kg", "--weight 70"),
        ("session infusion 0mg/kg --weight 70", "is not an amount"),
        ("session infusion 35mg --rate fast", "in mg an hour"),
        ("session infusion 35mg --weight 1", "from 2 to 500"),
        ("session infusion 35mg --at 2pm --start 3pm", "said twice"),
        ("session infusion 35mg --start 2pm --end 3pm --over 40", "said twice"),
        (
            "session infusion 35mg --start 3pm --end 2pm",
            "From Sun 22 Nov 2026 15:00 to Sun 22 Nov 2026 14:00: the end is not within a day",
        ),
        ("session infusion 35mg --end 3pm", "does not say when it began"),
        ("session clinic 56mg --bp-40 12/8", "'12/8' can't be a blood pressure"),
        ("vitals 12/8", "'12/8' can't be a blood pressure"),
        ("vitals 128/8x", "'128/8' can't be a blood pressure"),
        ("vitals 301/82", "from 20 to 300"),
        ("vitals 72", "'72' can be a pulse, or oxygen"),
        ("vitals puls 72", "Type: ketalog vitals pulse 72."),
        ("vitals", "Which reading?"),
        ("vitals -5", "Not read: '-5'"),
        ("vitals --oxygen 101", "from 30 to 100"),
        ("vitals 128/82 72 --pulse 80", "Two things are said: '72' and '80'"),
        ("vitals 128/82 pulse 72 pulse 80", "'pulse 72' and 'pulse 80'"),
        ("vitals pulse 128/82", "Not read: 'pulse'"),
        ("vitals 82/128", "type '82/128?'"),
        ("vitals 90/90", "type '90/90?'"),
        ("vitals 128/82 --dose 1", "no entry #1"),
        ("dose 100mg nasal --bp 12/8", "'12/8' can't be a blood pressure"),
        ("appointment", "When?"),
        ("appointment tomorrow morning", "lacks the time of day"),
        ("also", "What else"),
        ("also started", "What else"),
    ],
)
def test_what_cant_be_taken_is_one_clear_line_and_nothing_is_logged(
    ketalog: Ketalog, line: str, said: str
) -> None:
    answer = ketalog(line)
    assert answer.code in {2, 3}
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert ketalog("list").out == "No entries found.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("128/82", "blood pressure 128/82,"),
        ("128 82", "blood pressure 128/82,"),
        ("128 / 82", "blood pressure 128/82,"),
        ("128 over 82", "blood pressure 128/82,"),
        ("bp 128/82 mmHg", "blood pressure 128/82,"),
        ("128/82 72", "blood pressure 128/82, pulse 72,"),
        ("128 82 72", "blood pressure 128/82, pulse 72,"),
        ("128/82, pulse: 72 bpm", "blood pressure 128/82, pulse 72,"),
        ("hr 72 98%", "pulse 72, oxygen 98 %,"),
        ("70,5 kg", "weight 70.5 kg,"),
        ("128/82 --pulse 72bpm --oxygen 98% --weight 70kg", "pulse 72, oxygen 98 %, weight 70 kg,"),
        ("'82/128?'", "blood pressure 82/128,"),
    ],
)
def test_readings_are_taken_in_any_sensible_form(ketalog: Ketalog, words: str, said: str) -> None:
    assert said in ketalog(f"vitals {words}").out


def test_a_blood_pressure_the_wrong_way_round_is_asked_about(ketalog: Ketalog) -> None:
    answer = ketalog("vitals 82/128", stdin="y\n", tty=True)
    assert "Is 82/128 right?" in answer.err
    assert "Logged #1: blood pressure 82/128" in answer.out
    assert ketalog("vitals 82/128", stdin="n\n", tty=True).code == 2
    assert ketalog("list --json").data["total"] == 1


@pytest.mark.parametrize(
    ("line", "side"),
    [
        ("vitals 128/82 --at 18:00", "before #1"),
        ("vitals 128/82 --at 17:00", "before #1"),
        ("vitals 128/82 --at 19:30", "after #1"),
        ("vitals 128/82 --at 18:00 --after", "after #1"),
        ("vitals 128/82 --at 10am", None),
        ("vitals 128/82 --at 19:30 --before", None),
        ("vitals 128/82 --at 17:00 --after", None),
        ("vitals 128/82 --at 10am --dose 1", "before #1"),
    ],
)
def test_readings_stand_beside_the_nearest_dose_within_4_hours(
    ketalog: Ketalog, line: str, side: str | None
) -> None:
    ketalog("dose 100mg sublingual --at 18:00")
    said = ketalog(line).out
    assert f"It stands {side}," in said if side else "It stands" not in said
    assert f"{(side or 'x').capitalize()}:" in ketalog("show 2").out or side is None


def test_of_two_doses_the_nearer_is_meant(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 16:00")
    ketalog("dose 100mg sublingual --at 19:00")
    assert "It stands before #2" in ketalog("vitals 128/82 --at 18:00").out
    assert "It stands after #1" in ketalog("vitals 128/82 --at 17:00").out


def test_a_dose_can_have_its_readings_before_it_in_the_same_change(ketalog: Ketalog) -> None:
    dose, read = ketalog("--json dose 100mg sublingual --bp 128/82 --pulse 72").data["entries"]
    assert (read["place"], read["dose"], read["at"]) == ("before", dose["id"], dose["at"])
    assert ketalog("undo").out.count("Took back") == 2
    assert "pulse 72, before the dose" in ketalog("dose 50mg nasal --pulse 72").out


def test_readings_are_edited_by_words_and_options(ketalog: Ketalog) -> None:
    ketalog("vitals 128/82 72")
    assert "128/82, pulse 72 → blood pressure 130/85, pulse 72" in ketalog("edit 1 130/85").out
    assert "pulse 80, oxygen 98 %" in ketalog("edit 1 --pulse 80 --oxygen 98 --before").out
    assert "type '85/130?'" in ketalog("edit 1 85/130").err
    ketalog("vitals --pulse 70")
    assert "nothing would be left of #2" in ketalog("edit 2 --clear pulse").err


def test_an_appointment_may_lie_ahead_and_is_moved_by_edit(ketalog: Ketalog) -> None:
    assert ketalog("appointment next tue 3pm --with 'Dr R.'").code == 0
    assert "Tue 24 Nov 2026 15:00" in ketalog("list").out
    moved = ketalog("edit 1 --at 4pm --with 'Dr S.'").out
    assert "appointment with Dr S." in moved
    assert "Tue 24 Nov 2026 16:00" in moved
    assert "Thu 3 Dec 2026 09:00" in ketalog("edit 1 --at '3 dec 9am'").out
    assert "lies ahead" in ketalog("mood 5 --at 'tomorrow 9am'").err


MONDAY = "2026-11-23T10:00:00+01:00"


@pytest.mark.parametrize(
    "line", ["appointment next thu 3pm", "plan set 5mg sl daily from next thu"]
)
def test_next_and_a_day_of_this_week_can_be_two_days(ketalog: Ketalog, line: str) -> None:
    asked = ketalog(line, now=MONDAY)
    assert asked.code == 2
    assert "'next thu" in asked.err
    for day in ("2026-11-26", "2026-12-03"):
        assert line.replace("next thu", day) in asked.err
    assert ketalog("list").out == "No entries found.\n"


def test_next_and_a_day_that_is_over_this_week_is_one(ketalog: Ketalog) -> None:
    assert "Mon 30 Nov 2026" in ketalog("appointment next mon 3pm", now=MONDAY).out


def test_with_whom_can_stand_in_the_words(ketalog: Ketalog) -> None:
    assert "appointment with Dr S., Mon 23" in ketalog("appointment tomorrow 9am with Dr S.").out
    assert "Two things are said" in ketalog("appointment tomorrow 9am with Dr S. --with X").err


def test_pages_begin_at_the_last_appointment_and_say_so(ketalog: Ketalog, home: Path) -> None:
    ketalog("mood 5 --at '2026-09-01 9:00'")
    assert "28 Sep – 22 Nov 2026, the last 8 weeks:" in ketalog(f"export {home}/a.md").out
    for line in ("appointment 12 oct 2026 9am", "appointment today 8pm", "appointment tue 3pm"):
        assert ketalog(line).code == 0
    said = ketalog(f"export {home}/b.md").out
    assert "12 Oct – 22 Nov 2026, since the last appointment:" in said
    assert (
        "12 October – 22 November 2026" in (home / "b.md").read_text()
        or "12 Oct" in (home / "b.md").read_text()
    )
    answer = ketalog(f"--json export {home}/c.csv").data
    assert (answer["start"], answer["why"]) == ("2026-10-12", "since the last appointment")
    assert ketalog(f"--json export {home}/d.csv --weeks 4").data["why"] is None


@pytest.mark.parametrize(
    ("words", "what", "about", "change"),
    [
        ("alcohol 2 beers", "alcohol 2 beers", "alcohol", None),
        ("Two Beers", "Two Beers", "alcohol", None),
        ("ginger tea", "ginger tea", "other", None),
        ("lorazepam 1mg", "lorazepam 1mg", "other", None),
        ("lorazepam 1mg --sedative", "lorazepam 1mg", "sedative", None),
        ("a sedative", "a sedative", "sedative", None),
        ("started sertraline 50mg", "sertraline 50mg", "medicine", "started"),
        ("stopped: sertraline", "sertraline", "medicine", "stopped"),
        ("Changed sertraline", "sertraline", "medicine", "changed"),
        ("stopped alcohol", "alcohol", "alcohol", "stopped"),
        ("took ibuprofen", "ibuprofen", "medicine", None),
    ],
)
def test_what_else_was_taken_is_kept_as_it_was_said(
    ketalog: Ketalog, words: str, what: str, about: str, change: str | None
) -> None:
    (said,) = ketalog(f"--json also {words}").data["entries"]
    assert (said["what"], said["about"], said.get("change")) == (what, about, change)


def test_what_else_was_taken_stands_in_the_safety_box(ketalog: Ketalog, home: Path) -> None:
    ketalog("also started sertraline")
    for n in range(1, 7):
        ketalog(f"also {n} beers")
    ketalog(f"export {home}/page.md")
    page = (home / "page.md").read_text(encoding="utf-8")
    assert "- **·** Sedatives, other medicines: started sertraline (22 Nov) (known on 1 of" in page
    assert "- **!** Alcohol: 1 beers (22 Nov); 2 beers (22 Nov); 3 beers (22 Nov); 4 beers" in page
    assert "→ also stopped: wine" in ketalog("edit 1 stopped wine").out


def test_today_has_a_line_each(ketalog: Ketalog) -> None:
    for line in ("session kap --with X", "vitals 128/82", "also started :wine", "appointment 8pm"):
        ketalog(f"{line}")
    said = ketalog("today", now=LATE).out
    assert "Session 21:00: assisted psychotherapy, with: X." in said
    assert "Readings 21:00: blood pressure 128/82." in said
    assert "Other 21:00: started: :wine." in said


def test_all_of_it_comes_back_from_an_export(ketalog: Ketalog, home: Path) -> None:
    for line in LOGGED:
        assert ketalog(line).code == 0
    assert ketalog(f"export {home}/all.json").code == 0
    before = ketalog("list --all --json").data
    other = f"--journal {home}/other.json"
    assert ketalog(f"{other} import {home}/all.json").code == 0
    after = ketalog(f"{other} list --all --json").data

    def said(data: dict[str, list[dict[str, object]]]) -> list[str]:
        bare = ({k: v for k, v in one.items() if k != "number"} for one in data["entries"])
        return sorted(json.dumps(one, sort_keys=True) for one in bare)

    assert said(after) == said(before)


def test_an_export_without_notes_has_no_words_of_a_session(ketalog: Ketalog, home: Path) -> None:
    for line in LOGGED:
        ketalog(line)
    for suffix in ("json", "csv"):
        ketalog(f"export {home}/a.{suffix} --without-notes --weeks 4")
        text = (home / f"a.{suffix}").read_text(encoding="utf-8")
        assert "calm" not in text
        assert "rest" not in text
        assert "140" in text
    ketalog(f"export {home}/b.csv --notes --weeks 4")
    assert "calm" in (home / "b.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "vitals", "systolic_mmhg": 12, "diastolic_mmhg": 8},
        {"kind": "vitals", "systolic_mmhg": 128},
        {"kind": "vitals", "weight_kg": "0.1"},
        {"kind": "vitals", "weight_kg": "NaN"},
        {"kind": "session", "where": "home"},
        {"kind": "session", "where": "kap", "mg_per_kg": "-1"},
        {"kind": "session", "where": "kap", "minutes": -1},
        {"kind": "also", "what": " ", "about": "other"},
        {"kind": "also", "what": "x", "about": "else"},
        {"kind": "appointment", "at": "2300-01-01T00:00:00+01:00"},
        {"kind": "vitals", "at": "2027-01-01T00:00:00+01:00", "pulse_per_minute": 70},
    ],
)
def test_an_import_takes_nothing_that_could_not_be_typed(
    ketalog: Ketalog, home: Path, fields: dict[str, object]
) -> None:
    moment = "2026-11-19T10:00:00+01:00"
    entry = {"id": "a", "at": moment, "recorded": moment, **fields}
    (home / "in.json").write_text(json.dumps({"ketalog_export": 1, "entries": [entry]}))
    answer = ketalog(f"import {home}/in.json")
    assert answer.code == 4
    assert "entries 1" in answer.err


def test_a_locked_journal_takes_a_session_and_readings_without_a_passphrase(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "secret").write_text("correct horse")
    ketalog("mood 5")
    with monkeypatch.context() as patch:
        patch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "secret"))
        patch.setenv("KETALOG_NEW_PASSPHRASE_FILE", str(home / "secret"))
        assert ketalog("lock").code == 0
    for line in ("session clinic 2 devices --bp-before 128/82", "vitals 128/82", "also 2 beers"):
        assert ketalog(line).code == 0


def test_a_dose_and_readings_name_the_session_that_they_are_of(ketalog: Ketalog) -> None:
    ketalog("session kap 150mg im --with 'Dr R.' --bp-before 128/82 --at 18:00")
    said = "Session: #2: assisted psychotherapy, with: Dr R., Sun 22 Nov 2026 18:00\n"
    for number in (1, 3):
        answer = ketalog(f"show {number}")
        assert said in answer.out
        assert ketalog(f"show {number} --json").data["session"]["number"] == 2
    ketalog("dose 100mg sublingual")
    assert "Session" not in ketalog("show 4").out
    assert ketalog("show 4 --json").data["session"] is None


def test_no_sentence_ends_in_two_dots_after_a_name_with_one(ketalog: Ketalog) -> None:
    ketalog("session infusion 35mg at 10am with 'Dr R.'")
    ketalog("appointment next tue 3pm with 'Dr R.'")
    ketalog("plan set 100mg sublingual mon")
    said = [ketalog("plan set 100mg sublingual mon --by 'Dr R.'").out]
    said += [ketalog(line).out for line in ("today --plain", "week --plain", "month --plain")]
    said += [ketalog(line).out for line in ("undo", "redo")]
    assert all("Dr R." in words and ".." not in words for words in said), said
