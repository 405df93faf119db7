"""Ways in which a bundle can be wrong: each breaks a good one in one place."""

import copy
from collections.abc import Callable
from typing import Any

from tests.export.fhir import Json

Break = Callable[["Record"], Any]


class Record:
    """A bundle whose resources are found by their type and their words."""

    def __init__(self, bundle: Json) -> None:
        self.bundle = copy.deepcopy(bundle)

    @property
    def entries(self) -> list[Json]:
        entries: list[Json] = self.bundle["entry"]
        return entries

    def resource(self, type_: str, words: str = "") -> Json:
        """Return the first resource of a type whose code or status is so."""
        return next(entry for entry in map(_resource, self.entries) if _is(entry, type_, words))

    def __getattr__(self, name: str) -> Json:
        type_, words = _NAMED[name]
        return self.resource(type_, words)


_NAMED = {
    "composition": ("Composition", ""),
    "patient": ("Patient", ""),
    "plan": ("MedicationRequest", ""),
    "dose": ("MedicationStatement", "completed"),
    "skip": ("MedicationStatement", "not-taken"),
    "session": ("Procedure", ""),
    "mood": ("Observation", "Mood"),
    "nausea": ("Observation", "nausea"),
    "pressure": ("Observation", "Blood pressure"),
    "pulse": ("Observation", "Pulse"),
    "answers": ("QuestionnaireResponse", ""),
    "total": ("Observation", "GAD-7"),
}


def _resource(entry: Json) -> Json:
    resource: Json = entry["resource"]
    return resource


def _is(resource: Json, type_: str, words: str) -> bool:
    said = f"{resource.get('code', {}).get('text', '')} {resource.get('status', '')}"
    return resource["resourceType"] == type_ and words in said


def put(name: str, *path: str | int, value: Any) -> Break:
    """Return what sets one value of a resource."""

    def break_it(record: Record) -> None:
        *above, last = path
        target: Any = getattr(record, name)
        for step in above:
            target = target[step]
        target[last] = value

    return break_it


def drop(name: str, *path: str | int) -> Break:
    """Return what takes one value of a resource away."""

    def break_it(record: Record) -> None:
        *above, last = path
        target: Any = getattr(record, name)
        for step in above:
            target = target[step]
        del target[last]

    return break_it


def _twice_the_same_url(record: Record) -> None:
    record.entries[3]["fullUrl"] = record.entries[2]["fullUrl"]


def _composition_second(record: Record) -> None:
    record.entries[:2] = reversed(record.entries[:2])


def _nothing_leads_to_it(record: Record) -> None:
    for section in record.composition["section"]:
        section["entry"] = section.get("entry", [])[:-1] or section.get("entry", [])[:0]
        if not section["entry"]:
            del section["entry"]


def _relative_url(record: Record) -> None:
    record.entries[-1]["fullUrl"] = "Observation/1"


DOSE_QUANTITY = ("dosage", 0, "doseAndRate", 0, "doseQuantity")
REPEAT = ("dosageInstruction", 0, "timing", "repeat")
DIV = '<div xmlns="http://www.w3.org/1999/xhtml">{}</div>'
BROKEN: dict[str, Break] = {
    "a status that is none of a dose": put("dose", "status", value="taken"),
    "a status that is none of an observation": put("mood", "status", value="done"),
    "a type that is none of a bundle": lambda record: record.bundle.update(type="report"),
    "a number as text": put("mood", "valueQuantity", "value", value="6"),
    "two values": put("mood", "valueString", value="six"),
    "two medicines": put("dose", "medicationReference", value={"display": "ketamine"}),
    "a day that there is not": put("patient", "birthDate", value="1987-02-30"),
    "a day in words": put("patient", "birthDate", value="14 March 1987"),
    "a time without a zone": put("dose", "effectiveDateTime", value="2026-11-20T21:00:00"),
    "a time without seconds": put("dose", "effectiveDateTime", value="2026-11-20T21:00+01:00"),
    "a day for an instant": lambda record: record.bundle.update(timestamp="2026-11-22"),
    "a dose of nobody": drop("dose", "subject"),
    "a dose of nothing": drop("dose", "medicationCodeableConcept"),
    "an observation of nothing": drop("mood", "code"),
    "a dose without a status": drop("dose", "status"),
    "a plan without its intent": drop("plan", "intent"),
    "a field that there is not": put("dose", "holdMinutes", value=15),
    "one where many may be": put("dose", "dosage", value={"text": "100 mg"}),
    "an empty list": put("mood", "note", value=[]),
    "an empty text": put("composition", "title", value=""),
    "a null": put("mood", "issued", value=None),
    "a value, and that there is none": put("mood", "dataAbsentReason", value={"text": "not asked"}),
    "one fullUrl twice": _twice_the_same_url,
    "a fullUrl that is relative": _relative_url,
    "a document without an identifier": lambda record: record.bundle.pop("identifier"),
    "a document without its time": lambda record: record.bundle.pop("timestamp"),
    "a Composition that is not first": _composition_second,
    "a document that asks for something": lambda record: record.entries[1].update(
        request={"method": "PUT", "url": "Patient/1"}
    ),
    "a section with nothing": put("composition", "section", 0, value={"title": "Doses"}),
    "a section that is empty, with an entry": put(
        "composition", "section", 0, "emptyReason", value={"text": "none"}
    ),
    "a reference to nothing": put("mood", "partOf", value=[{"reference": "urn:uuid:0"}]),
    "a reference to what it can't be": lambda record: record.mood.update(
        partOf=[record.mood["subject"]]
    ),
    "a resource that nothing leads to": _nothing_leads_to_it,
    "a unit as people write it": put(
        "pressure", "component", 0, "valueQuantity", "code", value="mmHg"
    ),
    "a unit in a word": put("dose", *DOSE_QUANTITY, "code", value="milligram"),
    "a unit of no system": drop("dose", *DOSE_QUANTITY, "system"),
    "half a blood pressure": drop("pressure", "component", 1),
    "a blood pressure of nobody": drop("pressure", "subject"),
    "a pulse without its time": drop("pulse", "effectiveDateTime"),
    "a mistyped LOINC code": put("total", "code", "coding", 0, "code", value="70274-5"),
    "a score with the code of its questionnaire": put(
        "total", "code", "coding", 0, "code", value="69737-5"
    ),
    "an answer with the words of another": put(
        "answers", "item", 0, "answer", 0, "valueCoding", "display", value="Nearly every day"
    ),
    "an item with items and an answer": put("answers", "item", 0, "item", value=[{"linkId": "x"}]),
    "an item without its link": drop("answers", "item", 0, "linkId"),
    "a period without its unit": drop("plan", *REPEAT, "periodUnit"),
    "a weekday in full": put("plan", *REPEAT, "dayOfWeek", value=["monday"]),
    "an end before the start": put("session", "performedPeriod", "end", value="2026-11-01"),
    "a script in a narrative": put(
        "patient", "text", "div", value=DIV.format("<script>alert(1)</script>")
    ),
    "a narrative that is no XML": put("patient", "text", "div", value=DIV.format("a & b<br>")),
    "a narrative of no namespace": put("patient", "text", "div", value="<div>Alex</div>"),
    "a resource that there is not": put("skip", "resourceType", value="Skip"),
}
