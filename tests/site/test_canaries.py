"""A word in every private place comes through to no public page, in no encoding."""

from __future__ import annotations

import pytest
from tests.site.canaries import ALWAYS, AS_OF, CANARY, SHOWN, ZONE, digests, forms, full, sightings
from tests.stories import day

from opledger.core.figures.statistics import statistics
from opledger.core.publishing import public
from opledger.core.vocabulary import Precision, PublicField
from opledger.site.build import private_site, public_site

F = PublicField
ADDRESS = "https://example.org/search"


def published(*fields: PublicField, few: int | None = None, **publish: object) -> dict[str, bytes]:
    ledger = full(fields, few, address=ADDRESS, **publish)
    return dict(public_site(public(ledger, AS_OF)).files)


def seen(files: dict[str, bytes]) -> set[str]:
    return {each.canary for each in sightings(files, CANARY)}


@pytest.mark.parametrize("field", F)
def test_a_listed_field_shows_itself_and_nothing_else(field: F) -> None:
    found, own = seen(published(field)), SHOWN.get(field, set())
    assert found - ALWAYS <= own
    assert bool(found & own) == bool(own)


def test_what_belongs_to_two_fields_needs_both() -> None:
    assert seen(published(F.OFFERS)) == ALWAYS
    assert seen(published(F.OFFERS, F.NOTES)) == SHOWN[F.NOTES] | ALWAYS | {"offer_note", "market"}
    assert seen(published(F.COMPANY, F.ALIAS)) == {"company"} | ALWAYS


@pytest.mark.parametrize("dates", Precision)
def test_with_everything_listed_people_links_and_what_comes_next_stay(dates: Precision) -> None:
    every = set[str]().union(*SHOWN.values()) | ALWAYS | {"offer_note", "market"}
    assert every - seen(published(*F, dates=dates)) <= {"alias", "reason"}
    assert seen(published(*F, dates=dates)) <= every - {"alias"}


def test_where_no_small_count_may_be_told_only_stages_are() -> None:
    assert seen(published(*F, few=3)) == ALWAYS


def test_no_amount_and_no_time_comes_through() -> None:
    text = b"\n".join(published(*(set(F) - {F.OFFERS})).values())
    secrets = ("187310", "187,310", "411370", "411,370", "09:41", "T09", ZONE)
    assert [secret for secret in secrets if secret.encode() in text] == []


def test_by_month_no_day_comes_through() -> None:
    by_day, by_month, never = (
        b"\n".join(published(*(set(F) - left_out), dates=dates).values()).decode(errors="replace")
        for dates, left_out in (
            (Precision.DAY, set[F]()),
            (Precision.MONTH, set[F]()),
            (Precision.DAY, {F.DATES}),
        )
    )
    days = [day(n).isoformat() for n in (3, 9, 11, 15, 20, 34, 60, 70)]
    assert [each for each in days if each not in by_day] == []
    assert [each for each in days if each in by_month] == []
    assert [each for each in (*days, "2024-01", "2024-02", "2024-03") if each in never] == []


def test_the_private_site_shows_them() -> None:
    """So the ledger does hold them, and the search does find them."""
    hidden = {"message", "author", "author_email", "folder", "extra_key", "extra", "remote"}
    found = seen(private_site(statistics(full([]), AS_OF)))
    assert set(CANARY) - found <= hidden | {"not_begun", "reason"}


def test_every_encoding_is_found() -> None:
    word = CANARY["company"]
    for name, form in (forms(word) | digests(word)).items():
        files = {"index.html": b"<p>" + form + b"</p>"}
        assert any(s.canary == "company" for s in sightings(files, CANARY)), name
