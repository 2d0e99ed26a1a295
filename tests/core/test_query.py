"""The filters of ``list``."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import Search, an_event, an_opportunity, day, ledgers

from opledger.core.config import Config
from opledger.core.query import FIELDS, QueryError, parse_query
from opledger.core.standing import Standing, standings

CONFIG = Config(reasons={"fit": "", "comp": ""}, segments={"startup": "", "big-tech": ""})
EVERY = standings(
    (
        an_opportunity(
            an_event(0, "lead"),
            an_event(2, "onsite", interest="high", confidence="medium"),
            an_event(9, "rejected", reasons=("fit", "comp")),
            an_event(20, "offer", reopened="They changed their minds."),
            an_event(25, "declined", reasons=("comp",)),
            name="acme-labs",
            company="Acme Labs",
            alias="Tools startup",
            role="Staff engineer",
            source="inbound",
            segment="startup",
            size="1-10",
            location="New York, in the office",
            tags=("remote", "ml"),
        ),
        an_opportunity(
            an_event(10, "call", interest="low", confidence="high"),
            an_event(12, "ghosted"),
            name="borrel",
            company="Café Borrel",
            source="outbound",
            segment="big-tech",
        ),
        an_opportunity(an_event(5, "screen"), name="quiet-one", company="Quiet", tags=("ml",)),
        an_opportunity(
            an_event(25, "lead", interest="medium"),
            an_event(40, "call"),
            name="vivid",
            company="Vivid",
            source="warm",
        ),
    ),
    CONFIG,
    day(30),
)


def found(*terms: str) -> str:
    """The first letters of what passes the filter."""
    query = parse_query(terms, CONFIG)
    return "".join(each.opportunity.id[0] for each in EVERY if query.matches(each))


@pytest.mark.parametrize(
    ("term", "passing"),
    [
        ("id:acme", "a"),
        ("company:LABS", "a"),
        ("company:café", "b"),
        ("role:staff", "a"),
        ("alias:tools", "a"),
        ("location:york", "a"),
        ("source:inbound", "a"),
        ("source=inbound", "a"),
        ("source:inbound,warm", "av"),
        ("source!=inbound", "bqv"),
        ("source!=inbound,warm", "bq"),
        ("segment:big-tech", "b"),
        ("size:1-10", "a"),
        ("tag:ml", "aq"),
        ("tag:remote,ml", "aq"),
        ("tag!=remote", "bqv"),
        ("stage:offer", "a"),
        ("stage>=screen", "aq"),
        ("stage>screen", "a"),
        ("stage<=call", "bv"),
        ("stage<call", "v"),
        ("stage!=call", "aqv"),
        ("interest:high", "a"),
        ("interest>=medium", "av"),
        ("interest<medium", "b"),
        ("interest!=high", "bqv"),
        ("confidence>low", "ab"),
        ("confidence:high", "b"),
        ("started>=2024-01-06", "bqv"),
        ("started:2024-01-01", "a"),
        ("ended:2024-01-13", "b"),
        ("ended>2024-01-13", "a"),
        ("last<2024-01-13", "q"),
        ("days>=25", "aq"),
        ("days:2", "b"),
        ("state:open", "qv"),
        ("state:ended", "ab"),
        ("state:quiet", "q"),
        ("state:scheduled", "v"),
        ("state!=quiet", "abv"),
        ("outcome:declined", "a"),
        ("outcome:declined,ghosted", "ab"),
        ("outcome!=declined", "bqv"),
        ("by:me", "a"),
        ("by:silence", "b"),
        ("reopened:yes", "a"),
        ("reopened:no", "bqv"),
        ("reason:comp", "a"),
        ("reason:fit", ""),
        ("Source:inbound", "a"),
        ("stage: offer", "a"),
        ("stage>= screen", "aq"),
        ("source: inbound, warm", "av"),
    ],
)
def test_a_term_finds(term: str, passing: str) -> None:
    assert found(term) == passing


def test_a_word_without_a_field_is_looked_for_in_company_role_alias_and_id() -> None:
    assert [found(word) for word in ("ACME", "engineer", "startup", "borr", "office")] == [
        *("a", "a", "a", "b", ""),
    ]


def test_all_terms_must_hold() -> None:
    assert found("tag:ml", "state:open") == "q"
    assert found("tag:ml state:open") == "q"
    assert found() == "abqv"
    assert found("") == "abqv"


@pytest.mark.parametrize(
    "terms",
    [
        ('company:"Acme Labs"',),
        ("company:Acme Labs",),
        ('"Acme Labs"',),
        ("Acme Labs",),
        ("location:New York",),
        ("location:New York source:inbound",),
        ('location:"New York" labs',),
        ("labs location:New York",),
        ('company:"Acme',),
    ],
)
def test_blanks_and_quotes_are_read_as_they_are_meant(terms: tuple[str, ...]) -> None:
    assert found(*terms) == ("" if terms == ('location:"New York" labs',) else "a")


def test_a_word_of_another_argument_is_a_term_of_its_own() -> None:
    assert found("location:York", "labs") == "a"


def test_a_segment_without_a_list_may_be_any_word() -> None:
    query = parse_query(["segment:anything", "reason:whatever"], Config())
    assert not any(query.matches(each) for each in EVERY)


@pytest.mark.parametrize(
    ("term", "error"),
    [
        ("sorce:inbound", "unknown filter field 'sorce': did you mean 'source'?"),
        ("xyz:1", f"unknown filter field 'xyz': known: {', '.join(FIELDS)}"),
        ("source:inbuond", "unknown source 'inbuond': did you mean 'inbound'?"),
        ("segment:x", "unknown segment 'x': known: startup, big-tech"),
        ("stage>=onsit", "unknown stage 'onsit': did you mean 'onsite'?"),
        ("interest:hgih", "unknown interest 'hgih': did you mean 'high'?"),
        ("confidence:?", "unknown confidence '?': known: low, medium, high"),
        ("outcome:reject", "unknown outcome 'reject': did you mean 'rejected'?"),
        ("by:them", "unknown by 'them': known: me, company, silence, nobody"),
        ("state:closed", "unknown state 'closed': known: open, ended, quiet, scheduled"),
        ("reopened:maybe", "unknown reopened 'maybe': known: yes, no"),
        ("reason:money", "unknown reason 'money': known: fit, comp"),
        ("source:", "'source:' needs a word after ':'"),
        ("source: ", "'source:' needs a word after ':'"),
        ("source:,", "'source:,' needs a word after ':'"),
        ("source>inbound", "'source' has no order: use 'source:inbound'"),
        ("stage>=call,onsite", "'stage>=' takes one word, not 2"),
        ("days>=soon", "'days' takes a number, not 'soon'"),
        ("days>=-1", "'days' takes a number, not '-1'"),
        (
            "started>=2024-1-5",
            "'started' takes a date such as 2024-01-31, not '2024-1-5'",
        ),
        ("ended:2024-02-30", "'2024-02-30' is no day of the calendar"),
        ("stage >= onsite", "'>=' needs a field before it, without blanks: stage>=onsite"),
        (":inbound", "':' needs a field before it, without blanks: stage>=onsite"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_in_one_line(term: str, error: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse_query([term], CONFIG)
    assert str(refused.value) == error


def test_an_operator_alone_is_refused_as_an_argument_too() -> None:
    with pytest.raises(QueryError, match="'>=' needs a field before it"):
        parse_query(["stage", ">=", "onsite"], CONFIG)


ORDERED = ("stage", "interest", "confidence", "started", "ended", "last", "days")


def some_word(field: str, search: Search, data: st.DataObject) -> str:
    match field:
        case "stage":
            return data.draw(st.sampled_from(search.config.stage_order))
        case "interest" | "confidence":
            return data.draw(st.sampled_from(search.config.interest))  # the scales are the same
        case "days":
            return str(data.draw(st.integers(0, 70)))
    return day(data.draw(st.integers(-1, 61))).isoformat()


def has_value(each: Standing, field: str) -> bool:
    return getattr(each, field) is not None


@given(ledgers(), st.data())
def test_an_order_parts_those_that_have_a_value(search: Search, data: st.DataObject) -> None:
    every = search.figures().standings
    for field in ORDERED:
        word = some_word(field, search, data)
        passing = {
            operator: [
                parse_query([f"{field}{operator}{word}"], search.config).matches(each)
                for each in every
            ]
            for operator in ("<", "<=", "=", ":", "!=", ">=", ">")
        }
        for n, each in enumerate(every):
            below, up_to, same, colon, other, from_, above = (held[n] for held in passing.values())
            assert same == colon == (not other)
            if has_value(each, field):
                assert below + same + above == 1
                assert (up_to, from_) == (not above, not below)
            else:
                assert [below, up_to, same, from_, above] == [False] * 5


@given(st.lists(st.text(max_size=12), max_size=3))
def test_any_text_is_a_filter_or_refused_in_one_line(terms: list[str]) -> None:
    with suppress(QueryError):
        query = parse_query(terms, CONFIG)
        assert {query.matches(each) for each in EVERY} <= {True, False}
