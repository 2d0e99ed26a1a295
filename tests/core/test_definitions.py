"""The definitions: in the ledger's own words, and the same wherever they stand."""

from __future__ import annotations

import html
import re
from pathlib import Path

import click
import pytest
from docs.make_statistics import with_definitions
from tests.commands import call
from tests.ledgers import write
from tests.searches import site

from opledger.cli.stats import stats_command
from opledger.core.config import Config
from opledger.core.definitions import REPORTS, definitions

PAGE = Path(__file__).parents[2] / "docs" / "statistics.md"


def test_the_document_has_the_definitions_as_the_code_states_them() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_definitions(page) == page


def test_every_report_has_definitions_and_every_definition_a_report() -> None:
    assert tuple(section.report for section in definitions(Config())) == REPORTS
    kind = stats_command.params[0].type
    assert isinstance(kind, click.Choice)
    assert [*kind.choices] == [*REPORTS, "all"]


def test_they_are_in_the_words_and_limits_of_the_ledger() -> None:
    config = Config(
        stages={"chat": "A chat", "deal": "A deal"},
        quiet_after=9,
        few=3,
        timezone="Asia/Tokyo",
        interest=("meh", "wow"),
    )
    every = {
        each.name: each.text
        for section in definitions(config, "2024-02-01")
        for each in section.definitions
    }
    assert every["Conversation"] == "An opportunity that reached 'A chat' or a later stage."
    assert every["Offer"].startswith("An opportunity that reached 'A deal' or a later stage,")
    assert every["Quiet"].startswith("Open, with no event for 9 days or more.")
    assert every["Too few to say"] == "With fewer than 3 cases only the counts are given."
    assert "2024-02-01" in every["As of"]
    assert "Asia/Tokyo" in every["Days"]
    assert every["High and low"] == (
        "High is interest wow with confidence high; low is interest meh, however sure I was."
    )


def test_a_label_is_never_taken_for_a_blank_to_fill() -> None:
    odd = Config(stages={"call": "{few} {0} {", "offer": "}"})
    (section, *_) = definitions(odd)
    assert section.definitions[1].text == (
        "An opportunity that reached '{few} {0} {' or a later stage."
    )


@pytest.mark.parametrize("report", REPORTS)
def test_the_terminal_explains_each_report(report: str, tmp_path: Path) -> None:
    printed = call("stats", report, "--explain", "--ledger", write(tmp_path, {}))
    assert (printed.code, printed.stderr) == (0, "")
    (section,) = (each for each in definitions(Config(), "2024-03-01") if each.report == report)
    said = " ".join(printed.stdout.split())
    told = [section.title, *(f"{each.name} {each.text}" for each in section.definitions)]
    assert said == " ".join(told).replace("`", "")


def test_the_method_page_has_them_all_each_report_at_its_anchor() -> None:
    page = site("one")["method.html"].decode()
    text = html.unescape(re.sub(r"<[^>]*>", "", page))
    for section in definitions(Config(), "2099-01-01"):
        assert f'<h2 id="{section.report}">' in page
        for each in section.definitions:
            assert each.name in text
            assert each.text.replace("`", "") in text
