"""Supply: what came, went and was counted, what is left, and for how long at the plan's rate."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketalog.agenda import forecasts
from ketalog.answers.supply import say_forecast
from ketalog.domain.calendar import Calendar
from ketalog.domain.entries import Mood, new_id
from ketalog.domain.kinds import Entry
from ketalog.domain.plan import Plan, PlanStop
from ketalog.domain.snapshot import snapshot_of
from ketalog.domain.supply import (
    Rate,
    StockHistory,
    SupplyForecast,
    TakenUnits,
    accounts,
    by_stock,
    days_left,
)
from ketalog.domain.treatment import Supply
from ketalog.store import Store
from tests.conftest import NOW as NOW_TEXT
from tests.conftest import Answer, Ketalog

NOW = datetime.fromisoformat(NOW_TEXT)
FILL = "supply fill 24x100mg sublingual --form troche --at 2026-11-01T20:00"

pytestmark = pytest.mark.usefixtures("hasty")


def plan(days_ago: int = 60, **fields: Any) -> Plan:
    said: dict[str, Any] = {
        "route": "sublingual",
        "strength_mg": Decimal(100),
        "units": Decimal(2),
        "form": "troche",
        "rrule": "FREQ=WEEKLY;BYDAY=MO,WE,FR",
        **fields,
    }
    return Plan(id=new_id(), at=NOW - timedelta(days=days_ago), recorded=NOW, **said)


def put(home: Path, *some: Entry) -> None:
    """Write entries into the journal that the command line uses."""
    with Store(home / "journal.json").changing(NOW) as transaction:
        transaction.add(some)


def ok(answer: Answer) -> str:
    assert answer.code == 0, answer
    return answer.out


def refused(answer: Answer) -> str:
    assert answer.code == 2, answer
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    return answer.err


# Writing it down.


def test_a_fill_says_what_is_left(ketalog: Ketalog) -> None:
    said = ok(ketalog(FILL))
    assert "Logged #1: supply filled: 24 × 100 mg troches (ketamine sublingual), Sun 1 Nov" in said
    assert "It is the first: what was taken before it does not count.\n" in said
    assert "Left by the journal: 24 × 100 mg troches (ketamine sublingual).\n" in said


def test_strength_route_and_form_come_from_the_only_plan(ketalog: Ketalog, home: Path) -> None:
    put(home, plan())
    assert "24 × 100 mg troches (ketamine sublingual)" in ok(ketalog("supply fill 24"))
    said = ok(ketalog("supply fill 10x50mg"))
    assert "10 × 50 mg (ketamine sublingual)" in said


def test_a_plan_that_holds_no_more_says_nothing_of_units(ketalog: Ketalog, home: Path) -> None:
    ended = PlanStop(id=new_id(), at=NOW - timedelta(days=1), recorded=NOW, route="sublingual")
    put(home, plan(), ended)
    assert "How strong one unit is" in refused(ketalog("supply fill 24"))
    assert "100 mg troches" in ok(ketalog("supply fill 24 --at '3 days ago 9pm'"))


def test_the_only_plan_of_a_route_tells_the_medication_of_its_first_supply(
    ketalog: Ketalog,
) -> None:
    ketalog("plan set 84mg nasal --medication esketamine --times 1")
    assert "5 × 28 mg devices (esketamine nasal)" in ketalog("supply got 5 devices 28mg nasal").out
    assert "5 × 28 mg (ketamine nasal)" in ketalog("supply got 5x28mg nasal ketamine").out
    assert "(ketamine sublingual)" in ketalog("supply got 20x50mg sublingual").out


def test_with_several_plans_it_asks_which(ketalog: Ketalog, home: Path) -> None:
    put(home, plan(), plan(route="nasal", medication="Esketamine", strength_mg=Decimal(28)))
    said = refused(ketalog("supply fill 24"))
    assert "ketamine sublingual 100 mg and esketamine nasal 28 mg" in said
    assert "24 × 28 mg troches (Esketamine nasal)" in ok(ketalog("supply fill 24 --route spray"))
    assert "4 × 28 mg troches (Esketamine" in ok(ketalog("supply fill 4 --medication ESKETAMINE"))


def test_without_a_plan_the_only_supply_tells_what_a_unit_is(ketalog: Ketalog) -> None:
    ok(ketalog(FILL))
    assert "Counted 20; the journal says 24: 4 fewer.\n" in ok(ketalog("supply count 20"))
    assert "Left by the journal: 18 × 100 mg troches" in ok(ketalog("supply lost 2 --note dropped"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("24 x 100 mg under the tongue", "24 × 100 mg (ketamine sublingual)"),
        ("24x100mgsublingual", "24 × 100 mg (ketamine sublingual)"),
        ("24x100 sl", "24 × 100 mg (ketamine sublingual)"),
        ("24x100mg sublingual troches", "24 × 100 mg troches (ketamine sublingual)"),
        ("17,5 --strength 100mg --route sl --form troches", "17.5 × 100 mg troches (ketamine"),
        ("1 --strength 100 --route nasal --form vial", "1 × 100 mg vial (ketamine nasal)"),
        ("3x28mg nasal --medication esketamine", "3 × 28 mg (esketamine nasal)"),
    ],
)
def test_a_fill_can_be_typed_in_many_ways(ketalog: Ketalog, line: str, said: str) -> None:
    assert f"supply filled: {said}" in ok(ketalog(f"supply fill {line}"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("fill -3", "'-3' can't be taken: units are above 0."),
        ("fill 0", "'0' can't be taken: units are above 0."),
        ("lost 0", "'0' can't be taken: units are above 0."),
        ("count -1", "'-1' can't be taken: units are 0 or more."),
        ("fill many", "'many' is not a number of units."),
        ("fill 24mg", "'24mg' says how strong a unit is, not how many it is."),
        ("fill nan", "'nan' is not a number of units."),
        ("fill 1e5", "Two things are said: '1' and '5'."),
        ("fill 1,000", "For 1: ketalog supply fill 1. For 1000: ketalog supply fill 1000."),
        ("fill 1.2345", "'1.2345' is finer than units are kept: 0.001."),
        ("fill 100001", "'100001' is more than can be kept as units."),
        ("fill 24x0mg sublingual", "'0' is not a strength in mg."),
        ("fill 24 --strength strong", "'strong' is not a strength in mg."),
        ("fill 24 --strength 2x100mg", "'2x100mg' is not a strength in mg."),
        ("fill 24x100mg sublingal", "is not a route that ketalog knows. Did you mean"),
        ("fill 24x100mg", "The route is missing."),
        ("fill 24", "How strong one unit is, is not known."),
        ("fill 24x100mg nasal --strength 50", "Two things are said of how strong one unit is."),
        ("fill 24x100mg nasal --route oral", "Two things are said: 'nasal' and 'oral'."),
        ("fill 24x100mg nasal --form s", "What one unit is, is a short word."),
        ("fill 24x100mg nasal --at tomorrow", "lies ahead"),
        ("fill", "How many units?"),
        ("flil 24", "Did you mean 'fill'?"),
        ("--note x", "What happened: fill, lost or count?"),
    ],
)
def test_what_can_not_be_counted_is_refused_in_one_line(
    ketalog: Ketalog, home: Path, line: str, said: str
) -> None:
    assert said in refused(ketalog(f"supply {line}"))
    assert not (home / "journal.json").exists()


# Counting.


def test_doses_before_the_first_fill_do_not_count(ketalog: Ketalog) -> None:
    ok(ketalog("dose 2x100mg sublingual --at 2026-10-30T20:00"))
    ok(ketalog(FILL))
    ok(ketalog("dose 2x100mg sublingual --at 2026-11-02T20:00"))
    assert "Left by the journal: 22.\n" in ok(ketalog("supply"))


def test_a_count_stands_beside_what_the_journal_says(ketalog: Ketalog) -> None:
    ok(ketalog(FILL))
    ok(ketalog("dose 2x100mg sublingual --at 2026-11-02T20:00"))
    for units, said in ((18, "4 fewer"), (18, "the same"), (19.5, "1.5 more")):
        answer = ok(ketalog(f"supply count {units}"))
        assert (
            f"Counted {units}; the journal says {22 if said == '4 fewer' else 18}: {said}."
            in answer
        )
    shown = ok(ketalog("supply"))
    assert "Left by the journal: 19.5.\n" in shown
    assert "counted 18, 4 fewer than the journal said, left 18\n" in shown
    assert "counted 18, as the journal said, left 18\n" in shown


def test_the_order_is_that_of_time_not_of_writing(ketalog: Ketalog) -> None:
    ok(ketalog("supply count 10x100mg sublingual --at 2026-11-20T20:00"))
    answer = ok(ketalog(FILL))
    assert "Left by the journal: 10 × 100 mg troches" in answer
    ok(ketalog("supply lost 4 --at 2026-11-10T20:00"))
    shown = ok(ketalog("supply"))
    assert "#2: filled 24, left 24\n" in shown
    assert "#3: lost or wasted 4, left 20\n" in shown
    assert "#1: counted 10, 10 fewer than the journal said, left 10\n" in shown


def test_what_is_left_is_never_stopped_at_0(ketalog: Ketalog, home: Path) -> None:
    put(home, plan())
    ok(ketalog("supply count 2 --at 2026-11-01T20:00"))
    ok(ketalog("dose 5x100mg sublingual --at 2026-11-02T20:00"))
    shown = ok(ketalog("supply"))
    assert "Left by the journal: -3. 3 more went than there were.\n" in shown
    assert "At the plan's 6 a week there are none left.\n" in shown
    (stock,) = ketalog("supply --json").data["stocks"]
    assert (stock["left"], stock["days_left"], stock["until"]) == ("-3", -4, None)


def test_what_the_clinic_gave_is_none_of_the_patients_supply(ketalog: Ketalog) -> None:
    ok(ketalog(FILL))
    ok(ketalog("dose 1x100mg sublingual --at 'mon 8pm'"))
    ok(ketalog("session kap 2x100mg sublingual --at 'tue 3pm'"))
    ok(ketalog("session kap 2x50mg sublingual --at 'wed 3pm'"))
    said = ok(ketalog("supply"))
    assert "Left by the journal: 23.\n" in said
    assert "not counted" not in said
    assert "23 × 100 mg troches left" in ok(ketalog("today"))
    ok(ketalog("delete 4"))
    assert "Left by the journal: 21.\n" in ok(ketalog("supply"))


def test_doses_that_can_not_be_counted_are_named_by_number(ketalog: Ketalog) -> None:
    ok(ketalog(FILL))
    for day, dose in enumerate(("100mg", "100mg", "2x50mg", "1x100mg"), 2):
        ok(ketalog(f"dose {dose} sublingual --at 2026-11-0{day}T20:00"))
    ok(ketalog("dose 35mg iv --at 2026-11-08T20:00"))
    shown = ok(ketalog("supply"))
    assert "Left by the journal: 23.\n" in shown
    assert "  2 doses without a known strength are not counted.\n" in shown
    assert "  1 dose of another strength is not counted.\n" in shown


def test_a_plan_tells_how_strong_the_units_of_a_dose_were(ketalog: Ketalog, home: Path) -> None:
    put(home, plan())
    ok(ketalog("supply fill 24 --at 2026-11-01T20:00"))
    ok(ketalog("dose 150mg sublingual --at 2026-11-02T20:00"))
    ok(ketalog("dose 33mg sublingual --at 2026-11-04T20:00"))
    shown = ok(ketalog("supply"))
    assert "Left by the journal: 22.17.\n" in shown
    assert "not counted" not in shown


def test_an_undo_and_an_edit_change_what_is_left(ketalog: Ketalog) -> None:
    ok(ketalog(FILL))
    ok(ketalog("edit 1 20"))
    assert "Left by the journal: 20.\n" in ok(ketalog("supply"))
    ok(ketalog("edit 1 count 7"))
    assert "counted 7, left 7\n" in ok(ketalog("supply"))
    ok(ketalog("edit 1 --note 'from the shelf'"))
    assert "(note: from the shelf)" in ok(ketalog("supply"))
    ok(ketalog("undo"))
    ok(ketalog("undo"))
    ok(ketalog("undo"))
    assert "Left by the journal: 24.\n" in ok(ketalog("supply"))
    refused(ketalog("edit 1 0"))
    assert "Nothing to change" in ok(ketalog("edit 1 fill"))
    refused(ketalog("edit 1 -3"))


def test_without_supply_it_says_how_to_begin(ketalog: Ketalog) -> None:
    assert ok(ketalog("supply")).startswith("No supply is written down.\n")
    assert ketalog("supply --json").data == {"stocks": []}


def test_a_locked_journal_takes_a_fill_without_a_passphrase(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "words").write_text("a long enough passphrase\n")
    monkeypatch.setenv("KETALOG_NEW_PASSPHRASE_FILE", str(home / "words"))
    monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "words"))
    ok(ketalog(FILL))
    ok(ketalog("lock"))
    monkeypatch.delenv("KETALOG_PASSPHRASE_FILE")
    answer = ketalog("supply fill 6x100mg sublingual")
    assert "Logged" in ok(answer)
    assert "The journal is locked: what is left shows with 'ketalog supply'." in answer.err
    assert "How strong one unit is" in refused(ketalog("supply fill 6"))
    monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "words"))
    assert "Left by the journal: 30.\n" in ok(ketalog("supply"))


def test_a_fill_is_logged_as_a_dose_is_where_the_journal_is_damaged_in_the_middle(
    ketalog: Ketalog, home: Path
) -> None:
    ok(ketalog(FILL))
    for n in range(400):
        put(home, Mood(id=new_id(), at=NOW - timedelta(days=400 - n), recorded=NOW, mood=5))
    ok(ketalog("today"))
    for file in (home / "journal.json", *home.rglob("backups/*")):
        file.write_bytes(file.read_bytes().replace(b'"number":200', b'"number":2OO', 1))
    assert ketalog("list --all").code == 5
    ok(ketalog("dose 100mg sublingual"))
    answer = ketalog("supply fill 12x100mg sublingual")
    assert ok(answer).startswith("Logged #403: supply filled: 12 × 100 mg troches (ketamine subl")
    assert "Left by the journal: 36 × 100 mg troches" in answer.out  # As was kept beside it.
    (home / ".journal.json.snapshot").unlink()
    answer = ketalog("supply lost 1x100mg sublingual")
    assert "1 × 100 mg (" in ok(answer)
    assert "The journal is damaged: what is left can't be seen." in answer.err
    assert "'ketalog doctor' says what to do." in answer.err
    assert ketalog("supply lost 1x100mg sublingual --json").data["left"] is None
    assert "The journal is damaged: what is left can't be seen." in refused(
        ketalog("supply lost 1")
    )
    assert ketalog("supply").code == 5


def test_supply_comes_back_from_an_export(ketalog: Ketalog, home: Path) -> None:
    ok(ketalog([*FILL.split(), "--note", "from the shelf", "--medication", "Esketamine"]))
    ok(ketalog("supply count 0"))
    ok(ketalog(f"export {home}/all.json"))
    ok(ketalog(f"export {home}/all.csv"))
    before = ketalog("supply --json").data
    ok(ketalog(f"--journal {home}/other.json import {home}/all.json"))
    assert ketalog(f"--journal {home}/other.json supply --json").data == before
    table = (home / "all.csv").read_text(encoding="utf-8-sig")
    assert "supply filled: 24 × 100 mg troches (Esketamine sublingual)" in table
    assert "from the shelf" not in table


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("units", "0"),
        ("units", "-3"),
        ("units", "1e999"),
        ("units", "NaN"),
        ("strength_mg", "0"),
        ("strength_mg", "200000"),
        ("route", "up"),
        ("change", "found"),
    ],
)
def test_a_file_can_not_bring_in_what_can_not_be_logged(
    ketalog: Ketalog, home: Path, field: str, value: str
) -> None:
    ok(ketalog(FILL))
    ok(ketalog(f"export {home}/all.json"))
    text = (home / "all.json").read_text()
    said = {"units": "24", "strength_mg": "100", "route": "sublingual", "change": "fill"}[field]
    assert f'"{field}": "{said}"' in text
    (home / "all.json").write_text(text.replace(f'"{field}": "{said}"', f'"{field}": "{value}"'))
    answer = ketalog(f"--journal {home}/other.json import {home}/all.json")
    assert answer.code == 4
    assert "can't be taken" in answer.err or "this is not an entry" in answer.err


# How long it lasts.


def shown_rate(ketalog: Ketalog, home: Path, *plans: Plan | PlanStop) -> list[Any]:
    put(home, *plans)
    ok(ketalog("supply count 20x100mg sublingual"))
    (stock,) = ketalog("supply --json").data["stocks"]
    return [stock[key] for key in ("units_a_week", "days_left", "until", "plan_changes")]


@pytest.mark.parametrize(
    ("schedule", "lasts"),
    [
        ({}, ("6", 23, "2026-12-15")),
        ({"rrule": None, "per_week": 3}, ("6", 23, "2026-12-15")),
        ({"rrule": "FREQ=DAILY;INTERVAL=1", "per_day": 2}, ("28", 5, "2026-11-27")),
        ({"rrule": "FREQ=DAILY;INTERVAL=3"}, ("4.667", 30, "2026-12-22")),
        ({"units": None, "amount_mg": Decimal(150)}, ("4.5", 31, "2026-12-23")),
        ({"units": None}, (None, None, None)),
        ({"rrule": None}, (None, None, None)),
        ({"strength_mg": Decimal(200)}, (None, None, None)),
        ({"route": "nasal"}, (None, None, None)),
    ],
)
def test_days_left_are_those_at_the_plans_rate(
    ketalog: Ketalog, home: Path, schedule: dict[str, Any], lasts: tuple[Any, ...]
) -> None:
    assert shown_rate(ketalog, home, plan(**schedule)) == [*lasts, None]
    said = ok(ketalog("supply"))
    assert ("No plan says how many are taken a day" in said) == (lasts[0] is None)


def test_a_step_ahead_is_in_the_days_left(ketalog: Ketalog, home: Path) -> None:
    daily: dict[str, Any] = {"rrule": "FREQ=DAILY;INTERVAL=1"}
    step = plan(days_ago=-5, units=Decimal(5), **daily)
    found = shown_rate(ketalog, home, plan(units=Decimal(1), **daily), step)
    assert found == ["7", 8, "2026-11-30", None]
    assert "At the plan's 1 a day they last 8 days, until Mon 30 Nov 2026.\n" in ok(
        ketalog("supply")
    )


def test_a_step_that_is_reckoned_with_is_said(ketalog: Ketalog) -> None:
    ok(ketalog("plan set 1x100mg sublingual --form troche --days daily"))
    ok(ketalog("supply fill 24"))
    assert "reckoned" not in ok(ketalog("supply"))
    ok(ketalog("plan set 2x100mg --from '1 dec'"))
    said = ok(ketalog("supply"))
    assert "  At the plan's 1 a day they last 16 days, until Tue 8 Dec 2026.\n" in said
    assert "  The plan's change on Tue 1 Dec 2026 is reckoned with.\n" in said
    ok(ketalog("undo"))
    ok(ketalog("plan set 2x100mg --from '24 dec'"))
    assert "reckoned" not in ok(ketalog("supply"))


def test_what_outlasts_the_plan_says_so(ketalog: Ketalog, home: Path) -> None:
    stop = PlanStop(id=new_id(), at=NOW + timedelta(days=5), recorded=NOW, route="sublingual")
    assert shown_rate(ketalog, home, plan(), stop) == ["6", None, None, "2026-11-27"]
    assert "they last until the plan changes, Fri 27 Nov 2026.\n" in ok(ketalog("supply"))


def test_a_plan_that_begins_later_has_no_rate_until_then(ketalog: Ketalog, home: Path) -> None:
    later = plan(days_ago=-10, rrule="FREQ=DAILY;INTERVAL=1")
    assert shown_rate(ketalog, home, later) == ["14", 20, "2026-12-12", None]


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["fill", "lost", "count"]),
        st.integers(0, 200),
        st.integers(1, 90),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one[1],
)


def account_of(some: list[tuple[Any, int, int, int]]) -> tuple[StockHistory, list[Decimal]]:
    """Return the account of changes, and what doses took behind each of them.

    `some` say what, how many hours after the start, units, and how many doses took then.
    """
    in_order = sorted(some, key=lambda one: one[1])
    changes = [
        Supply(
            id=new_id(),
            at=NOW + timedelta(hours=hours),
            recorded=NOW,
            change=change,
            units=Decimal(units),
            strength_mg=Decimal(100),
            route="sublingual",
        )
        for change, hours, units, _ in in_order
    ]
    took = [Decimal(units) for *_, units in in_order]
    taken = [
        TakenUnits(change.id, units) for change, units in zip(changes, took, strict=True) if units
    ]
    [account] = accounts(changes, taken)
    return account, took


@given(CHANGES)
def test_each_change_does_what_it_says(some: list[tuple[Any, int, int, int]]) -> None:
    account, took = account_of(some)
    assert account.events[0].before is None
    for event in account.events:
        units, before = event.supply.units, event.before or Decimal(0)
        match event.supply.change:
            case "fill":
                assert event.left == before + units
            case "lost":
                assert event.left == before - units
            case "count":
                assert event.left == units
                assert event.before is None or event.difference == units - before
    left = [event.left - units for event, units in zip(account.events, took, strict=True)]
    assert [*(event.before for event in account.events[1:]), account.left] == left


@given(CHANGES)
def test_what_is_left_is_what_was_counted_and_came_less_what_went(
    some: list[tuple[Any, int, int, int]],
) -> None:
    account, took = account_of(some)
    supplies = [event.supply for event in account.events]
    counts = [n for n, supply in enumerate(supplies) if supply.change == "count"]
    since = counts[-1] if counts else 0
    came = sum(
        (-supply.units if supply.change == "lost" else supply.units for supply in supplies[since:]),
        Decimal(0),
    )
    assert account.left == came - sum(took[since:])


def accounts_of(entries: Iterable[Entry]) -> list[StockHistory]:
    snapshot = snapshot_of(entries, 0)
    return accounts(snapshot.supplies, snapshot.taken)


@given(CHANGES, st.randoms(use_true_random=False))
def test_in_which_order_it_was_written_makes_no_difference(
    some: list[tuple[Any, int, int, int]], chance: Any
) -> None:
    ordered = [event.supply for event in account_of(some)[0].events]
    mixed = ordered[:]
    chance.shuffle(mixed)
    assert accounts_of(mixed) == accounts_of(ordered)


@given(st.integers(-400, 400), st.integers(1, 60), st.integers(1, 14))
def test_days_left_are_whole_days_of_the_rate(units: int, doses: int, of_days: int) -> None:
    from fractions import Fraction

    rate = Fraction(doses, of_days)
    days = days_left(Decimal(units), [Rate(date(2026, 11, 22), rate)])
    assert days is not None
    assert days * rate <= units < (days + 1) * rate
    assert days_left(Decimal(units), []) is None


# For today and the week: from what still holds alone.


def test_what_is_left_is_known_without_reading_the_journal(ketalog: Ketalog, home: Path) -> None:
    put(home, plan())
    ok(ketalog("supply fill 24 --at 2026-11-01T20:00"))
    ok(ketalog("supply count 3x28mg nasal --medication esketamine"))
    ok(ketalog("supply count 0x50mg sublingual"))
    ok(ketalog("dose 200mg sublingual --at 2026-11-02T20:00"))
    snapshot = Store(home / "journal.json").snapshot()
    assert [say_forecast(one) for one in forecasts(snapshot, NOW, Calendar())] == [
        "22 × 100 mg troches left of ketamine sublingual; for 25 days",
        "3 × 28 mg left of esketamine nasal",
    ]
    first: SupplyForecast = forecasts(snapshot, NOW, Calendar())[0]
    assert (first.left, first.days, first.until) == (Decimal(22), 25, date(2026, 12, 17))


def test_it_says_the_same_as_the_whole_journal(ketalog: Ketalog, home: Path) -> None:
    put(home, plan())
    ok(ketalog("supply count 1 --at 2026-11-01T20:00"))
    for day in range(2, 6):
        ok(ketalog(f"dose 150mg sublingual --at 2026-11-0{day}T20:00"))
    store = Store(home / "journal.json")
    (whole,) = accounts_of(store.everything().entries.values())
    (one,) = forecasts(store.snapshot(), NOW, Calendar())
    assert one.left == whole.left == Decimal(-5)
    assert [say_forecast(one) for one in forecasts(store.snapshot(), NOW, Calendar())] == [
        "-5 × 100 mg troches left of ketamine sublingual (5 more went than there were)"
    ]
    assert by_stock(store.snapshot().supplies)
