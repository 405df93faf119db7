"""FHIR bundles are valid: by two validators, HL7's definitions, a UCUM library, our own checks."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from ketalog.domain.effects import EFFECTS
from ketalog.domain.routes import ROUTES
from ketalog.export.formats.fhir import codes
from ketalog.instruments import base
from tests.conftest import Ketalog
from tests.export.broken_fhir import BROKEN, Record
from tests.export.fhir import CHECKERS, PANELS, UNITS, has_check_digit
from tests.places import ROOT
from tests.product.test_kinds import FIELDS, SAMPLES, Sample

EVERY = {**SAMPLES, **{name: sample for name, (_, sample) in FIELDS.items()}}
EVERYTHING = ("--since", "2020-01-01", "--until", "2027-12-31")
PATIENT = ("config name 'Alex Sample'", "config born 1987-03-14")
EVENING = (
    "plan set 1x100mg sublingual --form troche --days mon,wed,fri --from '1 nov'",
    "dose 100mg sublingual --mood 4 --at 'fri 9pm'",
    "effect nausea mild --at 'fri 10pm'",
    "skip cold --at wed",
    "vitals 128/82 72 --at 'fri 8:30pm'",
    "session infusion 35mg --over 40 --at 'sat 2pm'",
    "check gad7 1 2 2 1 0 1 2",
)


def bundle_text(ketalog: Ketalog, home: Path, *options: str) -> str:
    answer = ketalog(["export", str(home / "x.fhir.json"), "--force", *options])
    assert answer.code == 0, answer.err
    return (home / "x.fhir.json").read_text("utf-8")


def defects(text: str) -> dict[str, list[str]]:
    found = {checker.__name__: checker(text) for checker in CHECKERS}
    return {name: lines for name, lines in found.items() if lines}


def everything_logged(ketalog: Ketalog) -> None:
    """Log an entry of every kind, and every detail of test_kinds.py."""
    for sample in dict.fromkeys(EVERY.values()):
        _log(sample, ketalog)


def _log(sample: Sample, ketalog: Ketalog) -> None:
    for line in (*sample.before, sample.log):
        answer = ketalog(line)
        assert answer.code == 0 or line in sample.before, (line, answer.err)


@pytest.mark.slow
@pytest.mark.parametrize("options", [[], ["--notes"], ["--collection"], ["--without-snomed"]])
def test_an_entry_of_every_kind_is_valid(ketalog: Ketalog, home: Path, options: list[str]) -> None:
    for line in PATIENT:
        assert ketalog(line).code == 0
    everything_logged(ketalog)
    text = bundle_text(ketalog, home, *EVERYTHING, *options)
    assert defects(text) == {}
    assert ("snomed" in text) == ("--without-snomed" not in options)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nobody", "an empty journal"])
def test_next_to_nothing_is_valid_too(ketalog: Ketalog, home: Path, name: str) -> None:
    if name == "nobody":
        assert ketalog("mood 5 --at yesterday").code == 0
    assert defects(bundle_text(ketalog, home)) == {}


@pytest.mark.slow
def test_each_broken_bundle_is_refused_and_each_checker_refuses_many(
    ketalog: Ketalog, home: Path
) -> None:
    for line in (*PATIENT, *EVENING):
        assert ketalog(line).code == 0, line
    good = json.loads(bundle_text(ketalog, home, "--since", "2026-11-01"))
    assert defects(json.dumps(good)) == {}
    caught: dict[str, set[str]] = {checker.__name__: set() for checker in CHECKERS}
    for name, break_it in BROKEN.items():
        record = Record(good)
        break_it(record)
        assert record.bundle != good, name
        for checker in defects(json.dumps(record.bundle)):
            caught[checker].add(name)
    assert len(BROKEN) >= 40
    assert set(BROKEN) - set().union(*caught.values()) == set()
    least = {"against_fhir_resources": 15, "against_hl7": 25, "against_our_checks": 20}
    assert {name for name, found in caught.items() if len(found) < least[name]} == set()


@pytest.mark.slow
def test_twelve_weeks_of_a_treatment_are_valid(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "tests" / "courses" / "twelve-weeks.txt").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            now, typed = line.split(" ", 1)
            assert ketalog(shlex.split(typed), now=now).code == 0, line
    monkeypatch.setenv("KETALOG_TEST_NOW", now)
    whole = bundle_text(ketalog, home, *EVERYTHING, "--notes")
    assert defects(whole) == {}
    types = [entry["resource"]["resourceType"] for entry in json.loads(whole)["entry"]]
    assert len(types) > 200
    assert {"MedicationRequest", "MedicationStatement", "Procedure", "QuestionnaireResponse"} <= {
        *types
    }


# Codes and units


def test_units_are_what_a_ucum_library_reads() -> None:
    from ucumvert import get_ucum_parser

    parser = get_ucum_parser()
    for unit in UNITS:
        parser.parse(unit)
    for wrong in ("mmHg", "bpm", "spray", "milligram"):
        with pytest.raises(Exception, match="No terminal matches"):
            parser.parse(wrong)
    written = {unit for _, _, unit in codes.READINGS.values()} | {codes.SCORE, codes.MINUTES}
    assert written <= UNITS


def test_no_loinc_code_is_mistyped() -> None:
    instruments = [instrument for name in base.names() if (instrument := base.find(name))]
    loinc = {
        *(code for code, *_ in (*codes.READINGS.values(), *codes.PRESSURES.values())),
        *(item.loinc for instrument in instruments for item in instrument.items),
        *(code for one in instruments for code in (one.panel_loinc, one.total_loinc)),
        *codes.TOTALS,
        codes.PRESSURE,
    } - {None}
    assert [code for code in loinc if not has_check_digit(str(code))] == []
    assert {one.panel_loinc for one in instruments} - {None} == PANELS
    assert not PANELS & {one.total_loinc for one in instruments}


def test_every_route_has_a_code_and_every_code_of_an_effect_a_name_that_is_known() -> None:
    assert all(route.snomed for route in ROUTES)
    assert set(codes.EFFECTS) <= set(EFFECTS)
    assert "dissociation" not in codes.EFFECTS


def test_a_route_of_a_newer_ketalog_stands_in_words() -> None:
    assert codes.route_concept("rectal") == {"text": "rectal"}


VERHOEFF = [
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
]
STEPS = [
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
]


def is_sctid(code: str) -> bool:
    """Tell whether the last digit of a SNOMED CT code fits the others (Verhoeff)."""
    check = 0
    for n, digit in enumerate(reversed(code)):
        check = int(VERHOEFF[check][int(STEPS[n % 8][int(digit)])])
    return check == 0


def test_no_snomed_code_is_mistyped() -> None:
    snomed: set[Any] = {*codes.EFFECTS.values(), *(route.snomed for route in ROUTES), "373464007"}
    snomed |= {code for code, _ in codes.SEVERITIES.values()}
    assert [code for code in snomed if not is_sctid(code)] == []
    assert not is_sctid("422587008")
    assert len({*codes.EFFECTS.values()}) == len(codes.EFFECTS)
