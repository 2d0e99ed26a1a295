"""``opledger add``, ``record`` and ``next``: what happened, written from the command line."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from opledger.api.days import DAY_FORM, as_day
from opledger.api.loading import shown
from opledger.cli.offerparts import offer_parts
from opledger.cli.options import App, Command, ledger_option
from opledger.cli.writing import (
    Desk,
    change,
    commit_option,
    desk,
    given_only,
    path_of,
    repository_for,
    save,
    unsafe,
)
from opledger.core.failure import Failure
from opledger.core.late import pattern
from opledger.core.vocabulary import Outcome, Party

NOTE = "note"
# Python takes more for a time, and 20240131 for midnight.
_TIME_FORM = pattern(
    DAY_FORM.pattern + r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[-+][0-9]{2}:?[0-9]{2})?"
)
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_PARTIES = (Party.ME.value, Party.COMPANY.value)


def _event_options(command: Command) -> Command:
    """What can be said of an event, whatever it is."""
    options: tuple[Callable[[Command], Command], ...] = (
        click.option(
            "--date",
            "when",
            metavar="DATE",
            help="2024-01-31, 2024-01-31T13:00, yesterday, tomorrow; today if not said.",
        ),
        click.option("--by", type=click.Choice(_PARTIES), help="Whose move it was."),
        click.option("--interest", metavar="LEVEL", help="My level of interest from now on."),
        click.option("--confidence", metavar="LEVEL", help="How sure I am of that level."),
        click.option("--note", metavar="TEXT", help="What happened."),
        click.option("--lesson", metavar="TEXT", help="What I learned."),
        click.option("--fit", metavar="GOAL=SCORE", multiple=True, help="A score from 0 to 5."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("record")
@click.argument("opportunity_id", metavar="ID")
@click.argument("what", metavar="[STAGE|OUTCOME|note]", default=NOTE)
@_event_options
@click.option("--reason", "reasons", metavar="WORD", multiple=True, help="Why it ended.")
@click.option("--reopened", metavar="WHY", help="Why it goes on after an outcome.")
@click.option("--offer", metavar="PARTS", help="'base: 190000, currency: USD, form: written'.")
@commit_option
@ledger_option
@click.pass_context
def record_command(
    ctx: click.Context,
    /,
    opportunity_id: str,
    what: str,
    when: str | None,
    fit: tuple[str, ...],
    reasons: tuple[str, ...],
    offer: str | None,
    commit: bool | None,
    **said: str | None,
) -> None:
    """Record what happened: a stage that was reached, an outcome, or a note.

    Only the lines of the new event are added to the file of ID (the beginning of one is enough),
    and only this file is committed. Nothing is written that would fail the check.
    """
    at = desk(ctx.ensure_object(App))
    day, moment = _moment(when, at)
    event = given_only(
        {
            "date": moment or day,
            **_what(what, at),
            **said,
            "fit": _scores(fit),
            "offer": offer_parts(offer, at.config.zone),
            "reasons": [word.strip() for word in ",".join(reasons).split(",") if word.strip()],
        }
    )
    if set(event) == {"date"}:
        raise Failure("nothing to record: name a stage or an outcome, or give --note TEXT")
    _change(at, opportunity_id, event, day, commit)


def _change(at: Desk, given: str, event: dict[str, Any], day: date, commit: bool | None) -> None:
    from opledger.files.editing import add_event
    from opledger.files.emit import in_brackets
    from opledger.files.schema import EVENT
    from opledger.files.splice import Unsafe

    ordered = {name: event[name] for name in EVENT.fields if name in event}
    try:
        change(at, given, lambda text, about: add_event(text, about, ordered, day), commit)
    except Unsafe as why:
        raise unsafe(at.root, path_of(at.root, given), why, f"- {in_brackets(ordered)}") from None


def _what(word: str, at: Desk) -> dict[str, str]:
    """The key and word of a stage or an outcome; nothing for a note."""
    outcomes = [outcome.value for outcome in Outcome]
    kinds = [("stage", at.config.stage_order), ("outcome", outcomes)]
    found = [(kind, word) for kind, words in kinds if word in words]
    if len(found) > 1:
        raise Failure(f"'{word}' is a stage and an outcome here: write it with 'opledger edit'")
    if found or word == NOTE:
        return dict(found)
    from opledger.files.rules.context import did_you_mean

    known = (*at.config.stage_order, *outcomes, NOTE)
    raise Failure(f"'{word}' is no stage or outcome: {did_you_mean(word, known, 'known')}")


def _moment(given: str | None, at: Desk) -> tuple[date, datetime | None]:
    """The day of an event in the ledger's zone, and its time, if one was given."""
    if given is None or given in _DAYS:
        return at.day + timedelta(days=_DAYS.get(given or "today", 0)), None
    if DAY_FORM.fullmatch(given):
        return as_day(given), None
    zone: ZoneInfo = at.config.zone
    with suppress(ValueError, OverflowError):
        if _TIME_FORM.fullmatch(given):
            moment = datetime.fromisoformat(given)
            moment = moment if moment.tzinfo else _on_the_clock(moment, zone)
            return moment.astimezone(zone).date(), moment
    raise Failure(f"'{given}' is no date: write it as 2024-01-31, or 2024-01-31T13:00")


def _on_the_clock(shown: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the zone's clock shows a time.

    Raises:
        Failure: it never does, or twice: where the clock is put forward or back.
    """
    first, second = (shown.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != shown:
        what = (
            f"there is no {shown:%H:%M} on {shown.date()} in {zone.key}: its clock is put forward"
        )
        raise Failure(f"{what}; write another time")
    either = " or ".join(each.isoformat(timespec="minutes") for each in (first, second))
    raise Failure(f"{shown:%H:%M} comes twice on {shown.date()} in {zone.key}: write {either}")


def _day_of(given: str | None, at: Desk) -> date | None:
    """The day by which something is due."""
    if given is None:
        return None
    day, moment = _moment(given, at)
    if moment:
        raise Failure(f"--due is a day, without a time: write {day}; 'record --date' takes a time")
    return day


def _scores(given: tuple[str, ...]) -> dict[str, float]:
    scores = {}
    for pair in (pair for each in given for pair in each.split(",")):
        goal, _, score = pair.partition("=")
        if goal.strip() in scores:
            raise Failure(f"'{goal.strip()}' has two scores: give it one")
        try:
            scores[goal.strip()] = float(score)
        except ValueError:
            raise Failure(f"'{pair}' is no score: write --fit GOAL=4") from None
    return scores


@click.command("add")
@click.argument("company", metavar="COMPANY")
@click.option("--role", metavar="TEXT", help="The role.")
@click.option("--source", metavar="WORD", help="How it came about.")
@click.option("--segment", metavar="WORD", help="What kind of company it is.")
@click.option("--size", metavar="TEXT", help="How many people work there.")
@click.option("--location", metavar="TEXT", help="Where the work is.")
@click.option("--url", metavar="URL", help="A link to the role.")
@click.option("--alias", metavar="TEXT", help="Shown instead of the company on a public site.")
@click.option("--tag", "tags", metavar="WORD", multiple=True, help="A word of your own.")
@click.option("--stage", metavar="STAGE", help="The stage it begins with; else the first one.")
@click.option("--id", "opportunity_id", metavar="ID", help="The file's name; else the company's.")
@_event_options
@commit_option
@ledger_option
@click.pass_context
def add_command(
    ctx: click.Context,
    /,
    company: str,
    stage: str | None,
    opportunity_id: str | None,
    tags: tuple[str, ...],
    when: str | None,
    by: str | None,
    interest: str | None,
    confidence: str | None,
    note: str | None,
    lesson: str | None,
    fit: tuple[str, ...],
    commit: bool | None,
    **facts: str | None,
) -> None:
    """Add an opportunity: a new file with its first event."""
    if not company.strip():
        raise Failure("COMPANY is empty: name the company")
    at = desk(ctx.ensure_object(App))
    day, moment = _moment(when, at)
    event = {
        "date": moment or day,
        "stage": stage or at.config.stage_order[0],
        "by": by,
        "interest": interest,
        "confidence": confidence,
        "fit": _scores(fit),
        "note": note,
        "lesson": lesson,
    }
    values = {"company": company, **facts, "tags": list(tags), "events": [given_only(event)]}
    _add(at, given_only(values), opportunity_id, commit)


def _add(at: Desk, values: dict[str, Any], given_id: str | None, commit: bool | None) -> None:
    from opledger.exchange.naming import new_id
    from opledger.files import disk
    from opledger.files.diagnostics import Severity, as_line
    from opledger.files.disk import ID
    from opledger.files.emit import opportunity_text
    from opledger.files.reading import quick_or_ordinary_opportunity, read_ledger
    from opledger.files.rules.entries import suggest_id
    from opledger.files.schemafiles import first_line
    from opledger.files.source import Source
    from opledger.files.store import locked

    with locked(at.root):
        known = read_ledger(at.root, at.day).ledger.opportunities
        same = (values["company"].casefold().strip(), values.get("role", "").casefold().strip())
        for each in known if given_id is None else ():
            if (each.company.casefold().strip(), (each.role or "").casefold().strip()) == same:
                message = (
                    f"{each.id} is the same company and role: 'opledger record {each.id} ...'"
                    " goes on with it; --id NAME adds another one"
                )
                raise Failure(message, code=1)
        if given_id is not None and not ID.fullmatch(given_id):
            message = f"'{given_id}' is no id: a-z, 0-9 and '-' only, at most 80"
            raise Failure(f"{message}; try {suggest_id(given_id)}")
        taken = {entry.name.partition(".")[0] for entry in disk.scan(at.root)}
        name = given_id or new_id(values["company"], values.get("role", ""), same[0], taken)
        if given_id in taken:
            raise Failure(f"'{given_id}' is taken: see 'opledger show {given_id}'", code=1)
        path = f"{disk.FOLDER}/{name}{disk.SUFFIX}"
        source = Source.of(path, first_line(at.root, path) + opportunity_text(values))
        after, found = quick_or_ordinary_opportunity(source, at.config, at.day)
        for wrong in (told for told in found if told.severity is Severity.ERROR):
            raise Failure(f"nothing was written: {wrong.text}; {wrong.hint}".rstrip("; "), code=1)
        repository = repository_for(at, commit)
        disk.write_new(at.root / path, source.content)
        for told in found:
            click.echo(as_line(told, shown(at.root, path)), err=True)
        save(at, repository, path, None, after)
    click.echo(f"Wrote {shown(at.root, path)}.")


@click.command("next")
@click.argument("opportunity_id", metavar="[ID]", required=False)
@click.argument("action", metavar="[ACTION]", required=False)
@click.option("--due", metavar="DATE", help="By which day: 2024-01-31, today or tomorrow.")
@click.option("--turn", type=click.Choice(_PARTIES), help="Whose turn it is.")
@click.option("--done", is_flag=True, help="It is done: take it away.")
@commit_option
@ledger_option
@click.pass_context
def next_command(
    ctx: click.Context,
    /,
    opportunity_id: str | None,
    action: str | None,
    due: str | None,
    turn: str | None,
    done: bool,
    commit: bool | None,
) -> None:
    """Say what has to happen next, by when, and whose turn it is; or that it is done.

    What is not said stays as it was; without anything it is only shown. Without ID too, that of
    every opportunity is, in the order of their days.
    """
    from opledger.files.editing import set_next
    from opledger.files.emit import in_brackets
    from opledger.files.splice import Unsafe

    app = ctx.ensure_object(App)
    if opportunity_id is None:
        if due or turn or done:
            raise Failure("which opportunity? name it: 'opledger next ID ...'")
        from opledger.cli.actions import show_actions

        show_actions(app)
        return
    at = desk(app)
    said = given_only({"action": action, "due": _day_of(due, at), "turn": turn})
    if action is not None and not action.strip():
        raise Failure("ACTION is empty: say what has to happen, or --done")
    if done and said:
        raise Failure("--done takes the next action away: give nothing else with it")
    if not done and not said:
        _show_next(at, opportunity_id)
        return

    def edit(text: Any, about: Any) -> Any:  # noqa: ANN401 - see Edit
        before = about.next
        kept = {name: getattr(before, name) for name in ("action", "due", "turn")} if before else {}
        return set_next(text, before, None if done else given_only({**kept, **said}))

    try:
        message = change(at, opportunity_id, edit, commit)
    except Unsafe as why:
        path = path_of(at.root, opportunity_id)
        raise unsafe(at.root, path, why, f"next: {in_brackets(said)}") from None
    if message is None:
        click.echo("Nothing to change.")


def _show_next(at: Desk, given: str) -> None:
    from opledger.cli.writing import source_of
    from opledger.core.retelling import next_words
    from opledger.files.reading import quick_or_ordinary_opportunity

    path = path_of(at.root, given)
    about, _ = quick_or_ordinary_opportunity(source_of(at.root, path), at.config, at.day)
    if about and about.next:
        click.echo(f"{about.id}: {next_words(about.next)}")
    else:
        click.echo("No next action.")
