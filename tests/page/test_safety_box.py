"""The safety box: always the same rows; what was found, and of how many doses it is known."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ketalog.domain.entries import Effect, Mood, NoEffects
from ketalog.domain.kinds import Entry
from ketalog.domain.plan import Plan, PlanStop
from ketalog.domain.treatment import Also, Check, Session, Skip, Supply, Vitals
from ketalog.page import markdown
from tests.page.test_page import DIARY, at, dose, draw

THOUGHTS = "Thoughts of suicide or self-harm"
TOPICS = [
    *(THOUGHTS, "Red flags", "Bladder"),
    *("Blood pressure, pulse, oxygen", "Dissociation, sedation", "Doses against the plan"),
    *("Supply", "Alcohol", "Sedatives, other medicines", "Memory and thinking", "Daily life"),
    *("Craving, driving", "Other side effects"),
]


def safety(entries: Sequence[Entry], **more: Any) -> dict[str, str]:
    """Return the rows of the box by their topic."""
    return {
        one.topic: f"{one.sign} {one.text} [{one.asked}]" for one in draw(entries, **more).safety
    }


def check(when: str, name: str, *answers: int | None, **more: Any) -> Check:
    return Check(**at(when), instrument=name, answers=answers, **more)


def plan(**more: Any) -> Plan:
    given = {"amount_mg": Decimal(100), "rrule": "FREQ=WEEKLY;BYDAY=MO,WE", **more}
    return Plan(**at("2 9:00"), route="sublingual", **given)


def test_it_has_always_the_same_rows_in_the_same_order() -> None:
    for entries in ([dose("2 20:00", 100)], DIARY, [Mood(**at("3 9:00"), mood=5)]):
        assert list(safety(entries)) == TOPICS


def test_it_tells_reported_from_denied_from_never_asked() -> None:
    rows = safety(DIARY)
    assert rows["Other side effects"] == (
        "! nausea severe (10 Nov), 2 in all; at most mild: dizziness; "
        "without severity: “odd dreams” [known after 3 of 4 doses, on 1 day besides]"
    )
    assert rows["Red flags"] == "– none when asked [known after 1 of 4 doses]"
    assert rows["Bladder"] == "? not recorded [never asked]"
    assert rows["Blood pressure, pulse, oxygen"] == "? not recorded [never measured]"
    assert rows["Doses against the plan"] == "? not recorded [no plan recorded]"


def test_silence_is_never_none() -> None:
    rows = safety([dose("2 20:00", 100, mood=5)])
    assert {row[0] for row in rows.values()} == {"?"}
    assert rows["Other side effects"] == "? not recorded [never asked; 1 dose]"
    denied: list[Entry] = [Mood(**at("2 20:00"), mood=5, anxiety=5), NoEffects(**at("3 9:00"))]
    assert safety(denied)["Red flags"] == "– none when asked [known on 1 day]"
    assert safety(denied)["Bladder"] == "? not recorded [never asked]"


def test_danger_in_the_patients_own_words_needs_no_severity() -> None:
    rows = safety(
        [
            dose("4 20:00", 100),
            Effect(**at("4 21:00"), name="Want to die"),
            Effect(**at("4 22:00"), name="chest pain"),
            Effect(**at("4 23:00"), name="blood in my pee", severity="mild"),
        ]
    )
    assert rows[THOUGHTS] == "! “Want to die” (4 Nov) [never asked]"
    assert rows["Red flags"] == "! chest pain (4 Nov) [known after 1 of 1 dose]"
    assert rows["Bladder"] == "! “blood in my pee” mild (4 Nov) [never asked]"


def test_a_check_in_with_a_gap_is_not_denied_and_its_gap_is_not_none() -> None:
    entries: list[Entry] = [dose("4 20:00", 100), check("4 22:00", "dose", 2, 0, None, 0)]
    drawn, rows = draw(entries), safety(entries)
    calmed = "! sedation moderate (4 Nov) [known after 1 of 1 dose]"
    assert rows["Dissociation, sedation"] == calmed
    assert drawn.doses.rows[0][-1] == "sedation (moderate)"
    assert drawn.weeks.rows[0][-1] == "moderate sedation"
    assert [row[:2] for row in drawn.effects.rows] == [("Sedation", "1 of 1")]
    asked: list[Entry] = [dose("4 20:00", 100), check("4 22:00", "dose", 0, 0, None, 0)]
    assert draw(asked).doses.rows[0][-1] == "none of those asked about"
    assert safety(asked)["Memory and thinking"] == "? not recorded [never asked; 1 dose]"


def test_a_share_is_of_the_doses_of_which_it_is_known() -> None:
    entries: list[Entry] = [
        *(dose(f"{day} 20:00", 100) for day in (2, 4, 6, 8)),
        Effect(**at("2 21:00"), name="nausea", severity="mild"),
        NoEffects(**at("4 22:00")),
        Effect(**at("6 21:00"), name="headache"),
    ]
    rows = {row[0]: row[1] for row in draw(entries).effects.rows}
    assert rows == {"Nausea": "1 of 2", "Headache": "1 of 2"}


def test_an_effect_after_a_dose_of_another_period_is_not_counted_among_this_ones() -> None:
    entries: list[Entry] = [
        dose("1 22:00", 100),
        Effect(**at("2 9:00"), name="headache", severity="severe"),
        Effect(**at("4 23:00"), name="headache", severity="severe"),
        dose("4 22:00", 100),
    ]
    assert safety(entries)["Other side effects"] == (
        "! headache severe (2 Nov, 4 Nov) [known after 1 of 1 dose, on 1 day besides]"
    )
    [row] = draw(entries).effects.rows
    assert row == ("Headache", "1", "2", "severe", "4 Nov")


def test_many_days_of_one_thing_are_counted_and_few_are_named() -> None:
    days = (2, 3, 5, 7, 11)
    worse = [Effect(**at(f"{n} 20:00"), name="nausea", severity="severe") for n in days]
    few, many = (safety(some)["Other side effects"] for some in (worse[:4], worse))
    assert few.startswith("! nausea severe (2 Nov, 3 Nov, 5 Nov, 7 Nov) ")
    assert many.startswith("! nausea severe (5 times, first 2 Nov, last 11 Nov) ")


def test_item_9_stands_first_with_every_day_whatever_the_total() -> None:
    entries = [
        check("1 9:00", "phq9", *[0] * 8, 2),
        check("3 9:00", "phq9", *[0] * 8, 1),
        check("5 9:00", "phq9", *[0] * 9),
        check("9 9:00", "phq9", *[0] * 8, 1),
        check("11 9:00", "phq9", *[0] * 8, None),
    ]
    assert safety(entries)[THOUGHTS] == (
        "! PHQ-9 question 9: several days (3 Nov, 9 Nov), not at all (5 Nov), more than half the "
        "days (1 Nov, before this period) [answered 3 of 4 (PHQ-9)]"
    )
    denied = safety([check("3 9:00", "phq9", *[0] * 9, difficulty=2)])
    assert denied[THOUGHTS] == "– PHQ-9 question 9: not at all (3 Nov) [answered 1 of 1 (PHQ-9)]"
    assert denied["Daily life"] == "· very difficult (3 Nov) [answered 1 of 1 (PHQ-9)]"


def test_what_was_asked_about_or_measured_is_not_called_unknown() -> None:
    entries: list[Entry] = [
        Vitals(**at("3 9:00"), systolic_mmhg=232, diastolic_mmhg=138),
        Vitals(**at("3 9:05"), oxygen_percent=82, pulse_per_minute=110),
        check("4 9:00", "bladder", *[0] * 7),
        Also(**at("5 9:00"), what="no alcohol", about="alcohol"),
    ]
    rows = safety(entries)
    assert rows["Blood pressure, pulse, oxygen"] == (
        "! blood pressure 232/138 (3 Nov 09:00): 180/120 or more (AHA); oxygen "
        "82 % (3 Nov 09:05): 91 % or less (NEWS2); "
        "highest pulse 110 (3 Nov) [measured on 1 day]"
    )
    assert rows["Bladder"] == "– none when asked [answered 1 of 1 (Bladder check)]"
    assert rows["Alcohol"] == "– none when asked [known on 1 of 14 days]"


def test_readings_are_measured_at_doses_and_on_days_besides_and_a_weight_is_none_of_them() -> None:
    row = "Blood pressure, pulse, oxygen"
    weighed = Vitals(**at("3 9:00"), weight_kg=Decimal(70))
    assert safety([weighed])[row] == "? not recorded [never measured]"
    given = dose("4 10:00", 56, "nasal", medication="esketamine")
    session = Session(**at("4 9:59"), where="clinic", dose=given.id, lowest_oxygen_percent=89)
    assert safety([weighed, given, session])[row] == (
        "! oxygen 89 % (4 Nov): 91 % or less (NEWS2) [measured at 1 of 1 dose]"
    )
    resting = Vitals(**at("8 9:00"), pulse_per_minute=60)
    assert safety([given, session, resting])[row].endswith(
        "[measured at 1 of 1 dose, on 1 day besides]"
    )


def test_what_was_taken_besides_stands_there_with_its_days() -> None:
    entries: list[Entry] = [
        Also(**at("3 9:00"), what="2 beers", about="alcohol"),
        Also(**at("4 9:00"), what="diazepam", about="sedative"),
        Also(**at("5 9:00"), what="sertraline", about="medicine", change="started"),
    ]
    rows = safety(entries)
    assert rows["Alcohol"] == "! 2 beers (3 Nov) [known on 1 of 14 days]"
    assert rows["Sedatives, other medicines"] == (
        "! diazepam (4 Nov); started sertraline (5 Nov) [known on 2 of 14 days]"
    )


def test_who_had_no_side_effects_did_not_say_that_there_was_no_driving() -> None:
    denied: list[Entry] = [NoEffects(**at("3 9:00"))]
    assert safety(denied)["Craving, driving"] == (
        "– craving none when asked; the rest not recorded [known on 1 day]"
    )
    asked = [*denied, check("4 9:00", "monthly", 0, 0, 0, 0, 0)]
    row = "– none when asked [known on 2 days]"
    assert safety(asked)["Craving, driving"] == row


def test_the_worst_answer_is_named_and_not_the_last_one() -> None:
    answers = ([0, 0, 3, 0, 0, 0, 0], [0, 0, 1, 0, 0, 0, 0])
    checks = [
        check(f"{n} 9:00", "bladder", *given) for n, given in zip((3, 9), answers, strict=True)
    ]
    assert safety(checks)["Bladder"].startswith("! urinary urgency always (3 Nov), 2 in all [")
    moderate = Effect(**at("2 9:00"), name="memory problems", severity="moderate")
    monthly = check("4 9:00", "monthly", 0, 0, 0, 0, 3)
    assert safety([moderate, monthly])["Memory and thinking"].startswith("! memory problems ")


def test_a_week_of_too_many_doses_is_one_deviation_with_all_of_them() -> None:
    doses = [dose(f"{day} 20:00", 100) for day in (2, 3, 4, 5, 9)]
    row = safety([plan(rrule=None, per_week=2), *doses])["Doses against the plan"]
    assert "more doses a week than planned: 4 of 2 (5 Nov);" in row


def test_a_plan_that_ended_at_once_is_not_called_none() -> None:
    ended = PlanStop(**{**at("2 9:00"), "id": "stop", "number": 2}, route="sublingual")
    row = safety([plan(number=1), ended])["Doses against the plan"]
    assert row == "? not recorded [no dose planned in this period]"


def test_many_unplanned_doses_are_counted_once() -> None:
    doses = [dose(f"{day} 20:00", 100) for day in (3, 5, 6, 7, 8)]
    row = safety([plan(), *doses])["Doses against the plan"]
    assert "; 5 unplanned (first 3 Nov, last 8 Nov); " in row


def test_the_monthly_check_tells_of_craving_driving_and_alcohol() -> None:
    rows = safety([check("3 9:00", "monthly", 1, 0, 2, 1, None)])
    assert rows["Craving, driving"] == (
        "! driving after a dose often (3 Nov); craving once or twice (3 Nov) [known on 1 day]"
    )
    assert rows["Alcohol"] == "! alcohol once or twice (3 Nov) [known on 1 of 14 days]"
    assert rows["Memory and thinking"] == "? not recorded [never asked; 0 doses]"
    drawn = draw([check("3 9:00", "monthly", 0, 0, 2, 0, 0)])
    assert [point.kind for point in drawn.safety if point.topic == "Alcohol"] == ["denied"]
    assert drawn.effects.rows == ()


def test_alcohol_is_known_of_the_days_of_monthly_checks_and_of_those_it_was_logged_on() -> None:
    entries: list[Entry] = [
        check("3 9:00", "monthly", 0, 0, 0, 2, None),
        Also(**at("3 20:00"), what="no alcohol", about="alcohol", change="none"),
        Also(**at("5 20:00"), what="no alcohol", about="alcohol", change="none"),
    ]
    assert safety(entries)["Alcohol"] == "! alcohol often (3 Nov) [known on 2 of 14 days]"


def test_none_of_anything_is_none_of_alcohol_and_of_medicines() -> None:
    rows = safety([Also(**at("5 9:00"), what="anything", about="all", change="none")])
    for topic in ("Alcohol", "Sedatives, other medicines"):
        assert rows[topic] == "– none when asked [known on 1 of 14 days]"


def test_esketamine_apart_from_a_session_is_named() -> None:
    taken = dose("4 20:00", 56, "nasal", medication="esketamine")
    row = safety([taken])["Doses against the plan"]
    assert row == "! esketamine apart from a session (4 Nov) [no plan recorded]"
    session = Session(**at("4 20:00") | {"id": "s"}, where="clinic", dose=taken.id)
    assert safety([taken, session])["Doses against the plan"].startswith("? ")


def test_each_way_beside_the_plan_stands_there_with_its_size_alike_ones_together() -> None:
    doses = [dose(f"{day} 20:00", 300) for day in (2, 4, 9, 11)]
    entries: list[Entry] = [plan(least_hours=Decimal(48)), *doses, dose("13 19:40", 100)]
    assert safety(entries)["Doses against the plan"] == (
        "! larger than planned: 300 of 100 mg (2 Nov, 4 Nov, 9 Nov, 11 Nov); sooner than planned: "
        "47:40 h of 48 h (13 Nov); more doses a week than planned: 3 of 2 (13 Nov); 1 unplanned "
        "(13 Nov) [recorded 4 of 4 planned]"
    )


def test_a_plan_and_then_nothing_is_never_said_to_be_not_taken() -> None:
    drawn = draw([plan()])
    assert drawn.tiles[0].value == "– / 4"
    row = safety([plan()])["Doses against the plan"]
    assert row.startswith("? 4 planned doses not recorded [")
    assert [row[1] for row in drawn.weeks.rows] == ["–/2 (2 ?)", "–/2 (2 ?)"]
    assert "4 planned and not recorded" in drawn.strip.charts[0].alt
    assert "not taken" not in markdown.render(drawn).decode()


def test_the_dose_log_says_what_the_plan_had_and_what_was_skipped() -> None:
    skip = Skip(**at("4 20:00"), reason="no time")
    entries: list[Entry] = [plan(), dose("2 20:00", 150), dose("3 20:00", 100), skip]
    rows = draw(entries).doses.rows
    assert [row[2] for row in rows] == ["150 of 100 mg", "100 mg, unplanned", "skipped"]
    assert draw(entries, notes=True).doses.rows[-1][-1] == "no time"
    assert b"no time" not in markdown.render(draw(entries))


def test_the_supply_says_what_was_lost_counted_short_or_filled_early() -> None:
    stock: dict[str, Any] = {"strength_mg": Decimal(100), "route": "sublingual", "form": "troche"}
    entries: list[Entry] = [
        plan(),
        Supply(**at("2 10:00"), change="fill", units=Decimal(12), **stock),
        Supply(**at("3 10:00"), change="fill", units=Decimal(10), **stock),
        Supply(**at("4 10:00"), change="lost", units=Decimal(6), **stock),
        Supply(**at("5 10:00"), change="count", units=Decimal(13), **stock),
    ]
    assert safety(entries)["Supply"] == (
        "! filled with 12 still left (3 Nov); 6 lost (troche 100 mg, 4 Nov); 3 fewer counted than "
        "expected (5 Nov); 2 fills [counted 1 time]"
    )
    counted = [Supply(**at("7 10:00"), change="count", units=Decimal(20), **stock)]
    assert safety([*entries, *counted])["Supply"] == (
        "! filled with 12 still left (3 Nov); 6 lost (troche 100 mg, 4 Nov); 3 fewer counted than "
        "expected (5 Nov); 2 fills; 7 more counted than expected (7 Nov) [counted 2 times]"
    )


def test_the_kind_of_a_medicine_is_said_once_and_holds_whenever_it_stands_there() -> None:
    entries: list[Entry] = [
        Also(**at("1 9:00"), what="zolpidem 10 mg", about="sleep", change="started"),
        Also(**at("5 9:00"), what="Zolpidem", about="medicine", change="stopped"),
        Also(**at("5 9:01"), what="sertraline", about="medicine", change="started"),
    ]
    row = safety(entries)["Sedatives, other medicines"]
    assert row.startswith("! stopped Zolpidem (5 Nov); started sertraline (5 Nov) ")
    row = safety(entries[1:])["Sedatives, other medicines"]
    assert row.startswith("· stopped Zolpidem (5 Nov); ")


def test_of_many_changes_of_the_supply_the_last_stand_there_and_how_many_came_before() -> None:
    stock: dict[str, Any] = {"strength_mg": Decimal(100), "route": "sublingual"}
    lost = [
        Supply(**at(f"{day} 9:00"), change="lost", units=Decimal(1), **stock)
        for day in range(2, 11)
    ]
    row = safety(lost)["Supply"]
    assert row.startswith("! 3 earlier; 1 lost (100 mg, 5 Nov); ")
    assert row.count(" lost ") == 6


# Since the last visit, and the questionnaires.


def test_every_total_stands_with_its_date_and_an_estimate_is_never_denied() -> None:
    entries: list[Entry] = [
        check("1 9:00", "gad7", 3, 3, 2, 2, 2, 2, 2),
        check("9 9:00", "gad7", 2, 2, 1, 1, 1, 1, 1),
        check("9 9:30", "phq9", 1, 1, 1, 1, 1, 1, 1, 0, 0),
        check("12 9:00", "phq9", 1, 1, 1, 1, 1, 1, None, 0, 0),
    ]
    drawn = draw(entries)
    assert [(one.label, one.value, one.caption) for one in drawn.tiles[4:]] == [
        ("GAD-7", "16 → 9", "1 Nov → 9 Nov; mild"),
        ("PHQ-9", "7 → ≈ 6.8", "9 Nov → 12 Nov; estimated, 1 not answered"),
    ]
    assert drawn.scores.lines == ("PHQ-9 question 9: 0 (9 Nov), 0 (12 Nov)",)
    assert ">6.8</text>" in drawn.scores.charts[1].svg
    assert dict(drawn.since)["Questionnaires"] == (
        "GAD-7 16 (1 Nov) → 9 (9 Nov); PHQ-9 7 (9 Nov) → about 6.8 (12 Nov)"
    )
    assert drawn.scores.table is not None
    assert drawn.scores.table.rows == (
        ("GAD-7", "1 Nov", "16 of 21", "severe"),
        ("GAD-7", "9 Nov", "9 of 21", "mild"),
        ("PHQ-9", "9 Nov", "7 of 27", "mild"),
        ("PHQ-9", "12 Nov", "about 6.8 of 27 (estimated), 1 not answered", "–"),
    )


def test_a_questionnaire_with_too_many_gaps_is_said_to_have_no_total() -> None:
    drawn = draw([check("9 9:00", "gad7", 1, 1, None, 1, 1, 1, 1)])
    tile = drawn.tiles[4]
    assert (tile.value, tile.caption) == ("–", "9 Nov, too many gaps for a total")
    assert drawn.scores.empty == "no total"


def test_a_total_does_not_hide_a_later_questionnaire_that_has_none() -> None:
    entries = [
        check("3 9:00", "phq9", *[3] * 9),
        check("9 9:00", "phq9", 1, None, None, 1, None, 1, 0, 0, 0),
    ]
    tile = draw(entries).tiles[5]
    assert tile.value == "27"
    assert tile.caption == "3 Nov; severe; 9 Nov, too many gaps for a total"


def test_two_questionnaires_of_a_day_say_once_how_difficult_daily_life_was() -> None:
    entries = [
        check("3 9:00", "gad7", *[3] * 7, difficulty=3),
        check("3 9:10", "phq9", *[3] * 8, 0, difficulty=3),
        check("9 9:00", "gad7", *[1] * 7, difficulty=1),
    ]
    assert draw(entries).scores.lines[-1] == (
        "Daily life: extremely difficult (3 Nov); somewhat difficult (9 Nov)"
    )


def test_memory_problems_that_were_often_there_are_to_be_looked_at_first() -> None:
    once, often = (check("3 9:00", "monthly", 0, 0, 0, 0, answer) for answer in (1, 2))
    assert safety([once])["Memory and thinking"].startswith("· memory problems once or twice")
    assert safety([often])["Memory and thinking"].startswith("! memory problems often")


def test_a_medicine_is_still_taken_whenever_it_was_started() -> None:
    entries: list[Entry] = [
        Also(**at("1 9:00"), what="sertraline 50 mg", about="medicine", change="started"),
        Also(**at("1 9:05"), what="zolpidem", about="medicine", change="started"),
        Also(**at("6 9:00"), what="zolpidem", about="medicine", change="stopped"),
    ]
    assert dict(draw(entries).since)["Other medicines"] == (
        "stopped zolpidem (6 Nov); still taken: sertraline 50 mg (since 1 Nov)"
    )


def test_a_step_of_the_plan_stands_in_it_with_both_amounts() -> None:
    step = Plan(**at("9 9:00"), route="sublingual", amount_mg=Decimal(150))
    assert dict(draw([plan(), step]).since)["Plan"] == (
        "ketamine sublingual begun with 100 mg (2 Nov); ketamine sublingual 100 mg → 150 mg (9 Nov)"
    )


def test_what_is_taken_since_before_the_period_is_not_called_not_recorded() -> None:
    def row(about: Any, *more: Entry) -> str:
        begun = Also(**at("1 9:00"), what="diazepam 5 mg", about=about, change="started")
        return safety([begun, dose("3 20:00", 100), *more])["Sedatives, other medicines"]

    said = "still taken: diazepam 5 mg (since 1 Nov)"
    assert row("sedative") == f"! {said} [never asked]"
    assert row("medicine") == f"· {said} [never asked]"
    stopped = Also(**at("4 9:00"), what="diazepam", about="sedative", change="stopped")
    assert row("sedative", stopped) == "! stopped diazepam (4 Nov) [known on 1 of 14 days]"


def test_a_thought_of_suicide_before_the_period_is_never_passed_over() -> None:
    before = Effect(**at("1 9:00"), name="want to die")
    answered = check("5 9:00", "phq9", *[0] * 9)
    assert safety([before, answered])[THOUGHTS] == (
        "! “want to die” (1 Nov, before this period); PHQ-9 question 9: not at all (5 Nov) "
        "[answered 1 of 1 (PHQ-9)]"
    )
    again = Effect(**at("6 9:00"), name="want to die")
    assert safety([before, again])[THOUGHTS] == "! “want to die” (6 Nov) [never asked]"


def test_doses_as_planned_and_a_supply_as_expected_are_not_said_to_have_been_asked_about() -> None:
    taken = [dose(f"{day} 20:00", 100) for day in (2, 4, 9, 11)]
    assert safety([plan(), *taken])["Doses against the plan"] == (
        "– none sooner, larger or more than planned [recorded 4 of 4 planned]"
    )

    def counted(day: int, units: int, change: Any = "count") -> Supply:
        stock: dict[str, Any] = {"strength_mg": Decimal(100), "route": "sublingual"}
        return Supply(**at(f"{day} 9:00"), change=change, units=Decimal(units), **stock)

    first = counted(3, 10)
    assert safety(taken)["Supply"] == "? not recorded [never counted]"
    assert safety([first])["Supply"] == "– no change in this period [counted 1 time]"
    row = safety([first, counted(10, 10)])["Supply"]
    assert row == "– none lost, none fewer than expected [counted 2 times]"


def test_a_smaller_dose_than_planned_is_said_with_its_size_and_not_pointed_at() -> None:
    doses = [dose("2 20:00", 50), dose("4 20:00", 100), dose("9 20:00", 50), dose("11 20:00", 100)]
    row = safety([plan(), *doses])["Doses against the plan"]
    assert row == "· 2 smaller: 50 of 100 mg [recorded 4 of 4 planned]"
