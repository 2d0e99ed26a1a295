"""What docs/api.md shows is what happens, with the sample."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

import opledger
from opledger.core.rows import event_rows, opportunity_row

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "api.md"


def test_every_example_of_the_page_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = doctest.testfile(
        str(PAGE),
        module_relative=False,
        globs={"tmp": tmp_path},
        optionflags=doctest.ELLIPSIS | doctest.FAIL_FAST,
        encoding="utf-8",
    )
    assert (done.failed, done.attempted >= 20) == (0, True)


def test_the_page_names_every_key_of_a_row_and_no_other() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(to_dicts|events)` \| (.*) \|$", page, re.MULTILINE))
    book = opledger.open(ROOT / "ledger")
    keys = {
        "to_dicts": list(opportunity_row(book.standings[0])),
        "events": [
            key
            for key in next(event_rows(book.standings, book.config))
            if not key.startswith("fit_")
        ],
    }
    for name, row in rows.items():
        assert [key for key in re.findall(r"`(\w+)`", row) if key != "fit_GOAL"] == keys[name]
