"""The plan: set, changed from a day on, ended, looked at; what was planned before stays so."""

import json
import stat
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject

from tests.conftest import Ketalog

FULL = (
    "plan set 2x100mg sublingual --form troche --days mon,wed,fri --apart 48h --most 3/week "
    "--by 'Dr R.' --from 2026-11-01"
)
WHOLE = (
    "ketamine sublingual, 2 × 100 mg = 200 mg (troche), Mon, Wed, Fri, at least 48 h apart, "
    "at most 3 a week, by Dr R."
)


def versions(ketalog: Ketalog) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ketalog("plan history --json").data["versions"]
    return found


def test_a_plan_is_answered_in_full(ketalog: Ketalog) -> None:
    answer = ketalog(FULL)
    assert answer.out.splitlines() == [
        f"Logged #1: plan: {WHOLE}, from Sun 1 Nov 2026. Undo: ketalog undo",
        "It begins in the past: the days since Sun 1 Nov 2026 now go by it.",
    ]
    assert (answer.code, answer.err) == (0, "")


def test_without_a_plan_the_plan_says_how_to_set_one(ketalog: Ketalog) -> None:
    for line in ("plan", "plan history"):
        answer = ketalog(line)
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.startswith("There is no plan.\nSet one: ketalog plan set ")


def test_the_plan_says_what_holds_and_what_comes_next(ketalog: Ketalog) -> None:
    ketalog(FULL)
    ketalog("plan set 3x100mg sublingual --from '1 dec'")
    assert ketalog("plan").out.splitlines() == [
        "ketamine sublingual (#1, since Sun 1 Nov 2026)",
        f"  {WHOLE.partition(', ')[2]}",
        "  Next: Mon 23 Nov, Wed 25 Nov, Fri 27 Nov",
        f"  From Tue 1 Dec 2026 (#2): 3 × 100 mg = 300 mg (troche){WHOLE.partition('(troche)')[2]}",
    ]


def test_a_step_ahead_keeps_what_is_not_said_and_says_what_changed(ketalog: Ketalog) -> None:
    ketalog(FULL)
    answer = ketalog("plan set 3x100mg sublingual --from '1 dec'")
    assert "Changed from #1: dose 2 × 100 mg → 3 × 100 mg.\n" in answer.out
    one, two = versions(ketalog)
    for key in ("form", "rrule", "least_hours", "most_per_week", "prescriber"):
        assert one[key] == two[key]
    assert (one["units"], two["units"], two["amount_mg"]) == ("2", "3", "300")
    assert two["at"] == "2026-12-01T04:00:00+01:00"


@pytest.mark.parametrize("now", ["2026-11-30T23:00:00+01:00", "2026-12-01T03:59:00+01:00"])
def test_a_step_does_not_hold_before_its_day(ketalog: Ketalog, now: str) -> None:
    ketalog(FULL)
    ketalog("plan set 3x100mg sublingual --from '1 dec'")
    assert "2 × 100 mg = 200 mg" in ketalog("dose --usual", now=now).out


def test_a_step_holds_from_its_day_on(ketalog: Ketalog) -> None:
    ketalog(FULL)
    ketalog("plan set 3x100mg sublingual --from '1 dec'")
    assert "3 × 100 mg = 300 mg" in ketalog("dose --usual", now="2026-12-01T04:00:00+01:00").out


def test_a_change_never_rewrites_the_past(ketalog: Ketalog) -> None:
    ketalog(FULL)
    before = versions(ketalog)[0]
    ketalog("plan set 1x100mg sublingual --days daily --clear most --clear apart")
    assert versions(ketalog)[0] == before
    assert "more than the plan" not in ketalog("dose 200mg sl --at 'fri 20:00'").out
    assert ketalog("dose 200mg sl --at 'fri 20:00' --json").data["beside_plan"][0]["kind"] != (
        "larger"
    )


def test_a_version_between_two_says_until_when_it_holds(ketalog: Ketalog) -> None:
    ketalog(FULL)
    ketalog("plan set 3x100mg sublingual --from '1 dec'")
    said = ketalog("plan set 1x100mg --from 'tomorrow'").out
    assert "It holds until Tue 1 Dec 2026, when #2 takes its place.\n" in said


@pytest.mark.parametrize(
    "line",
    [
        "plan set 1x100mg --from yesterday",
        "plan set 1x100mg sublingual --from 2026-11-10",
        "plan set 2x100mg sublingual --from 2026-11-10",
        "plan stop --from yesterday",
    ],
)
def test_a_step_in_the_past_is_refused_and_says_what_to_type(
    ketalog: Ketalog, home: Path, line: str
) -> None:
    ketalog(FULL)
    before = (home / "journal.json").read_bytes()
    answer = ketalog(line)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert "what is past of it stays" in answer.err
    assert "It can change from today on, Sun 22 Nov 2026." in answer.err
    assert "Leave --from out, or name a day ahead." in answer.err
    assert "A slip in it: ketalog edit 1." in answer.err
    assert (home / "journal.json").read_bytes() == before


def test_a_step_can_begin_today_and_a_plan_that_is_new_in_the_past(ketalog: Ketalog) -> None:
    ketalog(FULL)
    assert ketalog("plan set 1x100mg --from today").code == 0
    assert ketalog("plan set 10mg nasal --times 2 --from 2026-11-10").code == 0
    ketalog("plan stop nasal --from 'in 2 weeks'")
    assert ketalog("plan set 20mg nasal --from 2026-11-12").code == 2


def test_what_was_typed_wrong_about_a_plan_can_be_corrected(ketalog: Ketalog) -> None:
    ketalog(FULL)
    answer = ketalog("edit 1 3x150mg nasal --days tue,thu --apart 24h --most 2/week --by 'Dr S.'")
    assert answer.out.startswith("Changed #1: plan: ketamine sublingual, 2 × 100 mg = 200 mg")
    assert (
        "→ plan: ketamine nasal, 3 × 150 mg = 450 mg (troche), Tue, Thu, at least 24 h apart, "
        "at most 2 a week, by Dr S."
    ) in answer.out
    ketalog("edit 1 --times 2 --form vial --clear apart")
    (plan,) = versions(ketalog)
    assert (plan["per_week"], plan.get("rrule"), plan["form"]) == (2, None, "vial")
    assert plan.get("least_hours") is None
    ketalog("undo")
    ketalog("undo")
    assert WHOLE.partition(", ")[2] in ketalog("plan").out


def test_the_day_a_plan_begins_can_be_corrected_both_ways(ketalog: Ketalog) -> None:
    ketalog(FULL)
    ketalog("plan set 3x100mg --from '1 dec'")
    assert ketalog("edit 2 --at '3 dec'").code == 0
    assert "From Thu 3 Dec 2026 (#2): 3 × 100 mg" in ketalog("plan").out
    assert ketalog("edit 2 --at '17 nov'").code == 0
    assert "(#2, since Tue 17 Nov 2026)" in ketalog("plan").out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("edit 1 --times 4", "4 doses a week, and at most 3 a week."),
        ("edit 1 --days mon --times 2", "'mon' and --times 2 both say how often"),
        ("edit 1 --hold 5", "it has no hold."),
        ("edit 1 --clear hold", "'hold' is not a detail that can be taken out."),
        ("edit 1 soon", "'soon' is not a route"),
        ("edit 2 --days mon", "#2 is a mood entry: it has no days."),
        ("edit 2 --form troche", "#2 is a mood entry: it has no form."),
    ],
)
def test_what_can_not_be_corrected_is_refused_in_one_line(
    ketalog: Ketalog, line: str, said: str
) -> None:
    ketalog(FULL)
    ketalog("mood 5")
    answer = ketalog(line)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert said in answer.err


def test_of_two_versions_from_one_day_the_later_written_holds(ketalog: Ketalog) -> None:
    ketalog(FULL, now="2026-11-21T21:00:00+01:00")
    ketalog("plan set 4x100mg", now="2026-11-21T22:00:00+01:00")
    ketalog("plan set 1x100mg", now="2026-11-21T23:00:00+01:00")
    assert "100 mg (troche)" in ketalog("plan").out.splitlines()[1]
    assert "  1 × 100 mg (troche), Mon" in ketalog("plan").out
    assert "(#3, since Sat 21 Nov 2026)" in ketalog("plan").out


def test_the_same_again_changes_nothing(ketalog: Ketalog) -> None:
    ketalog(FULL)
    answer = ketalog("plan set 2x100mg sublingual")
    assert answer.out.startswith("Nothing to change: #1 says it already: ")
    assert len(versions(ketalog)) == 1


def test_units_and_mg_alone_do_not_read_alike(ketalog: Ketalog) -> None:
    said = ketalog("plan set 100mg sublingual --form troche --days mon").out
    assert "ketamine sublingual, 100 mg (troche), Mon" in said
    assert "It does not say how strong one troche is. If one has 100 mg, type 1x100mg.\n" in said
    said = ketalog("plan set 1x100mg sublingual").out
    assert "ketamine sublingual, 1 × 100 mg (troche), Mon" in said
    assert "Changed from #1: dose 100 mg → 1 × 100 mg.\n" in said
    assert "how strong" not in said


@pytest.mark.parametrize(
    ("typed", "example"),
    [
        ("plan set 1 lozenge", "For example: ketalog plan set 2x100mg sublingual --days mon"),
        ("plan set 100g nasal", "For example: ketalog plan set 2x100mg sublingual --days mon"),
        ("plan set 0mg nasal", "For example: ketalog plan set 2x100mg sublingual --days mon"),
        ("supply fill 24 --strength 1g", "For example: ketalog supply fill 24x100mg sublingual."),
        ("supply fill 100mg --form troche", "says how strong a unit is, not how many it is."),
        ("session kap 1 troche", "For example: ketalog session infusion 35mg --over 40"),
        ("edit 1 100g", "For example: ketalog edit 1 150mg, or 2x100mg."),
    ],
)
def test_an_error_shows_how_to_type_the_command_that_was_typed(
    ketalog: Ketalog, typed: str, example: str
) -> None:
    ketalog(FULL)
    answer = ketalog(typed)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert example in answer.err
    assert "ketalog dose" not in answer.err


def test_mg_alone_keep_the_strength_where_it_is_so_many_units(ketalog: Ketalog) -> None:
    ketalog(FULL)
    ketalog("plan set 150mg")
    ketalog("plan set 133mg")
    _, half, odd = versions(ketalog)
    assert (half["units"], half["strength_mg"]) == ("1.5", "100")
    assert (odd["amount_mg"], odd.get("units"), odd.get("strength_mg")) == ("133", None, None)


@pytest.mark.parametrize(
    ("typed", "rule", "said"),
    [
        ("--days mon,wed,fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "Mon, Wed, Fri"),
        ("--days 'Monday and Thursdays'", "FREQ=WEEKLY;BYDAY=MO,TH", "Mon, Thu"),
        ("--days fri-mon", "FREQ=WEEKLY;BYDAY=MO,FR,SA,SU", "Mon, Fri, Sat, Sun"),
        ("--days weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Mon, Tue, Wed, Thu, Fri"),
        ("--days daily --per-day 2", "FREQ=DAILY;INTERVAL=1", "daily, 2 a day"),
        ("--every 2", "FREQ=DAILY;INTERVAL=2", "every 2 days"),
        ("--every 'other day'", "FREQ=DAILY;INTERVAL=2", "every 2 days"),
        ("--every '2 weeks'", "FREQ=DAILY;INTERVAL=14", "every 14 days"),
        ("--times 3", None, "3 times a week"),
        ("--times 1", None, "once a week"),
    ],
)
def test_days_can_be_typed_in_many_ways(
    ketalog: Ketalog, typed: str, rule: str | None, said: str
) -> None:
    answer = ketalog(f"plan set 100mg nasal {typed}")
    assert f"ketamine nasal, 100 mg, {said}, from" in answer.out
    assert versions(ketalog)[0].get("rrule") == rule


@pytest.mark.parametrize(
    ("typed", "hours"), [("48h", "48"), ("48", "48"), ("2 days", "48"), ("1h30", "1.5")]
)
def test_hours_apart_can_be_typed_in_many_ways(ketalog: Ketalog, typed: str, hours: str) -> None:
    ketalog(f"plan set 100mg nasal --times 3 --apart '{typed}'")
    assert versions(ketalog)[0]["least_hours"] == hours


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("100mg nasal", "On which days is it planned? For example: --days mon,wed,fri"),
        ("100mg nasal --per-day 2", "On which days is it planned?"),
        ("100mg --times 2", "By which route?"),
        ("100mg nasal --days mon --times 2", "'mon' and --times 2 both say how often"),
        ("100mg nasal mon every 2 days", "'mon' and 'every 2 days' both say on which days"),
        ("100mg nasal twice a week 2 a day", "'twice a week' and '2 a day' both say how often"),
        ("100mg nasal --days mon --every 2", "'mon' and --every 2 both say"),
        ("100mg nasal --times 2 --per-day 2", "--times 2 and --per-day 2 both say how often"),
        ("100mg nasal --days funday", "'funday' is not a day of the week."),
        ("100mg nasal --days ''", "--days names no day."),
        ("100mg nasal --every 0", "'0' can't be taken for --every"),
        ("100mg nasal --every 400", "'400' can't be taken for --every"),
        ("100mg nasal --times 0", "'0' can't be taken for --times"),
        ("100mg nasal --times 2 --apart soon", '"soon" can\'t be read'),
        ("100mg nasal --times 2 --apart 0", "'0' can't be taken for --apart"),
        ("100mg nasal --times 2 --apart 50min", "'50min' can't be taken for --apart"),
        ("100mg nasal --times 2 --most lots", "'lots' can't be taken for --most."),
        ("100mg nasal --times 2 --most 0/day", "'0/day' can't be taken for --most."),
        ("100mg nasal --times 4 --most 3/week", "4 doses a week, and at most 3 a week."),
        ("100mg nasal --days daily --per-day 2 --most 1/day", "2 doses a day, and at most 1"),
        ("100mg nasal --times 2 --clear route", "'route' is not a detail that can be taken out."),
        ("100mg nasal --times 2 --from someday", '"someday" can\'t be read as a day.'),
        ("100mg nasal --times 2 --title x", "--title is no option of 'ketalog plan set'."),
        ("-5mg nasal --times 2", "amounts are above 0"),
        ("100mg skin --times 2", "'skin' is not a route"),
    ],
)
def test_what_can_not_be_a_plan_is_refused_in_one_line(
    ketalog: Ketalog, home: Path, typed: str, said: str
) -> None:
    answer = ketalog(f"plan set {typed}")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert said in answer.err
    assert versions(ketalog) == []


@pytest.mark.parametrize(
    "line",
    [
        "plan foo",
        "plan --days mon",
        "plan history x",
        "plan stop skin",
        "plan stop",
        "plan seet",
    ],
)
def test_what_can_not_be_done_with_the_plan_is_refused_in_one_line(
    ketalog: Ketalog, line: str
) -> None:
    answer = ketalog(line)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)


def test_several_plans_stand_beside_each_other(ketalog: Ketalog) -> None:
    ketalog(FULL)
    said = ketalog("plan set 2x28mg nasal --medication Esketamine --times 2").out
    assert "Your other plan goes on: ketamine sublingual (#1).\n" in said
    plans = ketalog("plan --json").data["plans"]
    assert [(one["medication"], one["route"]) for one in plans] == [
        ("ketamine", "sublingual"),
        ("esketamine", "nasal"),
    ]
    for line in ("plan set 50mg", "plan stop", "skip"):
        answer = ketalog(line)
        assert answer.code == 2
        assert "There are several plans: 'ketalog plan' shows them." in answer.err
        assert "esketamine" not in answer.err.lower()


def test_a_plan_by_its_route_keeps_its_medication(ketalog: Ketalog) -> None:
    ketalog("plan set 2x28mg nasal --medication Esketamine --times 2")
    ketalog("plan set 3x28mg nasal")
    ketalog("plan set 2x15mg nasal --medication ketamine --times 1")
    named = [one["medication"] for one in versions(ketalog)]
    assert named == ["Esketamine", "Esketamine", "ketamine"]


def test_a_plan_can_be_ended_and_begins_anew(ketalog: Ketalog) -> None:
    ketalog(FULL)
    assert ketalog("plan stop").out.startswith("Logged #2: plan ended: ketamine sublingual, from ")
    assert ketalog("plan").out.startswith("There is no plan.")
    assert ketalog("plan set 2x100mg sublingual").code == 2
    assert ketalog("undo").code == 0
    assert WHOLE.partition(", ")[2] in ketalog("plan").out


def test_without_a_plan_none_can_be_stopped_and_it_says_how_to_set_one(ketalog: Ketalog) -> None:
    for line in ("plan stop", "plan stop nasal"):
        answer = ketalog(line)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err == (
            "There is no plan on Sun 22 Nov 2026 that could be stopped. Set one: ketalog plan set "
            "2x100mg sublingual --days mon,wed,fri.\n"
        )
    ketalog(FULL)
    assert "There is no such plan on Sun 22 Nov 2026" in ketalog("plan stop nasal").err


def test_a_plan_can_end_ahead_and_what_begins_after_it_is_named(ketalog: Ketalog) -> None:
    ketalog(FULL)
    ketalog("plan set 3x100mg --from 'dec 10'")
    said = ketalog("plan stop --from 'dec 1'").out
    assert "#2 still begins on Thu 10 Dec 2026. To take it out: ketalog delete 2" in said
    assert "  From Tue 1 Dec 2026 (#3): it ends" in ketalog("plan").out
    assert "Next: Mon 23 Nov, Wed 25 Nov, Fri 27 Nov" in ketalog("plan").out


def test_a_plan_that_begins_later_is_shown(ketalog: Ketalog) -> None:
    ketalog("plan set 100mg nasal --every 3 --from '1 dec'")
    said = ketalog("plan").out
    assert "ketamine nasal: it begins later.\n  Next: Tue 1 Dec, Fri 4 Dec, Mon 7 Dec" in said


def test_today_is_next_until_its_dose_is_taken_or_skipped(ketalog: Ketalog) -> None:
    ketalog("plan set 100mg nasal --days sun --from 2026-11-01")
    assert "Next: today, Sun 29 Nov" in ketalog("plan").out
    ketalog("dose --usual --at 20:00")
    assert "Next: Sun 29 Nov" in ketalog("plan").out
    ketalog("undo")
    ketalog("skip")
    assert "Next: Sun 29 Nov" in ketalog("plan").out


def test_so_many_times_a_week_says_how_many_were_taken(ketalog: Ketalog) -> None:
    ketalog("plan set 100mg nasal --times 3 --from 2026-11-01")
    for day in ("sun", "mon", "fri"):
        ketalog(f"dose 100mg nasal --at 'last {day} 12pm'")
    assert "  This week: 2 of 3 taken.\n" in ketalog("plan").out


def test_a_plan_is_listed_shown_deleted_and_edited_like_any_entry(ketalog: Ketalog) -> None:
    ketalog(FULL)
    assert f"plan: {WHOLE}" in ketalog("list --kind plan").out
    assert f"#1: plan: {WHOLE}" in ketalog("show 1").out
    assert "(note: after the visit)" in ketalog("edit 1 --note 'after the visit'").out
    assert "3 × 100 mg = 300 mg (troche)" in ketalog("edit 1 300mg").out
    ketalog("undo")
    assert ketalog("delete 1").code == 0
    assert ketalog("plan").out.startswith("There is no plan.")
    ketalog("undo")
    assert ketalog("plan --json").data["plans"][0]["plan"]["note"] == "after the visit"


def test_a_note_belongs_to_its_version_alone(ketalog: Ketalog) -> None:
    ketalog(f"{FULL} --note low")
    ketalog("plan set 1x100mg")
    assert [one.get("note") for one in versions(ketalog)] == ["low", None]


def test_plans_go_out_and_come_in_again_ahead_too(ketalog: Ketalog, home: Path) -> None:
    ketalog(FULL)
    ketalog("plan set 3x100mg --from '1 dec'")
    ketalog("plan stop --from '1 feb'")
    ketalog("skip a cold --at fri")
    ketalog(f"export {home}/all.json")
    ketalog(f"export {home}/all.csv --since 2026-10-01 --until 2026-11-22")
    assert "plan: ketamine sublingual; 2 × 100 mg = 200 mg (troche); Mon, Wed, Fri" in (
        (home / "all.csv").read_text()
    )
    assert "a cold" not in (home / "all.csv").read_text()
    there = f"--journal {home}/other.json"
    assert ketalog(f"{there} import {home}/all.json").code == 0
    keys = ("id", "at", "kind", "rrule", "units")
    assert [[one.get(key) for key in keys] for one in versions(ketalog)] == [
        [one.get(key) for key in keys]
        for one in ketalog(f"{there} plan history --json").data["versions"]
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"route": "skin"}, "route"),
        ({"rrule": "FREQ=YEARLY"}, "plan"),
        ({"rrule": "FREQ=WEEKLY;BYDAY=MO,MO"}, "plan"),
        ({"rrule": None}, "rrule"),
        ({"per_week": 3}, "rrule"),
        ({"amount_mg": "100001"}, "amount_mg"),
        ({"least_hours": "1e9"}, "least_hours"),
        ({"at": "2300-01-01T04:00:00+01:00"}, "at"),
        ({"per_day": 0}, "per_day"),
        ({"id": "p\r\nATTACH:x"}, "id"),
        ({"id": "p\x1b[2J"}, "id"),
    ],
)
def test_an_import_takes_no_plan_that_could_not_be_set(
    ketalog: Ketalog, home: Path, change: dict[str, Any], field: str
) -> None:
    moment = "2026-11-19T10:00:00+01:00"
    entry = {"kind": "plan", "id": "p", "at": moment, "recorded": moment, "route": "nasal"}
    entry |= {"rrule": "FREQ=DAILY;INTERVAL=2", **change}
    (home / "in.json").write_text(json.dumps({"ketalog_export": 1, "entries": [entry]}))
    answer = ketalog(f"import {home}/in.json")
    assert (answer.code, answer.err.count("\n")) == (4, 1)
    assert f"'{field}'" in answer.err or "this is not an entry" in answer.err


# The calendar


def read_calendar(path: Path) -> list[Any]:
    """Return the events as another library reads them."""
    events: list[Any] = vobject.readOne(path.read_text(encoding="utf-8")).vevent_list
    return events


def days_of(event: Any) -> list[date]:
    found = list(event.getrruleset(addRDate=True)) if hasattr(event, "rrule") else []
    return [day.date() for day in found] or [event.dtstart.value]


def test_a_calendar_has_the_planned_days_of_every_version(ketalog: Ketalog, home: Path) -> None:
    ketalog(FULL)
    ketalog("plan set 3x100mg --every 2 --clear most --from '1 dec'")
    answer = ketalog(f"plan calendar {home}/plan.ics --weeks 2")
    assert answer.out.startswith("7 reminders in 2 series.\n")
    monday, every = (days_of(event) for event in read_calendar(home / "plan.ics"))
    november = [date(2026, 11, day) for day in (23, 25, 27, 30)]
    assert monday == november
    assert every == [date(2026, 12, day) for day in (1, 3, 5)]


def test_a_calendar_says_nothing_but_reminder(ketalog: Ketalog, home: Path) -> None:
    ketalog(f"{FULL} --medication zanzibar --note zanzibar")
    ketalog(f"plan calendar {home}/plan.ics")
    text = (home / "plan.ics").read_text().lower()
    for word in ("keta", "zanzibar", "dose", "mg", "sublingual", "troche", "dr r", "medic"):
        assert word not in text
    (event,) = read_calendar(home / "plan.ics")
    assert event.summary.value == "Reminder"
    assert event.valarm.description.value == "Reminder"
    assert event.valarm.trigger.value == timedelta(hours=9)
    assert stat.S_IMODE((home / "plan.ics").stat().st_mode) == 0o600


def test_a_calendar_can_have_a_time_and_another_title(ketalog: Ketalog, home: Path) -> None:
    ketalog(FULL)
    title = "Water; plants, und Blümchen"
    ketalog(["plan", "calendar", f"{home}/plan.ics", "--time", "8pm", "--title", title])
    (event,) = read_calendar(home / "plan.ics")
    assert event.summary.value == title
    assert event.dtstart.value == datetime(2026, 11, 23, 20)  # noqa: DTZ001 (of any place)
    assert event.valarm.trigger.value == timedelta(0)
    moments = list(event.getrruleset(addRDate=True))
    assert {moment.hour for moment in moments} == {20}
    assert len(moments) == 36


@pytest.mark.parametrize("odd", ["\r", "\n", "\r\n", "\x1b[31m", "\x0b", "\u2028", "\u202e"])
def test_a_title_can_not_break_the_file(ketalog: Ketalog, home: Path, odd: str) -> None:
    ketalog(FULL)
    title = f"Water{odd}END:VEVENT{odd} plants"
    ketalog(["plan", "calendar", f"{home}/plan.ics", "--title", title])
    (event,) = read_calendar(home / "plan.ics")
    assert event.summary.value.startswith("Water")
    assert event.summary.value.endswith("plants")
    assert event.summary.value.isprintable()


def test_the_same_plan_has_the_same_events_again(ketalog: Ketalog, home: Path) -> None:
    ketalog(FULL)
    ketalog(f"plan calendar {home}/one.ics")
    ketalog(f"plan calendar {home}/two.ics --time 8pm")
    ids = [read_calendar(home / name)[0].uid.value for name in ("one.ics", "two.ics")]
    assert ids[0] == ids[1]


def test_a_single_day_is_one_event(ketalog: Ketalog, home: Path) -> None:
    ketalog("plan set 10mg nasal --every 30 --from 2026-11-25")
    ketalog(f"plan calendar {home}/plan.ics --weeks 1")
    assert days_of(read_calendar(home / "plan.ics")[0]) == [date(2026, 11, 25)]
    assert "RRULE" not in (home / "plan.ics").read_text()


def test_a_calendar_replaces_no_file_without_being_told(ketalog: Ketalog, home: Path) -> None:
    ketalog(FULL)
    (home / "plan.ics").write_text("mine")
    assert ketalog(f"plan calendar {home}/plan.ics").code == 4
    assert (home / "plan.ics").read_text() == "mine"
    assert ketalog(f"plan calendar {home}/plan.ics --force").code == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("plan calendar", "Which file is to be written?"),
        ("plan calendar plan.txt", "its name is to end in .ics"),
        ("plan calendar a.ics b.ics", "Which file"),
        ("plan calendar a.ics --time soon", "'soon' is not a time of day."),
        ("plan calendar a.ics --time 1am", "01:00 belongs to the day before"),
        ("plan calendar a.ics --weeks 0", "'0' can't be taken for --weeks"),
        ("plan calendar a.ics", "No plan names days in the next 12 weeks"),
    ],
)
def test_what_can_not_be_a_calendar_is_refused_in_one_line(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch, line: str, said: str
) -> None:
    monkeypatch.chdir(home)
    ketalog("plan set 10mg nasal --times 2")
    answer = ketalog(line)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert said in answer.err
    assert not [name for name in home.iterdir() if name.suffix in {".ics", ".txt"}]
