"""``opledger show``: one opportunity, whole."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from opledger.api.loading import find_id, shown
from opledger.cli.loading import sound_ledger
from opledger.cli.options import App, as_of_option, at_option, format_option, ledger_option
from opledger.core.contract.text import json_text
from opledger.core.failure import Failure
from opledger.core.standing import standing

if TYPE_CHECKING:
    from opledger.cli.tables import Page
    from opledger.core.config import Config
    from opledger.core.model import Event, Opportunity
    from opledger.core.standing import Standing


@click.command("show")
@click.argument("opportunity_id", metavar="ID")
@as_of_option
@at_option
@format_option("table", "json")
@ledger_option
@click.pass_context
def show_command(
    ctx: click.Context, opportunity_id: str, as_of: date | None, at: str | None, form: str
) -> None:
    """Show one opportunity: how it went, its events, questions, people and notes.

    ID is the file's name without .yaml; the beginning of one is enough.
    """
    loaded = sound_ledger(ctx.ensure_object(App), at)
    ledger, day = loaded.ledger, loaded.day(as_of)
    known = [each.id for each in ledger.opportunities]
    wanted = find_id(opportunity_id, known)
    about = next(each for each in ledger.opportunities if each.id == wanted)
    each = standing(about, ledger.config, day)
    if each is None:
        raise Failure(f"{about.id} had not begun on {day}: its first stage comes later", code=1)
    if form == "json":
        from opledger.core.contract.opportunities import story_document

        click.echo(json_text(story_document(each, known_at=loaded.known_at)))
        return
    place = (
        f"{loaded.commit.short}:{about.path}" if loaded.commit else shown(loaded.root, about.path)
    )
    _print(each, ledger.config, place, loaded.told(day))


def _print(each: Standing, config: Config, path: str, when: str) -> None:
    from opledger.cli.tables import Page
    from opledger.core.narrative.search import outcome_sentence

    about = each.opportunity
    page = Page()
    page.title(about.company + (f", {about.role}" if about.role else ""), when)
    page.text(outcome_sentence(each, config))
    page.text(path, dim=True)
    page.heading("Facts")
    page.facts(_facts(each, config))
    page.heading("Events")
    for event in about.events:
        _event(page, event, config, scheduled=event.date > each.as_of)
    _rest(page, about)


def _levels(each: Standing) -> str | None:
    if each.interest is None:
        return f"not stated, confidence {each.confidence}" if each.confidence else None
    return each.interest + (f", confidence {each.confidence}" if each.confidence else "")


def _facts(each: Standing, config: Config) -> list[tuple[str, str]]:
    about = each.opportunity
    level = about.level
    facts = [
        ("source", config.label("sources", about.source) if about.source else None),
        ("segment", config.label("segments", about.segment) if about.segment else None),
        ("size", about.size),
        ("location", about.location),
        (
            "level",
            f"{level.sought or '?'} sought, {level.offered or '?'} offered" if level else None,
        ),
        ("link", about.url),
        ("tags", ", ".join(about.tags)),
        ("interest", _levels(each)),
        ("people", "; ".join(_person(p.name, p.role, p.email) for p in about.people)),
        ("alias", about.alias),
    ]
    return [(name, text) for name, text in facts if text]


def _person(name: str, role: str | None, email: str | None) -> str:
    return ", ".join(part for part in (name, role, email) if part)


def _event(page: Page, event: Event, config: Config, *, scheduled: bool) -> None:
    from opledger.core.narrative.search import offer_text
    from opledger.core.narrative.words import OUTCOMES

    # In the ledger's zone, whose days the list and the figures go by.
    day = str(event.date)
    day += f" {event.time.astimezone(config.zone):%H:%M}" if event.time else ""
    parts = [config.label("stages", event.stage)] if event.stage else []
    parts += [OUTCOMES[event.outcome].capitalize()] if event.outcome else []
    parts += [f"interest {event.interest}"] if event.interest else []
    parts += [f"confidence {event.confidence}"] if event.confidence else []
    parts += [f"{config.label('goals', goal)} {score:g}" for goal, score in event.fit.items()]
    parts += ["scheduled"] if scheduled else []
    page.text(f"{day}  {', '.join(parts) or 'Note'}", indent=1)
    told = [offer_text(event.offer, config) if event.offer else None]
    told += [f"Reopened: {event.reopened}" if event.reopened else None, event.note]
    if event.reasons:
        told.append("Why: " + ", ".join(config.label("reasons", word) for word in event.reasons))
    told += [f"Lesson: {event.lesson}" if event.lesson else None]
    for text in told:
        if text:
            page.text(text.strip(), indent=3, dim=True)


def _rest(page: Page, about: Opportunity) -> None:
    if about.next and (about.next.action or about.next.due):
        page.heading("Next")
        due = f" by {about.next.due}" if about.next.due else ""
        page.text(f"{about.next.action or 'Something'}{due}", indent=1)
    if about.questions:
        page.heading("Questions")
        for question in about.questions:
            page.text(question.ask, indent=1)
            page.text(question.answer or "(no answer yet)", indent=3, dim=not question.answer)
    if about.notes:
        page.heading("Notes")
        page.text(about.notes.rstrip(), indent=1)
