"""Amounts of a dose in every shape that they are typed in."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ketalog.clauses.words import (
    MG,
    OTHER_UNITS,
    Meaning,
    TwoReadings,
    and_a_part,
    is_of_a_clock,
    joined,
    number_at,
    text_at,
)
from ketalog.domain.amounts import DEVICE_MG, DOSE_EXAMPLE, PIECES, Amount, BadAmount, read_dose
from ketalog.domain.routes import BY_NAME
from ketalog.domain.text import say_number
from ketalog.domain.values import Value
from ketalog.errors import BadInput, Example

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.clauses.words import Found, Word


class Dosage(Value, frozen=True):
    """An amount as it was typed. Of `units`, so many as `count`, only a plan says how strong.

    A bare number, without mg, may be mg or units.
    """

    amount: Amount | None
    units: str = ""
    count: str = ""
    is_bare: bool = False
    route: str | None = None
    form: str | None = None


_FORMS = {form: form for form in (*PIECES, "pill", "capsule", "unit")}
_FORMS |= {"tab": "tablet", "puff": "spray", "squirt": "spray", "pump": "spray"}
FORMS = {f"{word}{s}": form for word, form in _FORMS.items() for s in ("", "s")}
"""What one of something is called, by each word for it."""
_FORM_ROUTES = {"troche": "sublingual", "lozenge": "sublingual", "spray": "nasal"}
"""Where no route is said: `100mg troche` is one of 100 mg, kept under the tongue."""
_NO_AMOUNTS = OTHER_UNITS | {"ish", "am", "pm", "th", "st", "nd", "rd"}
_NO_AMOUNTS |= {"today", "tonight", "yesterday", "o", "o'clock", "oclock"}
"""A number with one of these is no amount in mg: 15 min, 7pm, the 20th."""
_LEAST_BARE = 20
"""From here on a number in words or of a span can be mg unsaid: `a hundred`, `100-150`."""
_MOST_UNITS = 4
"""More of what is only called units may be those of a syringe."""
_OF_A_CLOCK = frozenset({"past", "to", "o'clock", "oclock", "ago"})
_MOST_GRAMS = 5
"""From here on grams are a slip for mg."""
_TAKEN_WHOLE = frozenset({"troche", "lozenge", "tablet", "pill", "capsule"})
_TOGETHER = frozenset({"total", "altogether", "together"})
_TIMES_SIGNS = frozenset({"x", "*", "times"})
_TIME_UNITS = frozenset(
    {"day", "days", "week", "weeks", "month", "months", "daily", "weekly", "per"}
)
"""Behind a number with x it is no count of pieces: x 6 weeks, x2 daily."""


def amount(words: Sequence[Word], at: int) -> Found:
    """Read `100`, `100mg`, `0.1 g`, `2x15mg`, `15mg x2`, `2 sprays of 15mg`, `half a troche`.

    It may be said twice: `200mg (2x100mg)`.
    """
    first = _amount(words, at)
    end = at + first[0] if first else at
    opened = text_at(words, end)
    second = _amount(words, end + 1) if first and opened in {"(", "=", "as"} else None
    if first is None or second is None:
        return first
    end += 1 + second[0]
    end += text_at(words, end) in _TOGETHER
    end += opened == "(" and text_at(words, end) == ")"
    both = _said_twice(joined(words[at:end]), first[1], second[1])
    return (end - at, both) if both else first


def _said_twice(phrase: str, *said: Dosage) -> Dosage | None:
    """Return one amount that was said in two ways. Raises BadInput if they differ."""
    amounts = [each.amount for each in said]
    if amounts[0] and amounts[1]:
        if amounts[0].amount_mg != amounts[1].amount_mg:
            first, second = (say_number(amount.amount_mg) for amount in amounts if amount)
            problem = f"'{phrase}': {first} mg is not {second} mg."
            raise BadInput(problem, "Type the one that is right.")
        return max(said, key=lambda each: (each.amount.count or 0) if each.amount else 0)
    for whole, units in (said, said[::-1]):
        if whole.amount and whole.amount.count is None and units.form:
            if units.form == "device":
                return _of_devices(phrase, whole.amount.amount_mg, Decimal(units.count))
            each = Amount(whole.amount.amount_mg, Decimal(units.count), whole.amount.amount_mg)
            _refuse_each_or_all(phrase, each, units.form)
            if each.count != 1:
                raise BadInput(f"'{phrase}' says two things.", "Type how strong each is: 2x100mg.")
            return Dosage(whole.amount, route=_FORM_ROUTES.get(units.form), form=units.form)
    return None


def _amount(words: Sequence[Word], at: int) -> Found:
    _refuse_two_amounts(words, at)
    first = number_at(words, at)
    if first is None or _is_of_another(words, at):
        return _many_first(words, at) or _one_unit(words, at) or _each_nostril(words, at)
    end, number, digits = at + first[0], first[1], first[2]
    end += text_at(words, end) in {"whole", "full"} and text_at(words, end + 1) in FORMS
    unit = text_at(words, end)
    if digits and unit in {"mcg", "µg", "ug", "ml"}:
        raise BadAmount(f"Amounts are in mg, not {unit}.", DOSE_EXAMPLE)
    if unit in MG or (digits and unit in {"g", "gram", "grams"}):
        return _of_mg(words, at, end + 1, number, grams=unit not in MG)
    if unit in _TIMES_SIGNS and (each := number_at(words, end + 1)):
        end += 1 + each[0]
        if text_at(words, end) not in {*MG, "="}:
            _refuse_many_of_little(joined(words[at:end]), number, each[1])
            _refuse_many_units(joined(words[at:end]), each[1])
        end += text_at(words, end) in MG
        _refuse_list(joined(words[at:end]), number, each[1])
        return _times(words, at, end, number, each[1])
    if unit in {"x", "*"}:  # 2x sublingual 100mg
        return end + 1 - at, _many(number)
    if unit in FORMS:
        return _units(words, at, end, number, digits=digits)
    # two 15mg; 2 100mg troches, which a form tells
    pieces = _a_thousand(words, at, end) or _each_in_mg(words, at, end, number)
    is_large = digits or (number.isdecimal() and int(number) >= _LEAST_BARE)
    is_large |= at == 0 and (not unit or unit in BY_NAME)  # dose one; dose half sublingual
    is_large |= at == 0 and unit in {"at", "@"} and number.isdecimal()  # dose two at seven pm
    if not is_large or (pieces and (pieces[1].form or pieces[1].amount.count is None)):
        return pieces
    if unit in _NO_AMOUNTS or (not digits and unit in _OF_A_CLOCK) or is_of_a_clock(words, at):
        return None
    return end - at, Dosage(read_dose([certain(number)])[0], is_bare=True)


def _a_thousand(words: Sequence[Word], at: int, end: int) -> Found:
    """Read `1 000 mg`, whose thousands stand apart."""
    first, rest = text_at(words, at), text_at(words, end)
    is_rest = len(rest) == 3 and rest.isdecimal() and rest[0] == "0" and first.isdecimal()
    if not is_rest or text_at(words, end + 1) not in MG:
        return None
    return _of_mg(words, at, end + 2, f"{first}{rest}", grams=False)


def _is_of_another(words: Sequence[Word], at: int) -> bool:
    """Tell whether a number is of something else: `#4`, `no 4`, `4 of 6`, `with 2 friends`."""
    before, behind = text_at(words, at - 1), text_at(words, at + 1)
    if before in {"#", "no", "number", "nr"}:
        return text_at(words, at).isdecimal() and behind not in MG  # 150mg no 175mg
    if before in {"with", "w"}:  # with 2 friends
        return behind.isalpha() and behind not in {*FORMS, *MG, "x"}
    if "of" not in {before, behind}:
        return False
    start = at - 2 * (before == "of")
    first, of, last, unit = (text_at(words, start + n) for n in range(4))
    return of == "of" and first.isdecimal() and last.isdecimal() and unit not in MG


def _refuse_two_amounts(words: Sequence[Word], at: int) -> None:
    """Raise TwoReadings for `100-150mg`, `100 or 150 mg`, `100/150mg`."""
    first, sign, second = (text_at(words, at + n) for n in range(3))
    n = 3
    if "/" in first and sign in MG:
        first, sign, second, n = first.partition("/")[0], "/", first.partition("/")[2], 1
    is_span = sign in {"-", "to", "or", "/"} and first.isdecimal() and second.isdecimal()
    in_mg = text_at(words, at + n) in MG
    is_bare = sign in {"-", "or"} and text_at(words, at + n) not in _NO_AMOUNTS | {*FORMS, "x"}
    if is_span and (in_mg or (is_bare and int(first) >= _LEAST_BARE <= int(second))):
        meanings = (Meaning(f"{number}mg", f"{number} mg") for number in (first, second))
        phrase = joined(words[at : at + n + in_mg])
        raise TwoReadings(phrase, "can be read in two ways", *meanings)


def _refuse_list(phrase: str, count: str, each: str) -> None:
    """Raise TwoReadings for `15,2x50mg`, which may be 15.2 of it, or 2 behind another number.

    Half a troche is a piece, and so are its quarters: `1,5x50mg`.
    """
    whole, comma, part = count.partition(",")
    if comma and part.rstrip("0") not in {"", "5", "25", "75"}:
        typed = (f"{whole}.{part}x{each}mg", f"{part}x{each}mg")
        said = (f"{whole}.{part} × {each} mg", f"{part} × {each} mg")
        raise TwoReadings(phrase, "can be read in two ways", *map(Meaning, typed, said))


def _refuse_many_of_little(phrase: str, count: str, each: str) -> None:
    """Raise TwoReadings for `50x2`, which may be twice 50 mg."""
    both = count, each
    if all(number.isdecimal() for number in both) and int(count) >= 10 * int(each) > 0:
        typed = (f"{count}x{each}mg", f"{each}x{count}mg")
        said = (f"{count} × {each} mg", f"{each} × {count} mg")
        raise TwoReadings(phrase, "can be read in two ways", *map(Meaning, typed, said))


def _refuse_many_units(phrase: str, each: str) -> None:
    """Raise BadAmount for `2x 1/2 troche`: so little of each is units, rather than mg."""
    if Decimal(each.replace(",", ".")) <= _MOST_UNITS:
        raise BadAmount(
            f"'{phrase}' does not say how many mg each has.",
            "Type it as mg or units, as in: ketalog dose 2x50mg sublingual, or 1.5 troches.",
        )


def _many_first(words: Sequence[Word], at: int) -> Found:
    """Read `x2 15mg`; or `x2`, where what there are two of is said apart."""
    many = number_at(words, at + 1) if text_at(words, at) in {"x", "*"} else None
    if many is None or text_at(words, at + 1 + many[0]) in MG | _TIME_UNITS:
        return None
    end = at + 1 + many[0]
    return _each_in_mg(words, at, end, many[1]) or (end - at, _many(many[1]))


def _each_nostril(words: Sequence[Word], at: int) -> Found:
    """Read `each nostril`, `per nostril`, `each side`: there are two of it."""
    start = at + (text_at(words, at) in {"in", "on"})
    side = text_at(words, start + 1)
    if text_at(words, start) == "both" and side in {"nostrils", "sides"}:
        return _both_nostrils(words, at, start + 2)
    if text_at(words, start) not in {"each", "per", "a"} or side not in {"nostril", "side"}:
        return None
    return start + 2 - at, _many("2", "nasal")


def _both_nostrils(words: Sequence[Word], at: int, end: int) -> Found:
    """Raise TwoReadings for `15mg both nostrils`: that much in each, or in both together."""
    number = text_at(words, at - 2)
    if text_at(words, at - 1) not in MG or not number.isdecimal():
        return None
    ways = (f"2x{number}mg nasal", f"{number}mg nasal")
    said = (f"{number} mg in each", f"{number} mg in both together")
    phrase = joined(words[at - 2 : end])
    raise TwoReadings(phrase, "can be read in two ways", *map(Meaning, ways, said))


def _many(count: str, route: str | None = None) -> Dosage:
    return Dosage(None, units=f"x{count}", count=count, route=route)


def each_and_many(*said: Dosage) -> Dosage | None:
    """Return an amount and how many of it that were said apart as one: `100mg sublingual x2`."""
    for each, many in (said, said[::-1]):
        mg = each.amount
        if mg and mg.count is None and many.amount is None and many.form == "device":
            phrase = f"{say_number(mg.amount_mg)} mg, {many.units}"
            return _of_devices(phrase, mg.amount_mg, Decimal(many.count))
        is_form = many.amount is None and many.units in {many.form, f"{many.form}s"}
        if mg and not many.amount and is_form and many.units in FORMS:
            return Dosage(mg, route=each.route or many.route, form=many.form)  # 100mg oral tablet
        if mg and mg.count is None and many.form == "spray" and many.count != "1":
            both = f"{say_number(mg.amount_mg)} mg, {many.units}"
            raise BadAmount(
                f"'{both}' does not say whether each has {say_number(mg.amount_mg)} mg, or all.",
                "Type how many, and how strong each is: 2x15mg nasal.",
            )
        if mg and each.is_bare and many.route == "nasal":  # 1 in each nostril
            raise BadAmount(
                f"'{say_number(mg.amount_mg)}' does not say of what.",
                "Type it as mg or sprays: 15mg in each nostril, 1 spray in each nostril.",
            )
        if mg and mg.count in {None, 1} and many.amount is None and many.form is None:
            amount = read_dose([f"{many.count}x{say_number(mg.each_mg or mg.amount_mg)}mg"])[0]
            return Dosage(amount, route=each.route or many.route, form=each.form)
    return None


def _one_unit(words: Sequence[Word], at: int) -> Found:
    """Read `troche`: one of it. A spray alone is a route."""
    form = text_at(words, at)
    each = number_at(words, at + 1)
    if form in FORMS and each and text_at(words, at + 1 + each[0]) in MG:  # troche 100mg
        read = _times(words, at, at + 2 + each[0], "1", each[1], form)
        return read if not form.endswith("s") and form != "spray" else None
    is_told = form in FORMS and any(word.text in MG for word in words[:at])  # 2x100mg sl troches
    if form in FORMS and (is_told or not form.endswith("s")) and FORMS[form] != "spray":
        return 1, Dosage(None, units=form, count="1", form=FORMS[form])
    return None


def _units(words: Sequence[Word], at: int, end: int, number: str, *, digits: bool) -> Found:
    """Read units whose number stands before `end`: `2 sprays of 15mg`, or only a plan knows."""
    form = text_at(words, end)
    if FORMS[form] == "unit" and number.isdecimal() and int(number) > _MOST_UNITS:
        phrase = joined(words[at : end + 1])
        raise BadAmount(f"'{phrase}' does not say how many mg that is.", DOSE_EXAMPLE)
    if FORMS[form] == "spray" and (found := _each_nostril(words, end + 1)):
        count = say_number(2 * Decimal(number))
        each = f"{count} {form}"
        return end + 1 + found[0] - at, Dosage(None, each, count, route="nasal", form="spray")
    after = end + 1 + (text_at(words, end + 1) in {"of", "a", "at", "@", "x", "each"})
    if found := _each_in_mg(words, at, after, number, form):
        behind = text_at(words, at + found[0])
        if behind in _TOGETHER and found[1].amount.each_mg:  # 2 troches, 200mg total
            each = say_number(found[1].amount.each_mg / Decimal(number))
            return found[0] + 1, Dosage(
                read_dose([f"{number}x{each}mg"])[0], route=found[1].route, form=found[1].form
            )
        if after == end + 1 and behind not in {"each", "="}:
            phrase = joined(words[at : at + found[0]])
            if FORMS[form] == "device":
                return found[0], _of_devices(phrase, found[1].amount.each_mg, Decimal(number))
            _refuse_each_or_all(phrase, found[1].amount, FORMS[form])
        stop = at + found[0]
        if nostril := FORMS[form] == "spray" and _each_nostril(words, stop):
            _refuse_each_or_twice(joined(words[at : stop + nostril[0]]), found[1].amount)
        return found[0] + (text_at(words, stop) == "each"), found[1]
    n, part = and_a_part(words, end + 1) if number.isdecimal() else (0, "")
    if n:  # a troche and a half
        return end + 1 + n - at, Dosage(
            None, units=f"{number}{part} {form}", count=f"{number}{part}", form=FORMS[form]
        )
    typed = joined(words[at:end])
    spelled = typed if not digits and typed.replace(" ", "").isalpha() else number
    return end + 1 - at, Dosage(None, units=f"{spelled} {form}", count=number, form=FORMS[form])


def _refuse_each_or_twice(phrase: str, sprays: Amount) -> None:
    """Raise TwoReadings for `2 sprays of 15mg each nostril`, two in each, or in all."""
    counts = [say_number(n * sprays.count) for n in (2, 1) if sprays.count]
    each = say_number(sprays.each_mg or sprays.amount_mg)
    meanings = (Meaning(f"{n}x{each}mg nasal", f"{n} × {each} mg") for n in counts)
    raise TwoReadings(phrase, "can be read in two ways", *meanings)


def _of_devices(phrase: str, mg: Decimal, count: Decimal) -> Dosage:
    """Return `2 devices 56mg` as 2 of 28 mg, as much as one device holds; `2 devices 28mg` too."""
    if mg not in {DEVICE_MG, count * DEVICE_MG}:
        devices, whole = say_number(count), say_number(count * DEVICE_MG)
        raise BadInput(
            f"'{phrase}': {devices} devices of {DEVICE_MG} mg are {whole} mg.",
            "Type the one that is right; of other devices how strong each is: 2x15mg.",
        )
    return Dosage(Amount(count * DEVICE_MG, count, Decimal(DEVICE_MG)), form="device")


def _refuse_each_or_all(phrase: str, each: Amount | None, form: str) -> None:
    """Raise TwoReadings for `2 troches 200mg`, which may be 200 mg each or together."""
    if each is None or each.count in {None, Decimal(1)} or each.each_mg is None:
        return
    count, strength = say_number(each.count), say_number(each.each_mg)
    part = each.each_mg / each.count
    if part != round(part, 4):
        return
    said = (f"{count} × {strength} mg", f"{count} × {say_number(part)} mg")
    typed = (f"{count}x{strength}mg {form}", f"{count}x{say_number(part)}mg {form}")
    raise TwoReadings(phrase, "can be read in two ways", *map(Meaning, typed, said))


def _each_in_mg(words: Sequence[Word], at: int, start: int, count: str, form: str = "") -> Found:
    """Read how strong each of some units is, from `start` on: it is in mg."""
    each = number_at(words, start)
    if each and each[2] and text_at(words, start + each[0]) in MG:
        return _times(words, at, start + each[0] + 1, count, each[1], form)
    return None


def _of_mg(words: Sequence[Word], at: int, end: int, number: str, *, grams: bool) -> Found:
    """Read what follows mg: `x2`, or what one piece of it is."""
    certain(number)
    point, part = number[:2], number[2:]
    if point == "0." and len(part) > 2 and part[0] != "0" and not grams:  # .100mg
        ways = (Meaning(f"{each}mg", f"{each} mg") for each in (part, say_number(Decimal(number))))
        raise TwoReadings(joined(words[at:end]), "can be read in two ways", *ways)
    if grams:
        whole = read_dose([number])[0]
        if whole and whole.amount_mg >= _MOST_GRAMS:
            hint = Example("dose", f"{number}mg sublingual.", "Type it in mg")
            raise BadAmount(f"{number} g is {say_number(whole.amount_mg * 1000)} mg.", hint)
        number = say_number(whole.amount_mg * 1000) if whole else number
    many = number_at(words, end + 1) if text_at(words, end) in _TIMES_SIGNS else None
    if many and text_at(words, end + 1 + many[0]) not in MG | _TIME_UNITS:  # x 6 weeks
        return _times(words, at, end + 1 + many[0], many[1], number)
    piece = text_at(words, end)
    if (form := FORMS.get(piece)) in _TAKEN_WHOLE and not piece.endswith("s"):
        amount = read_dose([f"1x{number}mg"])[0]
        return end + 1 - at, Dosage(amount, route=_FORM_ROUTES.get(form), form=form)
    return end - at, Dosage(read_dose([f"{number}mg"])[0])


def _times(  # noqa: PLR0913, PLR0917 (where it stands, and what it says)
    words: Sequence[Word], at: int, end: int, count: str, each: str, form: str = ""
) -> Found:
    """Return count x strength, with the form and the sum that may stand behind it."""
    amount = read_dose([f"{certain(count)}x{certain(each)}mg"])[0]
    if not form and (piece := text_at(words, end)) in FORMS and piece != "spray":
        form, end = piece, end + 1
    if text_at(words, end) == "=" and (whole := number_at(words, end + 1)):  # as an answer says it
        end += 1 + whole[0]
        end += text_at(words, end) in MG
        said = read_dose([whole[1]])[0]
        if amount and said and said.amount_mg != amount.amount_mg:
            raise BadInput(
                f"{count} x {each} mg is {say_number(amount.amount_mg)} mg, "
                f"not {say_number(said.amount_mg)} mg.",
                "Type the one that is right.",
            )
    called = FORMS.get(form)
    return end - at, Dosage(amount, route=_FORM_ROUTES.get(called or ""), form=called)


def _is_one_or_a_thousand(number: str) -> bool:
    """Tell whether a number may be a thousand or one: 1.000, 1,000."""
    for sign in ".,":
        whole, sign_there, rest = number.partition(sign)
        if sign_there and len(rest) == 3 and rest.isdecimal() and whole.isdecimal():
            return len(whole) <= 3 and not whole.startswith("0")
    return False


def certain(number: str) -> str:
    """Return a number that can be read in one way. Raises TwoReadings for 1.000, 1,000."""
    if _is_one_or_a_thousand(number):
        raise _one_or_a_thousand(number)
    return number


def _one_or_a_thousand(number: str) -> TwoReadings:
    """Return both numbers that one can be."""
    whole, rest = number[:-4], number[-3:]
    small, large = f"{whole}.{rest}".rstrip("0").rstrip("."), f"{whole}{rest}"
    meanings = (Meaning(small, small), Meaning(large, large))
    return TwoReadings(number, "can be read in two ways", *meanings)


def say_amount(dosage: Dosage) -> str:
    """Return "2 x 15 mg = 30 mg", or the units as they were typed."""
    amount = dosage.amount
    if amount is None:
        return dosage.units
    said = f"{say_number(amount.amount_mg)} mg"
    if amount.count is not None and amount.each_mg is not None and amount.count != 1:
        return f"{say_number(amount.count)} x {say_number(amount.each_mg)} mg = {said}"
    return said
