"""What FHIR R4 calls things: code systems, codes, and the data types that resources are made of.

Codes: LOINC and HL7's own definitions of R4; SNOMED CT as HPO, DICOM and HL7's PHR guide have it;
RxNorm. What has no code that was verified has words alone.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from ketalog.domain.routes import BY_NAME as ROUTES
from ketalog.domain.text import as_key, escape_invisible, escape_invisible_lines

if TYPE_CHECKING:
    from decimal import Decimal

Json = dict[str, Any]
LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
UCUM = "http://unitsofmeasure.org"
OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
STATEMENT_CATEGORY = "http://terminology.hl7.org/CodeSystem/medication-statement-category"
URI = "urn:ietf:rfc:3986"
LOCAL = "urn:uuid:8d3f5a52-0e6b-4c0e-9d5b-0f6a1c1b7e21"
"""The system of our own codes: docs/fhir.md lists them."""
_NAMESPACE = UUID("3f9f4c2e-51c5-4d0a-8a53-5d1a4f6f9a10")
_FURTHEST = timedelta(hours=14)
"""From UTC, as far as FHIR has offsets."""

SEVERITIES = {
    "mild": ("255604002", "Mild"),
    "moderate": ("6736007", "Moderate"),
    "severe": ("24484000", "Severe"),
}
EFFECTS = {
    "dizziness": "404640003",
    "nausea": "422587007",
    "sedation": "271782001",
    "spinning": "399153001",
    "headache": "25064002",
    "odd taste": "271801002",
    "numbness": "44077006",
    "anxiety": "48694002",
    "lethargy": "214264003",
    "raised blood pressure": "24184005",
    "vomiting": "422400008",
    "insomnia": "193462001",
    "dry mouth": "87715008",
    "sweating": "415690000",
    "euphoria": "85949006",
    "slurred speech": "289195008",
    "tremor": "26079004",
    "fast heartbeat": "3424008",
    "fatigue": "84229001",
    "blurred vision": "111516008",
    "double vision": "24982008",
    "palpitations": "80313002",
    "memory problems": "386807006",
    "hallucinations": "7011001",
    "fainting": "271594007",
    "trouble breathing": "267036007",
    "frequent urination": "162116003",
    "burning urination": "49650001",
    "urinary urgency": "75088002",
    "night-time urination": "139394000",
    "blood in urine": "34436003",
    "incontinence": "165232002",
    "cystitis": "38822007",
}
"""SNOMED CT, by the names of domain/effects.py. Not verified, and so in words alone: dissociation,
confusion, nasal discomfort, feeling drunk, and all that is not here."""
READINGS = {
    "pulse_per_minute": ("8867-4", "Pulse", "/min"),
    "oxygen_percent": ("2708-6", "Oxygen saturation", "%"),
    "weight_kg": ("29463-7", "Body weight", "kg"),
}
"""Vital signs but the blood pressure, by their field: LOINC, words, UCUM."""
PRESSURE = "85354-9"
PRESSURES = {
    "systolic_mmhg": ("8480-6", "Systolic blood pressure"),
    "diastolic_mmhg": ("8462-4", "Diastolic blood pressure"),
}
TOTALS = {
    "70274-6": "Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]",
    "44261-6": "Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]",
}
"""What LOINC calls a total, where that was verified (HL7's PHR guide)."""
SCORE, MINUTES = "{score}", "min"


def coding(system: str, code: str, display: str | None = None) -> Json:
    """Return a Coding."""
    return {"system": system, "code": code} | ({"display": display} if display else {})


def concept(text: str, *codings: Json | None) -> Json:
    """Return a CodeableConcept: it always has words, so that its codes can be left out."""
    coded = [code for code in codings if code is not None]
    return ({"coding": coded} if coded else {}) | {"text": line(text)}


def medicine(name: str, route: str | None) -> Json:
    """Return what was taken. The ingredient esketamine has no code that was verified."""
    codes: list[Json] = []
    known = as_key(name)
    if known == "ketamine":
        codes = [coding(RXNORM, "6130", "ketamine"), coding(SNOMED, "373464007", "Ketamine")]
    elif known == "esketamine" and route == "nasal":
        codes = [coding(RXNORM, "2201623")]
    elif known == "spravato":
        codes = [coding(RXNORM, "2201625")]
    return concept(name, *codes)


def route_concept(route: str) -> Json:
    """Return a route, coded if its code is known."""
    code = ROUTES[route].snomed if route in ROUTES else ""
    return concept(route, coding(SNOMED, code) if code else None)


def severity_concept(word: str, answer: Json | None = None) -> Json:
    """Return how severe something was, or another word that was answered."""
    known = SEVERITIES.get(word.lower())
    return concept(word, coding(SNOMED, *known) if known else None, answer)


def effect_concept(name: str) -> Json:
    """Return a side effect; a word of the patient's own stays a word."""
    return concept(name, coding(SNOMED, EFFECTS[name]) if name in EFFECTS else None)


def quantity(value: Decimal | int, code: str, unit: str | None = None) -> Json:
    """Return a Quantity; its unit as a person reads it is the UCUM code unless said otherwise."""
    return {"value": value, "unit": unit or code, "system": UCUM, "code": code}


def score_quantity(value: int) -> Json:
    """Return a rating or a total."""
    return quantity(value, SCORE, "score")


def stamp(at: datetime | date) -> str:
    """Return a dateTime: a day, or a moment with its offset, which FHIR has up to 14 hours."""
    if isinstance(at, datetime) and abs(at.utcoffset() or timedelta()) > _FURTHEST:
        at = at.astimezone(UTC)
    return at.isoformat().replace("+00:00", "Z")


def urn(identity: str, part: str = "") -> str:
    """Return the same name for the same entry in every export; `part` for one of several."""
    return f"urn:uuid:{uuid5(_NAMESPACE, f'{part}/{identity}')}"


def identifier(identity: str, part: str = "") -> Json:
    """Return the identifier by which a system knows a resource that it has already."""
    return {"system": URI, "value": urn(identity, part)}


def line(text: str) -> str:
    """Return a patient's words for one line; FHIR has no text that is empty."""
    return escape_invisible(text) or "-"


def lines(text: str) -> str:
    """Return a patient's words with their line breaks."""
    return "\n".join(escape_invisible_lines(text)).strip() or "-"


def narrative(status: str, body: str) -> Json:
    """Return a Narrative around XHTML that is escaped already."""
    return {"status": status, "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{body}</div>'}


def xhtml(text: str) -> str:
    """Return words as XHTML, lines apart."""
    return escape(text, quote=False).replace("\n", "<br/>")


def made(**fields: Any) -> Json:
    """Return a resource or a part of one without what is not known: FHIR has no empty values."""
    return {name: value for name, value in fields.items() if value not in (None, [], {}, "")}


def without(system: str, value: Any) -> Any:
    """Return a resource without the codes of a system; the words beside them stay."""
    if isinstance(value, list):
        return [without(system, item) for item in value]
    if not isinstance(value, dict):
        return value
    codes = [code for code in value.get("coding", []) if code["system"] != system]
    kept = {name: without(system, item) for name, item in value.items() if name != "coding"}
    return ({"coding": codes} if codes else {}) | kept
