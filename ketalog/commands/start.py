"""Set ketalog up, step by step."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import typer

from ketalog.answers import Answer, Hint
from ketalog.answers.phrases_clinic import plan_parts, say_units
from ketalog.answers.plan import say_name
from ketalog.answers.supply import say_stock
from ketalog.app import App
from ketalog.commands._plan_options import readings_of_its_number
from ketalog.commands._questions import Leaves, or_leaves, which, with_words
from ketalog.config import shown
from ketalog.domain.plan import in_force
from ketalog.domain.supply import accounts
from ketalog.errors import BadInput, Interrupted, JournalLocked, KetalogError, Rehearsed

EXAMPLES = """
ketalog start
"""
_NOT_NOW = frozenset({"no", "n", "none", "skip", "later", "not now"})
"""Answers that leave a step as it is: "no" to a country is not Norway."""
_YES = frozenset({"yes", "y"})
_GOES_BACK = frozenset({"<", "back"})
_ASKS = frozenset({"?", "help"})
"""Answers that ask what can be typed."""
CALENDAR = "plan.ics"
"""The file that reminders are written into."""


class SetupStep(NamedTuple):
    """One thing to set: what its answer does, what is asked, and answers, the first an example.

    `line` returns the command line for an answer, or none; `instead` is one to type unasked.
    """

    name: str
    does: str
    question: str
    answers: tuple[str, ...]
    line: "Callable[[Setup, str], list[str]]"
    instead: str


def _help(answers: tuple[str, ...]) -> str:
    return (
        f"For example: {'; '.join(answers)}. Enter or no leaves it as it is, < goes back, q leaves."
    )


class StepState(NamedTuple):
    """What is set of a step already. One that is not `open` waits for another."""

    text: str
    is_set: bool
    is_open: bool = True
    can_be: tuple[str, ...] = ()
    """What can be answered in this state, where that is not what the step names."""

    @property
    def is_due(self) -> bool:
        """Tell whether it can be set and is not."""
        return self.is_open and not self.is_set


class GoesBack(Exception):
    """The person wants the step before."""


class Setup:
    """The commands of one setting-up, each run as if it had been typed."""

    def __init__(self, app: App) -> None:
        self.app = app

    def ask(self, question: str, can_be: str) -> str:
        """Return what is typed, "" for Enter and `no`. Raises Leaves for `q`, GoesBack for `<`.

        What an answer `can_be` is said to who asks.
        """
        answer = self._typed(question)
        while answer.lower() in _ASKS:
            self.app.ui.notice(can_be)
            answer = self._typed(question)
        if answer.lower() in _GOES_BACK:
            raise GoesBack
        return "" if answer.lower() in _NOT_NOW else answer

    def _typed(self, question: str) -> str:
        drafts = self.app.drafts
        typed = drafts.ask(f"{question}: ")
        drafts.saved()  # Or it is refused, and stands above.
        return or_leaves(typed)

    def fresh(self) -> App:
        """Return what sees all that was set until now."""
        return App(self.app.ui.command, **self.app.options())

    def problem(self, line: list[str]) -> KetalogError | None:
        """Return why a command line would not be taken, or None; nothing comes of the trial."""
        try:
            self.app.run_beside(line, rehearses=True)
        except Rehearsed:
            return None
        except KetalogError as error:
            return error
        return None


def _plan(setup: Setup, answer: str) -> list[str]:
    """Return what sets a plan, or nothing: its days, and its first day, are asked for if needed."""
    line = ["plan", "set", *_with_unit(setup, answer.split())]
    missing = "days"
    try:
        if problem := setup.problem(line):
            if setup.problem([*line, "daily"]):  # With any days, would it be taken?
                raise problem
            line = _with_days(setup, line, answer) or line
        if not setup.problem(line):
            missing = "first day"
            return _with_first_day(setup, line)
    except (Leaves, GoesBack):
        setup.app.ui.notice(_unsaved(line, missing))
        raise
    except Interrupted:
        setup.app.drafts.hold(f"ketalog {' '.join(line)}")
        raise
    setup.app.ui.notice(_unsaved(line, missing))
    return []


def _unsaved(line: list[str], missing: str) -> str:
    return f"Not saved, for it has no {missing} yet: ketalog {' '.join(line)}"


_ON_DAYS = "On which days, such as mon, wed and fri, 48h apart; or twice a week"
DAYS = ("mon, wed and fri, 48h apart", "daily", "every 3 days", "twice a week")
_SINCE = "Since when do you take it so, such as 1 october; Enter for from today on"
FIRST_DAYS = ("1 october", "3 weeks ago", "last monday", "tomorrow")


def _with_days(setup: Setup, line: list[str], answer: str) -> list[str]:
    """Return the line of a plan with the days that are typed, or nothing."""
    while days := setup.ask(_ON_DAYS, _help(DAYS)):
        # The dose may be typed once more before them.
        whole = [*line, *days.removeprefix(answer).split()]
        if (problem := setup.problem(whole)) is None:
            return whole
        setup.app.ui.error(_to_type_here(problem, "mon, wed and fri"))
    return []


def _with_first_day(setup: Setup, line: list[str]) -> list[str]:
    """Return the line of a first plan with its first day: doses before it are without a plan.

    What changes a plan is for from today on, unless it says something else.
    """
    has_plan = _treatment(setup.fresh())["Plan"].is_set
    if has_plan or setup.problem([*line, "--from", "today"]):  # It says its first day itself.
        return line
    while day := setup.ask(_SINCE, _help(FIRST_DAYS)):
        whole = [*line, "--from", day]
        if (problem := setup.problem(whole)) is None:
            return whole
        setup.app.ui.error(_to_type_here(problem, FIRST_DAYS[0]))
    return line


def _with_unit(setup: Setup, words: list[str]) -> list[str]:
    """Return the words of a plan; of a number alone it is asked what it is: a plan is for long."""
    try:
        two = readings_of_its_number(setup.fresh(), words)
    except KetalogError:
        return words  # The command itself says what is wrong.
    return with_words(words, two.phrase, which(setup.app, two)) if two else words


def _behind(*command: str) -> Callable[[Setup, str], list[str]]:
    return lambda _, answer: [*command, answer]


def _calendar(_: Setup, answer: str) -> list[str]:
    clocks = answer.replace(" and ", ",").split(",")
    times = [word for clock in clocks if clock.strip() for word in ("--time", clock.strip())]
    return ["plan", "calendar", CALENDAR, *times]


def _lock(setup: Setup, answer: str) -> list[str]:
    commands = {"passphrase", "unlock"} if setup.app.maintenance.is_locked else {"lock"}
    if answer.lower() in commands:
        return [answer.lower()]
    if answer.lower() in _YES and len(commands) == 1:
        return [*commands]
    raise BadInput(f"'{answer}' does nothing here.", f"Type {' or '.join(sorted(commands))}.")


STEPS = (
    SetupStep(
        "Plan",
        "What you and your prescriber agreed on. With it, 'ketalog dose' takes the planned dose, "
        "and a week says what was taken of the plan.",
        "One dose and its route, as your label says it",
        ("2x100mg sublingual", "100mg sublingual, daily", "2x28mg esketamine nasal, mon and thu"),
        _plan,
        "plan set 2x100mg sublingual mon, wed and fri",
    ),
    SetupStep(
        "Supply",
        "What you have at home. Each dose comes off it, and 'ketalog' says how long it lasts. If "
        "the plan says what one is, the number alone will do.",
        "How many you have now",
        ("24x100mg sublingual", "24 troches of 100mg sublingual"),
        lambda _, answer: ["supply", "count", *answer.split()],
        "supply count 24x100mg sublingual",
    ),
    SetupStep(
        "Reminders",
        f"Writes {CALENDAR} into this folder, for your calendar: reminders on the planned days. "
        "They are called 'Reminder' and say no more.",
        "At what time of the day",
        ("8pm", "9am and 9pm"),
        _calendar,
        f"plan calendar {CALENDAR} --time 8pm",
    ),
    SetupStep(
        "Country",
        "After something grave, ketalog says where to turn: with your country, its help line and "
        "emergency number.",
        "Your country",
        ("Germany", "DE", "United States"),
        _behind("config", "country"),
        "config country Germany",
    ),
    SetupStep(
        "Clock",
        "How times are typed and shown. With 24, 9:30 is in the morning; without, you are asked.",
        "24 or 12 hours",
        ("24", "12"),
        _behind("config", "clock"),
        "config clock 24",
    ),
    SetupStep(
        "Second copy",
        "Each entry is written twice. In a folder on another disk, such as a USB stick, the second "
        "copy is there even if this disk is lost.",
        "A folder",
        ("/media/usb/ketalog",),
        _behind("config", "backups"),
        "config backups /media/usb/ketalog",
    ),
    SetupStep(
        "Lock",
        "With a lock, you type a passphrase to read, and none to log. Nobody can get a forgotten "
        "one back.",
        "Type lock, or Enter to leave it unlocked",
        ("lock",),
        _lock,
        "lock",
    ),
)


def command(ctx: typer.Context) -> None:
    """Set ketalog up, step by step; leave at any point, and come again to go on or change it."""
    app: App = ctx.obj
    setup = Setup(app)
    if not app.ui.asks:
        lines = "; ".join(f"ketalog {step.instead}" for step in STEPS)
        raise BadInput("'start' asks, and nobody is here to answer.", f"Type instead: {lines}.")
    states = _states(setup)
    width = max(map(len, states))
    app.ui.notice(
        "Each answer is saved at once. Enter leaves a step as it is, < goes back, q leaves: "
        "'ketalog start' goes on. ? says what can be typed.",
        *(
            f"{n}, {name}: {text}." if app.ui.style.plain else f"  {n}  {name:{width}}  {text}"
            for n, (name, (text, *_)) in enumerate(states.items(), 1)
        ),
        *(() if app.store.is_begun else _ELSEWHERE),
    )
    try:
        _go_through(setup, states)
    except (Leaves, GoesBack):
        app.answer(Answer([_LEFT, Hint("To go on", "ketalog start")], {}))
    except Interrupted as stopped:
        raise Interrupted(_LEFT, "To go on: ketalog start") from stopped
    else:
        done = "That is all. To change any of it: ketalog start. More settings: ketalog config."
        app.answer(Answer([done, Hint("Write something down", "ketalog mood 6")], {}))


_LEFT = "Left. What you answered is saved."
_ELSEWHERE = (
    "Is your journal on another computer? Leave with q and bring a copy: ketalog restore FILE",
)


def _go_through(setup: Setup, states: dict[str, StepState]) -> None:
    """Ask for what is not set, one step after the other; or for every step from the chosen one."""
    unset = [f"{n}, {name}" for n, (name, state) in enumerate(states.items(), 1) if state.is_due]
    enter = f"Enter goes on with {unset[0]}" if unset else "All is set: Enter leaves it so"
    numbers = {str(n + 1): n for n in range(len(STEPS))} | {"": 0}
    numbers |= {step.name.lower(): n for n, step in enumerate(STEPS)}
    can_be = f"{enter}. A number from 1 to {len(STEPS)} begins there, q leaves."
    while (answer := setup.ask(f"{enter}; a number begins there", can_be).lower()) not in numbers:
        setup.app.ui.notice(f"'{answer}' is no step: type a number from 1 to {len(STEPS)}.")
    place, way = numbers[answer], 1
    while place < len(STEPS):
        if place < 0:
            place, way = 0, 1
        state = _states(setup)[STEPS[place].name]
        is_asked = state.is_due if answer == "" and way > 0 else state.is_open
        if way > 0 and not state.is_open:
            setup.app.ui.notice("", f"{_title(place)}: {state.text}.")
        way = _step(setup, place, state) if is_asked else way
        place += way


def _title(place: int) -> str:
    return f"{place + 1} of {len(STEPS)}: {STEPS[place].name}"


def _step(setup: Setup, place: int, state: StepState) -> int:
    """Ask for one thing until it is taken or left; return where to go: 1 for on, −1 for back."""
    step = STEPS[place]
    ui = setup.app.ui
    answers = state.can_be or step.answers
    question = f"Type {' or '.join(state.can_be)}" if state.can_be else step.question
    ui.notice("", _title(place), step.does, f"For example: {answers[0]}", f"Now: {state.text}")
    while True:
        try:
            if (answer := setup.ask(question, _help(answers))) and (
                line := step.line(setup, answer)
            ):
                setup.app.run_beside(line)
        except GoesBack:
            return -1
        except Interrupted:
            raise
        except KetalogError as error:
            ui.error(_to_type_here(error, answers[0]))
        else:
            return 1


def _to_type_here(problem: KetalogError, example: str) -> KetalogError:
    """Return a problem with what to type at this prompt, where its hint is a whole command."""
    if problem.hint and ("ketalog " in problem.hint or "--" in problem.hint):
        return BadInput(problem.message, f"Type here, for example: {example}")
    return problem


_NOT_SET = StepState("not set", is_set=False)


def _states(setup: Setup) -> dict[str, StepState]:
    """Return what is set of each step, in their order. A locked journal is not opened for it."""
    seen = setup.fresh()
    settings = shown(seen.config)
    country, backups = settings["country"].value, settings["backups"].value
    is_locked = seen.maintenance.is_locked
    lock = StepState("not locked", is_set=False)
    if is_locked:
        lock = StepState("locked", is_set=True, can_be=("passphrase", "unlock"))
    if not seen.store.is_begun:
        lock = StepState("nothing is written down yet that could be locked", False, False)
    return {
        **_treatment(seen),
        "Country": StepState(country, is_set=True) if country else _NOT_SET,
        "Clock": StepState(str(seen.config.clock), is_set=True) if seen.config.clock else _NOT_SET,
        "Second copy": StepState(backups or "beside the journal", backups is not None),
        "Lock": lock,
    }


def _treatment(app: App) -> dict[str, StepState]:
    """Return what is set of the plan, the supply and the reminders."""
    try:
        snapshot = app.store.snapshot(may_prompt=False)
    except JournalLocked:
        unseen = StepState("not shown: the journal is locked", is_set=True)
        return dict.fromkeys(("Plan", "Supply", "Reminders"), unseen)
    plans = in_force(snapshot.plans, app.now)
    stocks = accounts(snapshot.supplies, snapshot.taken)
    planned = [f"{say_name(plan)}, {', '.join(plan_parts(plan))}" for plan in plans]
    left = [
        f"{say_units(of.left, of.stock.strength_mg, None)} ({say_stock(of.stock)})" for of in stocks
    ]
    file = Path(CALENDAR)
    reminders = (
        StepState(f"{CALENDAR} is in this folder", is_set=True) if file.exists() else _NOT_SET
    )
    if not any(plan.rrule for plan in plans):
        reminders = StepState("they need a plan with days", is_set=False, is_open=False)
    return {
        "Plan": StepState("; ".join(planned), is_set=True) if planned else _NOT_SET,
        "Supply": StepState("; ".join(left), is_set=True) if left else _NOT_SET,
        "Reminders": reminders,
    }
