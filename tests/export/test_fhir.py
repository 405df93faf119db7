"""The journal as FHIR R4: each kind as HL7 has it, and nothing that the journal doesn't know."""

import json
import re
import shlex
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from ketalog.domain.calendar import Calendar
from ketalog.domain.kinds import KINDS
from ketalog.domain.text import strip_invisible
from ketalog.domain.treatment import Check
from ketalog.export.formats.fhir.document import SECTIONS
from ketalog.export.formats.fhir.resources import FhirContext, resources_of
from tests.conftest import Ketalog
from tests.export.fhir import Json, against_our_checks

Resources = Callable[..., list[Json]]
FRIDAY = "2026-11-20T21:00:00+01:00"


class Bundle:
    """A bundle that was written: its resources by type, and by what refers to them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.content: Json = json.loads(text)
        self.by_url = {
            entry["fullUrl"]: entry["resource"] for entry in self.content.get("entry", [])
        }

    def all(self, type_: str, words: str = "") -> list[Json]:
        """Return the resources of a type whose code has the words."""
        found = [made for made in self.by_url.values() if made["resourceType"] == type_]
        return [made for made in found if words in made.get("code", {}).get("text", "")]

    def the(self, type_: str, words: str = "") -> Json:
        (only,) = self.all(type_, words)
        return only

    def referred(self, resource: Json, field: str) -> list[Json]:
        return [self.by_url[reference["reference"]] for reference in resource.get(field, [])]

    @property
    def narratives(self) -> str:
        """Return what a person reads, section by section."""
        return "\n".join(
            f"{section['title']}: {section['text']['div']}" for section in self.sections
        )

    @property
    def sections(self) -> list[Json]:
        return [*self.the("Composition")["section"]]


Written = Callable[..., Bundle]


@pytest.fixture
def written(ketalog: Ketalog, home: Path) -> Written:
    """Type lines, export, and return the bundle."""

    def write(*lines: str, options: str = "") -> Bundle:
        for line in lines:
            answer = ketalog(line)
            assert answer.code == 0, (line, answer.err)
        answer = ketalog(f"export {home}/x.fhir.json --force {options}")
        assert answer.code == 0, answer.err
        return Bundle((home / "x.fhir.json").read_text("utf-8"))

    return write


def coded(concept: Json) -> set[str]:
    return {coding["code"] for coding in concept.get("coding", [])}


def test_every_kind_has_its_section() -> None:
    assert sorted(name for section in SECTIONS for name in section.kinds) == sorted(
        kind.name for kind in KINDS
    )


def test_a_dose_is_a_statement_of_the_patient(written: Written) -> None:
    bundle = written("dose 2x15mg nasal --hold 1 --mood 4 --anxiety 7 alone --at 'fri 9pm'")
    dose = bundle.the("MedicationStatement")
    assert (dose["status"], dose["effectiveDateTime"]) == ("completed", FRIDAY)
    assert dose["dateAsserted"] == "2026-11-22T21:00:00+01:00"
    assert coded(dose["medicationCodeableConcept"]) == {"6130", "373464007"}
    assert dose["informationSource"] == dose["subject"]
    (dosage,) = dose["dosage"]
    assert dosage["text"] == "2 × 15 mg = 30 mg nasal, held 1 min"
    assert coded(dosage["route"]) == {"46713006"}
    assert dosage["doseAndRate"][0]["doseQuantity"]["value"] == 30
    assert dose["note"] == [{"text": "alone"}]
    mood, anxiety = bundle.all("Observation")
    assert [mood["valueQuantity"]["value"], anxiety["valueQuantity"]["value"]] == [4, 7]
    assert bundle.referred(mood, "partOf") == [dose]
    assert anxiety["effectiveDateTime"] == FRIDAY


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("dose 2x28mg nasal --medication esketamine", {"2201623"}),
        ("dose 2x28mg nasal --medication Spravato", {"2201625"}),
        ("dose 20mg iv --medication esketamine", set()),
        ("dose 20mg iv --medication 'racemic ketamine'", set()),
    ],
)
def test_a_medicine_has_only_a_code_that_was_verified(
    written: Written, line: str, codes: set[str]
) -> None:
    medicine = written(line).the("MedicationStatement")["medicationCodeableConcept"]
    assert coded(medicine) == codes
    assert medicine["text"] in {"esketamine", "Spravato", "racemic ketamine"}


def test_an_estimate_is_words_and_no_quantity(written: Written) -> None:
    (dosage,) = written("dose about 100mg sublingual").the("MedicationStatement")["dosage"]
    assert dosage["text"] == "about 100 mg sublingual"
    assert "doseAndRate" not in dosage


def test_a_small_amount_is_an_exact_number(written: Written) -> None:
    assert '"value": 0.000001,' in written("dose 0.5x0.000002mg sublingual").text.replace(
        "1E-6", "0.000001"
    )


def test_a_booster_is_part_of_the_first_dose_of_its_sitting(written: Written) -> None:
    bundle = written("dose 50mg sl --at 7pm", "dose 50mg sl booster --at 7:40pm")
    first, booster = bundle.all("MedicationStatement")
    assert "partOf" not in first
    assert bundle.referred(booster, "partOf") == [first]


def test_what_was_not_taken_is_said_so_for_its_day(written: Written) -> None:
    lines = ("plan set 100mg sublingual --days daily --from '1 nov'", "skip 'a cold' --at wed")
    bundle = written(*lines, options="--since 2026-11-01 --notes")
    skip = bundle.the("MedicationStatement")
    assert (skip["status"], skip["effectiveDateTime"]) == ("not-taken", "2026-11-18")
    assert skip["statusReason"] == [{"text": "a cold"}]
    assert "a cold" not in written(options="--since 2026-11-01").text


def test_a_dose_that_is_said_after_midnight_to_be_skipped_is_of_the_evening(
    written: Written,
) -> None:
    lines = ("plan set 100mg sublingual --days daily --from '1 nov'", "skip --at '22 nov 00:30'")
    skip = written(*lines, options="--since 2026-11-01").the("MedicationStatement")
    assert skip["effectiveDateTime"] == "2026-11-21"


def test_a_plan_is_a_request_with_its_days(written: Written) -> None:
    line = "plan set 2x100mg sublingual --days mon,fri --most 2/week --by 'Dr R.' --from '1 nov'"
    plan = written(line).the("MedicationRequest")
    assert [plan[key] for key in ("status", "intent", "reportedBoolean")] == [
        "active",
        "plan",
        True,
    ]
    assert plan["requester"] == {"display": "Dr R."}
    (dosage,) = plan["dosageInstruction"]
    assert dosage["timing"]["repeat"] == {
        "boundsPeriod": {"start": "2026-11-01"},
        "frequency": 1,
        "period": 1,
        "periodUnit": "d",
        "dayOfWeek": ["mon", "fri"],
    }
    assert dosage["doseAndRate"][0]["doseQuantity"]["value"] == 200
    assert "at most 2 a week" in dosage["text"]


@pytest.mark.parametrize(
    ("days", "repeat"),
    [
        ("--every 3", {"frequency": 1, "period": 3, "periodUnit": "d"}),
        ("--times 2", {"frequency": 2, "period": 1, "periodUnit": "wk"}),
        ("--days daily --per-day 2", {"frequency": 2, "period": 1, "periodUnit": "d"}),
    ],
)
def test_days_of_a_plan_are_a_timing(written: Written, days: str, repeat: Json) -> None:
    (dosage,) = written(f"plan set 100mg oral {days}").the("MedicationRequest")["dosageInstruction"]
    assert dosage["timing"]["repeat"].items() >= repeat.items()


def test_a_plan_that_was_changed_stopped_then_and_the_next_names_it(written: Written) -> None:
    first, second = written(
        "plan set 100mg sublingual --days daily --from '1 nov'",
        "plan set 150mg sublingual --days daily",
        "plan stop --from tomorrow",
    ).all("MedicationRequest")
    assert [first["status"], second["status"]] == ["stopped", "active"]
    bounds = [
        plan["dosageInstruction"][0]["timing"]["repeat"]["boundsPeriod"] for plan in (first, second)
    ]
    assert [period["end"] for period in bounds] == ["2026-11-21", "2026-11-22"]
    assert second["priorPrescription"]["reference"] == first["identifier"][0]["value"]


def test_why_a_plan_ended_stands_with_the_plan(
    ketalog: Ketalog, written: Written, home: Path
) -> None:
    lines = ("plan set 50mg oral --days daily --from '1 nov'", "plan stop --note 'a break'")
    bundle = written(*lines, options="--notes --since 2026-11-01")
    assert bundle.the("MedicationRequest")["note"] == [{"text": "a break"}]
    assert ketalog(f"export {home}/y.fhir.json --since 2026-11-01 --json").data["remarks"] == []


def test_the_plan_that_held_is_there_though_it_was_set_before_the_first_day(
    written: Written,
) -> None:
    lines = ("plan set 100mg sublingual --days daily --from '1 nov'", "mood 5")
    bundle = written(*lines, options="--since today")
    assert len(bundle.all("MedicationRequest")) == 1
    assert written(options="--until '1 oct' --since '1 sep'").all("MedicationRequest") == []
    changed = written("plan set 150mg sublingual --days daily", options="--since today")
    assert changed.the("MedicationRequest")["status"] == "active"


def test_a_side_effect_is_part_of_its_dose(written: Written) -> None:
    bundle = written(
        "dose 100mg sl --at 'fri 9pm'",
        "effect nausea mild --for 45min --at 'fri 10pm'",
        "effect 'pink dreams' --at 'fri 10pm'",
        "effect dissociation severe --at 'fri 10pm'",
        "effect none --at 'sat 10am'",
    )
    nausea, dreams, dissociation, none = bundle.all("Observation")
    assert coded(nausea["code"]) == {"422587007"}
    assert coded(nausea["valueCodeableConcept"]) == {"255604002"}
    assert nausea["component"][0]["valueQuantity"]["value"] == 45
    assert dreams["code"] == {"text": "pink dreams"}
    assert dreams["valueCodeableConcept"] == {"text": "there, severity not said"}
    assert dissociation["code"] == {"text": "dissociation"}
    assert none["valueCodeableConcept"]["text"] == "none, when asked"
    dose = bundle.the("MedicationStatement")
    assert [bundle.referred(effect, "partOf") for effect in (nausea, none)] == [[dose], [dose]]


def test_sleep_is_minutes_and_a_pulse_stands_alone(written: Written) -> None:
    sleep, pulse = written("mood --sleep 7h30", "vitals --pulse 72").all("Observation")
    assert (sleep["valueQuantity"]["value"], sleep["valueQuantity"]["code"]) == (450, "min")
    assert (pulse["valueQuantity"]["value"], pulse["valueQuantity"]["code"]) == (72, "/min")
    assert "component" not in pulse


def test_a_day_without_a_time_stays_a_day(written: Written) -> None:
    lines = ("mood 5 yesterday", "effect nausea --at 2026-11-21", "session kap 40 min yesterday")
    bundle = written(*lines)
    mood, effect = bundle.all("Observation")
    assert mood["effectiveDateTime"] == effect["effectiveDateTime"] == "2026-11-21"
    assert bundle.the("Procedure")["performedDateTime"] == "2026-11-21"


def test_what_was_not_looked_through_yet_says_so(
    ketalog: Ketalog, written: Written, home: Path
) -> None:
    common = {"at": FRIDAY, "recorded": FRIDAY, "unreviewed": True}
    entries = [
        {"kind": "dose", "id": "1", "amount_mg": "100", "route": "oral", **common},
        {"kind": "effect", "id": "2", "name": "nausea", **common},
    ]
    (home / "in.json").write_text(json.dumps({"ketalog_export": 1, "entries": entries}))
    assert ketalog(f"import {home}/in.json").code == 0
    bundle = written()
    dose, effect = bundle.the("MedicationStatement"), bundle.the("Observation")
    assert effect["status"] == "preliminary"
    assert dose["note"] == effect["note"] == [{"text": "not looked through yet by the patient"}]
    assert bundle.narratives.count("not looked through yet by the patient") == 2


def test_readings_are_vital_signs_and_say_where_they_stand(written: Written) -> None:
    bundle = written(
        "dose 100mg sl --at 'fri 9pm'", "vitals 128/82 72 oxygen 97 weight 70.5kg --at 'fri 8pm'"
    )
    pressure, *others = bundle.all("Observation")
    halves = {coded(half["code"]).pop(): half["valueQuantity"] for half in pressure["component"]}
    assert {code: half["value"] for code, half in halves.items()} == {"8480-6": 128, "8462-4": 82}
    assert {half["code"] for half in halves.values()} == {"mm[Hg]"}
    assert [(coded(one["code"]).pop(), one["valueQuantity"]["value"]) for one in others] == [
        ("8867-4", 72),
        ("2708-6", 97),
        ("29463-7", 70.5),
    ]
    for reading in (pressure, *others):
        assert coded(reading["category"][0]) == {"vital-signs"}
        assert reading["note"] == [{"text": "before the dose"}]
        assert bundle.referred(reading, "partOf") == bundle.all("MedicationStatement")


def test_a_session_is_a_procedure_with_its_dose_and_readings(written: Written) -> None:
    bundle = written(
        "session infusion 35mg --over 40 --watched 2h --bp-40 142/90 --with 'Dr R.' --start 2pm"
    )
    session = bundle.the("Procedure")
    assert session["performedPeriod"] == {
        "start": "2026-11-22T14:00:00+01:00",
        "end": "2026-11-22T14:40:00+01:00",
    }
    assert session["note"] == [{"text": "over 40 min, watched for 2:00 h, with: Dr R."}]
    assert session["performer"] == [{"actor": {"display": "Dr R."}}]
    assert bundle.referred(bundle.the("MedicationStatement"), "partOf") == [session]
    reading = bundle.the("Observation")
    assert bundle.referred(reading, "partOf") == [session]
    assert reading["note"] == [{"text": "after 40 min"}]


def test_a_session_that_ends_after_all_time_has_its_beginning(
    ketalog: Ketalog, written: Written, home: Path
) -> None:
    entry = {"kind": "session", "id": "1", "at": FRIDAY, "recorded": FRIDAY, "where": "kap"}
    content = {"ketalog_export": 1, "entries": [{**entry, "minutes": 10**13}]}
    (home / "in.json").write_text(json.dumps(content))
    assert ketalog(f"import {home}/in.json").code == 0
    assert written().the("Procedure")["performedDateTime"] == FRIDAY


def test_a_questionnaire_of_a_newer_ketalog_is_its_numbers() -> None:
    at = datetime.fromisoformat(FRIDAY)
    check = Check(id="1", at=at, recorded=at, instrument="newer", answers=(2, None))
    context = FhirContext([check], frozenset({"1"}), "urn:uuid:0", Calendar(), at.date())
    (response,) = resources_of(check, context)
    assert response["item"] == [
        {"linkId": "1", "answer": [{"valueInteger": 2}]},
        {"linkId": "2"},
    ]
    assert "questionnaire" not in response


def test_a_questionnaire_is_its_answers_and_its_total(written: Written) -> None:
    bundle = written("check gad7 1 2 2 1 0 1 2 --difficulty 3")
    response, total = bundle.the("QuestionnaireResponse"), bundle.the("Observation")
    assert response["questionnaire"] == "http://loinc.org/q/69737-5"
    first, *_, last = response["item"]
    assert (first["linkId"], last["linkId"]) == ("69725-0", "69722-7")
    assert last["answer"][0]["valueCoding"]["display"] == "Extremely difficult"
    assert (coded(total["code"]), total["valueQuantity"]["value"]) == ({"70274-6"}, 9)
    assert bundle.referred(total, "derivedFrom") == [response]


def test_an_estimated_total_is_no_score(written: Written) -> None:
    bundle = written("check phq9 1 2 2 1 0 1 2 - 0")
    assert bundle.all("Observation") == []
    assert "answer" not in bundle.the("QuestionnaireResponse")["item"][7]
    assert "(estimated)" in bundle.narratives


def test_question_9_stands_out_for_a_reader(written: Written) -> None:
    narratives = written("check phq9 0 0 0 0 0 0 0 0 1").narratives
    assert "PHQ-9 on Sun 22 Nov, question 9 (Thoughts that you would be better off" in narratives


def test_a_check_in_belongs_to_its_dose_by_what_it_asked(written: Written) -> None:
    bundle = written("dose 100mg sl --at 'fri 9pm'", "check dose 1 0 - 2 --at 'sat 9am'")
    response = bundle.the("QuestionnaireResponse")
    assert "partOf" not in response
    assert "questionnaire" not in response
    sedation, dissociation, dizziness = bundle.all("Observation")
    assert coded(sedation["valueCodeableConcept"]) == {"255604002", "dose-1"}
    assert dissociation["valueCodeableConcept"]["text"] == "None"
    for asked in (sedation, dissociation, dizziness):
        assert bundle.referred(asked, "partOf") == bundle.all("MedicationStatement")
        assert bundle.referred(asked, "derivedFrom") == [response]


def test_what_else_was_taken_is_told_in_the_patient_s_words(written: Written) -> None:
    beers, started, none = written(
        "also alcohol 2 beers", "also started sertraline", "also no sedatives"
    ).all("Observation")
    said = [one["valueCodeableConcept"] for one in (beers, started, none)]
    assert [one["text"] for one in said] == [
        "alcohol 2 beers",
        "started: sertraline",
        "no sedatives",
    ]
    assert [coded(one) for one in said] == [{"also-taken"}, {"also-started"}, {"also-none"}]


IN_WORDS = (
    "supply fill 24x100mg sublingual",
    "ask 'May the dose <b>move</b>?'",
    "appointment 'yesterday 3pm' --with 'Dr R.'",
)


def test_what_fhir_has_nothing_for_stands_in_words_and_the_answer_says_so(
    ketalog: Ketalog, written: Written, home: Path
) -> None:
    bundle = written(*IN_WORDS)
    assert {made["resourceType"] for made in bundle.by_url.values()} == {"Composition", "Patient"}
    for words in ("24 × 100 mg", "May the dose &lt;b&gt;move&lt;/b&gt;?", "appointment with Dr R."):
        assert words in bundle.narratives
    answer = ketalog(f"export {home}/y.fhir.json")
    assert "In words alone, as FHIR has nothing that fits them: " in answer.out
    kinds = "1 appointment, 1 change of supply, 1 question"
    kept = ketalog(f"export {home}/z.fhir.json --collection --json").data["remarks"]
    assert kept == [f"Left out, as FHIR has nothing that fits them: {kinds}."]


def test_a_collection_has_no_composition(written: Written) -> None:
    bundle = written("mood 5", options="--collection")
    assert bundle.content["type"] == "collection"
    assert [made["resourceType"] for made in bundle.by_url.values()] == ["Patient", "Observation"]


def test_snomed_codes_can_be_left_out_and_the_words_stay(written: Written) -> None:
    lines = ("dose 100mg sl", "effect nausea mild")
    bundle = written(*lines, options="--without-snomed")
    assert "snomed" not in bundle.text
    assert bundle.the("Observation")["code"] == {"text": "nausea"}
    assert coded(bundle.the("MedicationStatement")["medicationCodeableConcept"]) == {"6130"}


SECRETS = (
    "dose 100mg sl --mood 4 --note zanzibar --intention zanzibar",
    "mood 5 --note zanzibar",
    "effect nausea --note zanzibar",
    "session kap 150mg im --intention zanzibar --note zanzibar",
    "check gad7 0 0 0 0 0 0 0 --note zanzibar",
    "check bladder 0 0 0 0 0 0 0 --note zanzibar",
    "vitals 128/82 --note zanzibar",
    "also alcohol --note zanzibar",
    "note zanzibar",
)


def test_free_words_are_there_only_if_asked_for(written: Written) -> None:
    assert "zanzibar" not in written(*SECRETS).text
    assert "Notes are left out" in written().text
    with_notes = written(options="--notes")
    told = re.findall(r'"text": "(?:intention: )?zanzibar"', with_notes.text)
    assert len(told) == len(SECRETS) + 1  # Two of a dose and of a session, none of a note itself.
    assert with_notes.narratives.count("zanzibar") == len(SECRETS) + 2
    assert {section["text"]["status"] for section in with_notes.sections} == {"additional"}


def test_a_section_that_its_resources_tell_in_full_says_so(written: Written) -> None:
    told, in_words = written("mood 5", "ask why").sections
    assert [told["text"]["status"], in_words["text"]["status"]] == ["generated", "additional"]


def test_a_patient_has_a_name_only_if_it_is_set(ketalog: Ketalog, written: Written) -> None:
    assert written("mood 5").the("Patient").keys() == {"resourceType", "text"}
    patient = written("config name 'Zoë <Z>'", "config born 1987-03-14").the("Patient")
    assert (patient["name"], patient["birthDate"]) == ([{"text": "Zoë <Z>"}], "1987-03-14")
    assert "Zoë &lt;Z&gt;, born 1987-03-14" in patient["text"]["div"]


@pytest.mark.parametrize(
    "words", ["\u202egnal", "a\x07b", "<script>x</script>", "\u200b", "a\ufffeb"]
)
def test_no_word_of_a_patient_does_anything_in_a_narrative(
    ketalog: Ketalog, written: Written, home: Path, words: str
) -> None:
    moment = "2026-11-19T10:00:00+01:00"
    common = {"at": moment, "recorded": moment}
    entries = [
        {"kind": "question", "id": "1", **common, "text": words},
        {"kind": "effect", "id": "2", **common, "name": words, "note": words},
        {
            "kind": "dose",
            "id": "3",
            **common,
            "amount_mg": "1",
            "route": "oral",
            "medication": words,
        },
    ]
    (home / "in.json").write_text(json.dumps({"ketalog_export": 1, "entries": entries}))
    assert ketalog(f"import {home}/in.json").code == 0
    bundle = written(f"config name {shlex.quote(f'A{words}')}", options="--notes")
    told = json.dumps(bundle.content, ensure_ascii=False)
    assert strip_invisible(told) == told
    assert "<script" not in bundle.narratives + bundle.the("Patient")["text"]["div"]
    assert against_our_checks(bundle.text) == []
    assert bundle.the("Observation")["code"]["text"].strip()


def test_the_same_entry_has_the_same_name_in_every_export_and_a_document_its_own(
    ketalog: Ketalog, written: Written, home: Path
) -> None:
    first = written("mood 5", "dose 100mg sl")
    ketalog(f"export {home}/later.fhir.json", now="2026-11-22T21:05:00+01:00")
    later = Bundle((home / "later.fhir.json").read_text("utf-8"))
    shared = first.by_url.keys() & later.by_url.keys()
    assert {first.by_url[url]["resourceType"] for url in shared} == {
        "Observation",
        "MedicationStatement",
    }
    assert first.content["identifier"] != later.content["identifier"]


def test_a_time_further_from_utc_than_fhir_has_offsets_is_the_same_moment(
    ketalog: Ketalog, written: Written, home: Path
) -> None:
    moment = "2026-11-19T10:00:00+15:00"
    entry = {"kind": "mood", "id": "1", "at": moment, "recorded": moment, "mood": 5}
    (home / "in.json").write_text(json.dumps({"ketalog_export": 1, "entries": [entry]}))
    assert ketalog(f"import {home}/in.json").code == 0
    assert written().the("Observation")["effectiveDateTime"] == "2026-11-18T19:00:00Z"
