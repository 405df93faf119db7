"""Side effects, "none" and check-ins as one stream: weeks, months and the page draw on it. Pure.

What is known, stated once: a side effect is known of a dose (a sitting: domain/sittings.py) after
which it was reported, or asked about one by one, or after which there were none at all. A share is
over the doses of which it is known, never over all; where it was never asked about there is none,
for of those after which it was reported it would be all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.domain.danger import URGENT, Danger, danger_in, urgency_of
from ketalog.domain.entries import SEVERITIES, Dose, Effect, NoEffects, Severity, rank_of
from ketalog.domain.sittings import CHECK_IN, dose_of, is_check_in, sittings
from ketalog.domain.text import as_key
from ketalog.domain.treatment import Check
from ketalog.domain.values import Value
from ketalog.instruments.base import instrument_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date, datetime

    from ketalog.domain.calendar import Calendar, Span
    from ketalog.domain.kinds import Entry


class Report(Value, frozen=True):
    """One report of a side effect: of an entry of its own, or of an answer of our own checks.

    `name` is compared, `shown` is as it was spelled. `word` is the answer's own where it is no
    severity: "often"; `answer` is its number. `dose` is the identity of the dose that it belongs
    to, `check` the name of the questionnaire that it comes from. What our monthly check asks for
    beside side effects, such as driving, is no effect.
    """

    name: str
    shown: str
    severity: Severity | None
    word: str
    at: datetime
    day: date
    dose: str | None
    minutes: int | None = None
    check: str = ""
    answer: int = 0
    is_effect: bool = True

    @property
    def is_of_its_day(self) -> bool:
        """Tell whether it was there on that day: other checks than the check-in ask about weeks."""
        return self.is_effect and self.check in {"", CHECK_IN}

    @property
    def danger(self) -> Danger | None:
        """Return which danger it tells of."""
        return danger_in(self.name) if self.is_effect else None

    @property
    def urgency(self) -> int:
        """Return 0 for the most urgent of URGENT, its length for what is not urgent."""
        return urgency_of(self.name) if self.is_effect else len(URGENT)

    @property
    def rank(self) -> int:
        """Return 1 mild, 2 moderate, 3 severe, 0 not said."""
        return rank_of(self.severity)

    @property
    def level(self) -> int:
        """Return how bad it was beside others: by its severity, or how high its answer stands."""
        return self.rank or self.answer


def worst_of(reports: Iterable[Report]) -> Report:
    """Return the worst, the last of equals."""
    return max(reports, key=lambda report: (report.level, report.rank, report.at))


class Asked(Value, frozen=True):
    """What was asked about side effects at one time; `names` is None where it was about all."""

    day: date
    dose: str | None
    names: frozenset[str] | None


class Share(Value, frozen=True):
    """After how many doses it was reported, of how many it is known; None if never asked about."""

    after: int
    known: int | None


class Stream(Value, frozen=True):
    """Every report and every question about side effects of some days, in order of time."""

    reports: tuple[Report, ...]
    asked: tuple[Asked, ...]

    def within(self, span: Span, doses: AbstractSet[str] = frozenset()) -> Stream:
        """Return those of a span, and what came after its `doses` on the day behind it."""
        return Stream(
            tuple(told for told in self.reports if told.day in span or told.dose in doses),
            tuple(told for told in self.asked if told.day in span or told.dose in doses),
        )

    def of(self, name: str) -> list[Report]:
        """Return the reports of one side effect."""
        return [report for report in self.reports if report.name == name]

    @property
    def by_name(self) -> dict[str, list[Report]]:
        """Return the reports of each side effect: dangers, then the worst, the most frequent."""
        reports: dict[str, list[Report]] = {}
        for report in self.reports:
            if report.is_effect:
                reports.setdefault(report.name, []).append(report)
        return dict(
            sorted(
                reports.items(),
                key=lambda item: (
                    item[1][0].urgency,
                    -worst_of(item[1]).level,
                    -len(item[1]),
                    item[0],
                ),
            )
        )

    @property
    def denied(self) -> frozenset[str]:
        """Return the doses after which there were no side effects at all."""
        return frozenset(
            asking.dose for asking in self.asked if asking.dose and asking.names is None
        )

    @property
    def denied_days(self) -> list[date]:
        """Return the days on which there were none at all."""
        return list(dict.fromkeys(asking.day for asking in self.asked if asking.names is None))

    def share(self, name: str, doses: AbstractSet[str]) -> Share:
        """Return after how many of these doses a side effect was reported, and of how many."""
        after = {report.dose for report in self.of(name)} & doses
        is_asked = any(
            asked.dose in doses and (asked.names is None or name in asked.names)
            for asked in self.asked
        )
        return Share(len(after), len(self.known(name) & doses) if is_asked else None)

    def known(self, *names: str) -> frozenset[str]:
        """Return the doses of which any of these side effects is known; without names, any."""
        return frozenset(dose for dose, _ in self._known(names) if dose)

    def known_apart(self, doses: AbstractSet[str], *names: str) -> frozenset[date]:
        """Return the days on which these side effects are known, but of none of these doses."""
        return frozenset(day for dose, day in self._known(names) if dose not in doses)

    def _known(self, names: Sequence[str]) -> Iterator[tuple[str | None, date]]:
        wanted = frozenset(names)
        for asked in self.asked:
            if not wanted or asked.names is None or asked.names & wanted:
                yield asked.dose, asked.day
        for report in self.reports:
            if not wanted or report.name in wanted:
                yield report.dose, report.day


def stream_of(entries: Sequence[Entry], calendar: Calendar) -> Stream:
    """Return the stream of a whole journal. `entries` are in order of time."""
    doses = [entry for entry in entries if isinstance(entry, Dose)]
    first = {dose.id: sitting.first.id for sitting in sittings(doses) for dose in sitting.doses}
    reports: list[Report] = []
    asked: list[Asked] = []
    for entry in entries:
        if not isinstance(entry, Effect | NoEffects | Check):
            continue
        day = calendar.day_of(entry.at)
        if isinstance(entry, Effect):
            dose = dose_of(entry, doses)
            reports.append(
                Report(
                    name=as_key(entry.name),
                    shown=entry.name,
                    severity=entry.severity,
                    word=entry.severity or "",
                    at=entry.at,
                    day=day,
                    dose=first[dose.id] if dose else None,
                    minutes=entry.minutes,
                )
            )
        elif isinstance(entry, NoEffects):
            dose = dose_of(entry, doses)
            asked.append(Asked(day, first[dose.id] if dose else None, None))
        else:
            one, answered = _of_check(entry, day, doses, first)
            asked += one
            reports += answered
    return Stream(tuple(reports), tuple(asked))


def _of_check(
    check: Check, day: date, doses: Sequence[Dose], first: Mapping[str, str]
) -> tuple[list[Asked], list[Report]]:
    """Return what one of our own checks asked about, and what was there."""
    answers = list(_answers(check))
    if not answers:
        return [], []
    # A check of its own month stands beside no dose; the check-in after a dose does.
    dose = dose_of(check, doses) if is_check_in(check) else None
    belongs = first[dose.id] if dose else None
    reports = [
        Report(
            name=name,
            shown=name,
            severity=next((known for known in SEVERITIES if known == word), None),
            word=word,
            at=check.at,
            day=day,
            dose=belongs,
            check=check.instrument,
            answer=answer,
            is_effect=is_effect,
        )
        for name, answer, word, is_effect in answers
        if answer
    ]
    return [Asked(day, belongs, frozenset(name for name, *_ in answers))], reports


def _answers(check: Check) -> Iterator[tuple[str, int, str, bool]]:
    instrument = instrument_of(check)
    if instrument is None:
        return
    for item, answer in zip(instrument.items, check.answers, strict=True):
        name = item.effect or item.topic
        if name and answer is not None:
            yield name, answer, instrument.label(answer).lower(), item.effect is not None
