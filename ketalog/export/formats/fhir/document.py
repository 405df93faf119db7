"""A Bundle: a document with a Composition that a person can read, or a collection without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import json
from msgspec.structs import replace

from ketalog.answers.checks import say_flags_of
from ketalog.answers.phrases import say_date, say_entry, say_kinds, say_when
from ketalog.domain.calendar import ONE_DAY
from ketalog.domain.entries import Dose, Note, Question, key_of, kind_of, ratings_of
from ketalog.domain.kinds import KINDS, free_words, without_words
from ketalog.domain.plan import Plan, PlanStop
from ketalog.domain.treatment import Check
from ketalog.domain.values import Value
from ketalog.export.formats.fhir import codes
from ketalog.export.formats.fhir.codes import Json, coding, concept, made, stamp, xhtml
from ketalog.export.formats.fhir.resources import NOT_REVIEWED, FhirContext, resources_of
from ketalog.times.words import say_day, say_days

if TYPE_CHECKING:
    from ketalog.domain.kinds import Entry
    from ketalog.export.request import ExportRequest


class Section(Value, frozen=True):
    """A section of the document: its title, its LOINC code if HL7 lists one, kinds of entries."""

    title: str
    kinds: tuple[str, ...]
    loinc: str | None = None


RATINGS = Section("Ratings and sleep", ("mood",))
_OF_KINDS = (
    Section("Plan and doses", ("plan", "plan stop", "dose", "skip"), "10160-0"),
    Section("Sessions at the clinic", ("session",), "47519-4"),
    RATINGS,
    Section("Side effects", ("effect", "no effects")),
    Section("Readings", ("vitals",), "8716-3"),
    Section("Questionnaires", ("check",)),
    Section("Other things taken or changed", ("also",)),
    Section("Appointments", ("appointment",)),
    Section("Supply", ("supply",)),
    Section("Questions for the appointment", ("question",)),
    Section("Notes", ("note",)),
)
_named = {name for section in _OF_KINDS for name in section.kinds}
_others = tuple(kind.name for kind in KINDS if kind.name not in _named)
SECTIONS = (*_OF_KINDS, Section("Other entries", _others))
"""Every kind has its section."""


class Told(Value, frozen=True):
    """An entry, and the resources that it became."""

    entry: Entry
    resources: list[Json]


class Document(Value, frozen=True):
    """What a Bundle is made of: whose it is, and each entry in order of time."""

    request: ExportRequest
    context: FhirContext
    identity: str
    told: list[Told]

    @property
    def in_words_alone(self) -> list[Entry]:
        """Return the entries that no resource tells of."""
        plans = (
            part.entry for part in self.told if isinstance(part.entry, Plan) and part.resources
        )
        ends = {stop.id for plan in plans for stop in self.context.ends_of(plan)}
        return [
            part.entry for part in self.told if not part.resources and part.entry.id not in ends
        ]


def document_of(request: ExportRequest) -> Document:
    """Return what a Bundle has: the entries asked for, and the plans that held meanwhile."""
    everything = request.entries if request.notes else [*map(without_words, request.entries)]
    asked = {entry.id for entry in request.inside}
    identity = codes.urn(f"{request.now.isoformat()} {' '.join(sorted(asked))}", "document")
    context = FhirContext(
        everything,
        frozenset(asked),
        codes.urn(identity, "patient"),
        request.calendar,
        request.calendar.day_of(request.now),
    )
    if (span := request.span) is not None:
        held = {
            id_
            for id_, period in context.periods.items()
            if period.days.start < span.end and span.start < period.days.end
        }
        context = replace(context, shown=context.shown | held)
    shown = sorted((entry for entry in everything if entry.id in context.shown), key=key_of)
    told = [Told(entry, resources_of(entry, context)) for entry in shown]
    return Document(request, context, identity, told)


def say_left_out(document: Document, *, collection: bool) -> list[str]:
    """Return what has no place of its own in a Bundle."""
    if not (entries := document.in_words_alone):
        return []
    where = "Left out, as FHIR has" if collection else "In words alone, as FHIR has"
    return [f"{where} nothing that fits them: {say_kinds(entries)}."]


def render(document: Document, *, collection: bool, snomed: bool) -> bytes:
    """Return a Bundle; with `collection` without a Composition, so that nobody reads it as one."""
    patient = _patient(document.request)
    resources = [(document.context.patient, patient)]
    resources += [
        (_url(resource), resource) for part in document.told for resource in part.resources
    ]
    if not collection:
        resources.insert(0, (codes.urn(document.identity, "composition"), _composition(document)))
    bundle = {
        "resourceType": "Bundle",
        "identifier": {"system": codes.URI, "value": document.identity},
        "type": "collection" if collection else "document",
        "timestamp": stamp(document.request.now),
        "entry": [{"fullUrl": url, "resource": resource} for url, resource in resources],
    }
    content = bundle if snomed else codes.without(codes.SNOMED, bundle)
    encoded = json.Encoder(decimal_format="number").encode(content)
    return json.format(encoded, indent=1) + b"\n"


def _url(resource: Json) -> str:
    """Return the name by which a Bundle's references know a resource: that of its entry."""
    own = resource["identifier"]
    url: str = (own if isinstance(own, dict) else own[0])["value"]
    return url


def _patient(request: ExportRequest) -> Json:
    name, born = request.config.name, request.config.born
    words = ", ".join(filter(None, (name and codes.line(name), born and f"born {born}")))
    return made(
        resourceType="Patient",
        text=codes.narrative("generated", f"<p>{xhtml(words or 'Name not given')}</p>"),
        name=[{"text": codes.line(name)}] if name else [],
        birthDate=born,
    )


def _composition(document: Document) -> Json:
    request, patient = document.request, {"reference": document.context.patient}
    days = request.span and say_days(request.span)
    words = ["Recorded by the patient, and not checked by a clinician."]
    if not request.notes:
        words.append("Notes are left out.")
    return made(
        resourceType="Composition",
        language="en",
        text=codes.narrative("generated", "".join(f"<p>{xhtml(text)}</p>" for text in words)),
        identifier={"system": codes.URI, "value": codes.urn(document.identity, "composition")},
        status="final",
        type=concept("Treatment journal", coding(codes.LOINC, "51855-5", "Patient Note")),
        subject=patient,
        date=stamp(request.now),
        author=[patient],
        title=f"Treatment journal, {days}" if days else "Treatment journal",
        event=_event(request),
        section=[part for section in SECTIONS if (part := _section(section, document))],
    )


def _event(request: ExportRequest) -> list[Json]:
    if (span := request.span) is None:
        return []
    return [{"period": {"start": stamp(span.start), "end": stamp(span.end - ONE_DAY)}}]


def _section(section: Section, document: Document) -> Json | None:
    """Return a section: a table for people, and the resources that it tells of."""
    parts = [part for told in document.told if (part := _part(section, told, document))]
    if not parts:
        return None
    rows = "".join(
        f"<tr><td>{xhtml(when)}</td><td>{xhtml(words)}</td></tr>" for when, words, _ in parts
    )
    whole = not document.request.notes and all(resources for *_, resources in parts)
    return made(
        title=section.title,
        code=section.loinc and concept(section.title, coding(codes.LOINC, section.loinc)),
        text=codes.narrative("generated" if whole else "additional", f"<table>{rows}</table>"),
        entry=[{"reference": _url(resource)} for *_, resources in parts for resource in resources],
    )


def _part(section: Section, told: Told, document: Document) -> tuple[str, str, list[Json]] | None:
    """Return when an entry was, its words and its resources, if the section has a part of it.

    What was rated with a dose stands among the ratings.
    """
    entry, resources = told.entry, told.resources
    ratings = [resource for resource in resources if resource["resourceType"] == "Observation"]
    if kind_of(entry) in section.kinds:
        rest = [resource for resource in resources if resource not in ratings]
        own = rest if isinstance(entry, Dose) else resources
        return _when(entry, document), _words(entry, document), own
    if section is RATINGS and isinstance(entry, Dose) and ratings:
        rated = ", ".join(f"{measure.name} {value}" for measure, value in ratings_of(entry))
        return say_when(entry), f"with a dose: {rated}", ratings
    return None


def _when(entry: Entry, document: Document) -> str:
    """Return when an entry was; a plan holds by days."""
    if isinstance(entry, Plan | PlanStop):
        return f"from {say_date(document.request.calendar.day_of(entry.at))}"
    return say_when(entry)


def _words(entry: Entry, document: Document) -> str:
    """Return an entry in words, what stands out in it, and the free ones in full.

    A dose says what it was of.
    """
    if isinstance(entry, Note | Question):
        first = codes.lines(entry.text)
    else:
        named = entry
        if isinstance(entry, Dose):
            named = replace(entry, medication=document.context.medication(entry))
        first = say_entry(without_words(named))
    flags = say_flags_of(entry, say_day(entry.at)) if isinstance(entry, Check) else ""
    told = (f"{field}: {codes.lines(text)}" for field, text in free_words(entry).items())
    unseen = [NOT_REVIEWED] if entry.unreviewed else []
    return "\n".join((first, *filter(None, [flags]), *told, *unseen))
