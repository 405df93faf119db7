"""Help lines and emergency numbers, by country: the one place to change them, each with its source.

A number that was read at its operator's, a government's or a health service's own page is shown
as it is; one that is known from others only is shown with a request to check it. A country that
is not here gets no number at all rather than a guess.
"""

from datetime import date

from ketalog.domain.text import as_key
from ketalog.domain.values import Value

CHECKED = date(2026, 11, 28)
"""When all of these were last gone over."""
CHECK_IT = "check this number before you need it"


class Country(Value, frozen=True):
    """A country's help line for a crisis and its emergency number, as far as they are known.

    `name` begins the sentence, `names` are further ones that a patient may type. `line` and
    `emergency` are words to show; `source` says who states them, "" if only others do: then the
    line is `unchecked`, and so may be the number for emergencies.
    """

    name: str
    names: tuple[str, ...] = ()
    line: str = ""
    source: str = ""
    emergency: str = ""
    unchecked_emergency: bool = False


COUNTRIES: dict[str, Country] = {
    "US": Country(
        "US and Canada",
        ("united states", "united states of america", "usa", "america"),
        "call or text 988",
        "health.wyo.gov",
        "911",
    ),
    "CA": Country(
        "US and Canada",
        ("canada",),
        "call or text 988",
        "Government of Canada; mentalhealthcommission.ca",
        "911",
    ),
    "GB": Country(
        "UK and Ireland",
        (
            *("united kingdom", "uk", "great britain", "britain", "england", "scotland", "wales"),
            "northern ireland",
        ),
        "Samaritans 116 123",
        "samaritans.org",
        "999",
    ),
    "IE": Country("UK and Ireland", ("ireland",), "Samaritans 116 123", "", "112"),
    "AU": Country(
        "Australia", (), "Lifeline 13 11 14", "health.vic.gov.au; lifeinmind.org.au", "000"
    ),
    "NZ": Country(
        "New Zealand",
        (),
        "call or text 1737",
        "health.govt.nz",
        "111",
        unchecked_emergency=True,
    ),
    "FR": Country("France", (), "3114", "3114.fr", "112"),
    "NL": Country(
        "Netherlands", ("holland", "the netherlands"), "113 or 0800-0113", "113.nl", "112"
    ),
    "ZA": Country("South Africa", (), "SADAG 0800 567 567", "sadag.org"),
    "NO": Country("Norway", ("norge",), "Mental Helse 116 123", "helsenorge.no", "113"),
    "DE": Country(
        "Germany", ("deutschland",), "0800 111 0 111, 0800 111 0 222 or 116 123", "", "112"
    ),
    "AT": Country("Austria", ("österreich", "osterreich"), "142", "", "112"),
    "CH": Country("Switzerland", ("schweiz", "suisse", "svizzera"), "143"),
    "BE": Country(
        "Belgium",
        ("belgië", "belgie", "belgique"),
        "1813 (Dutch) or 0800 32 123 (French)",
        "",
        "112",
    ),
    "ES": Country("Spain", ("españa", "espana"), "024", "", "112"),
    "IN": Country("India", (), "14416"),
    "SG": Country("Singapore", (), "1767"),
    "BR": Country("Brazil", ("brasil",), "188"),
    "JP": Country("Japan", (), "0120-279-338"),
    # Members of the EU without a line that could be read: 112 works in all of it.
    **{
        code: Country(name, tuple(names), emergency="112")
        for code, name, *names in (
            ("BG", "Bulgaria"),
            ("CY", "Cyprus"),
            ("CZ", "Czechia", "czech republic"),
            ("DK", "Denmark", "danmark"),
            ("EE", "Estonia"),
            ("FI", "Finland", "suomi"),
            ("GR", "Greece"),
            ("HR", "Croatia"),
            ("HU", "Hungary"),
            ("IT", "Italy", "italia"),
            ("LT", "Lithuania"),
            ("LU", "Luxembourg"),
            ("LV", "Latvia"),
            ("MT", "Malta"),
            ("PL", "Poland", "polska"),
            ("PT", "Portugal"),
            ("RO", "Romania"),
            ("SE", "Sweden", "sverige"),
            ("SI", "Slovenia"),
            ("SK", "Slovakia"),
        )
    },
}
EVERYWHERE = (
    "US and Canada: call or text 988. UK and Ireland: Samaritans 116 123. Australia: Lifeline "
    "13 11 14. New Zealand: call or text 1737."
)
"""Where no country is set: it is never assumed."""
ELSEWHERE = "Elsewhere: findahelpline.com."


def code_of(text: str) -> str | None:
    """Return a country's two letters (ISO 3166) for its name or its code, None for neither."""
    typed = as_key(" ".join(text.split()))
    for code, country in COUNTRIES.items():
        if typed in country.names or typed == as_key(country.name):
            return code
    code = typed.upper()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


def help_lines(country: str | None) -> list[str]:
    """Return the help line and emergency number of a country; then where to find more.

    None, for a country that was never set, gives the lines of the most patients.
    """
    if country is None:
        return [EVERYWHERE, ELSEWHERE]
    known = COUNTRIES.get(country)
    lines = []
    if known and known.line:
        doubt = "" if known.source else f" ({CHECK_IT})"
        lines.append(f"{known.name}: {known.line}{doubt}.")
    if number := emergency_number(country):
        lines.append(f"Emergency number: {number}.")
    return [*lines, ELSEWHERE]


def emergency_number(country: str | None) -> str:
    """Return a country's emergency number, "" where it is not known."""
    known = COUNTRIES.get(country or "")
    if known is None or not known.emergency:
        return ""
    return f"{known.emergency} ({CHECK_IT})" if known.unchecked_emergency else known.emergency
