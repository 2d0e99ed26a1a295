"""Every rule has an example that breaks it and one that keeps it, and a place in the docs."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.examples import FOLDER, MADE, as_nobody, place, read_examples
from tests.ledgers import TODAY, lines

from opledger.files.checking import check_ledger
from opledger.files.rules import ALL_RULES, BY_CODE
from opledger.files.rules.document import checks_page

CODES = sorted(BY_CODE)
PAGE = Path(__file__).parents[2] / "docs" / "checks.md"


def _check(code: str, which: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    place(code, which, root)
    monkeypatch.chdir(root)
    if code == "unreadable" and which == "breaks":
        check_ledger(root, TODAY)  # so that what Python itself reads is loaded
        with as_nobody(root):
            return lines(check_ledger(Path(), TODAY))
    return lines(check_ledger(Path(), TODAY))


def test_every_rule_has_a_folder_of_examples_and_every_folder_a_rule() -> None:
    assert sorted(folder.name for folder in FOLDER.iterdir()) == CODES


def test_every_code_is_given_once() -> None:
    assert sorted(rule.code for rule in ALL_RULES) == CODES


def test_every_example_is_a_file_or_made_in_code() -> None:
    shown = {code for code in CODES if (FOLDER / code / "breaks").is_dir()}
    told = {code for code in CODES if (FOLDER / code / "made.txt").is_file()}
    assert shown | set(MADE) == set(CODES)
    assert told == set(MADE)
    assert not shown & set(MADE)


@pytest.mark.parametrize("code", CODES)
def test_a_ledger_that_breaks_the_rule_gives_exactly_this(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = (FOLDER / code / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert _check(code, "breaks", tmp_path / "ledger", monkeypatch) == expected
    severity = BY_CODE[code].severity
    assert all(f": {severity}[{code}]: " in line for line in expected)


@pytest.mark.parametrize("code", CODES)
def test_a_ledger_that_keeps_the_rule_gives_nothing(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _check(code, "keeps", tmp_path / "ledger", monkeypatch) == []


@pytest.mark.parametrize("code", CODES)
def test_a_rule_explains_itself_in_sentences(code: str) -> None:
    rule = BY_CODE[code]
    assert rule.summary.endswith((".", ":"))
    assert rule.explanation.endswith(".")


def test_the_committed_page_of_checks_is_the_one_the_rules_give() -> None:
    assert PAGE.read_text(encoding="utf-8") == checks_page(read_examples())
