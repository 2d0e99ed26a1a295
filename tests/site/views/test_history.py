"""The history as a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.commands import call
from tests.git.repositories import git
from tests.ledgers import SETTINGS, SOUND, TODAY, write
from tests.webpages import elements, faults, text, tree

from opledger.core.figures.statistics import statistics
from opledger.files.reading import read_ledger
from opledger.git.accounts import Accounts
from opledger.git.annals import Annals
from opledger.git.repository import find_repository
from opledger.site.build import private_site
from opledger.site.views import history as view
from opledger.site.views.history import (
    ChangeRow,
    FunnelWeek,
    History,
    Week,
    changes_by_id,
    history,
    told,
)

PATH = "opportunities/kestrel.yaml"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Two commits on the eighth of January 2024: the second records long after some events."""
    write(tmp_path, {"ledger.yaml": SETTINGS, "opportunities/gone.yaml": SOUND})
    git(tmp_path, "init", "--quiet")
    for message in ("one", "two"):
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "--quiet", "-m", message)
        early = SOUND.replace("2024-01-08", "2023-11-08").replace("Kestrel Labs", "Kestrel")
        write(tmp_path, {"ledger.yaml": SETTINGS + "few: 4\n", PATH: early})
        (tmp_path / "opportunities" / "gone.yaml").unlink(missing_ok=True)
    return tmp_path


def made(root: Path) -> tuple[History, dict[str, tuple[ChangeRow, ...]]]:
    """The page, and the changes of each opportunity."""
    repository = find_repository(root)
    head = repository.head
    assert head
    figures = statistics(read_ledger(root, TODAY).ledger, TODAY)
    past = told(Accounts(Annals(repository, head)).all(), figures)
    return history(past, figures), changes_by_id(past)


def test_commits_are_told_week_by_week_newest_first(ledger: Path) -> None:
    found, by_id = made(ledger)
    head = git(ledger, "rev-parse", "HEAD")[:10]
    first = git(ledger, "rev-parse", "HEAD~1")[:10]
    words = (
        "added; lead; call scheduled for 2024-01-11, interest medium, confidence low; onsite"
        " scheduled for 2024-01-24, interest medium → high; offer scheduled for 2024-02-12;"
        " accepted scheduled for 2024-02-20"
    )
    day = "2024-01-08"
    new = ChangeRow(
        head,
        day,
        "kestrel",
        "Kestrel",
        "opportunities/kestrel.html",
        words,
        "recorded 61 days later",
    )
    assert found == History(
        summary="2 commits by A. Person, from 2024-01-08 to 2024-01-08.",
        stages=("call", "onsite", "offer"),
        funnel=found.funnel,
        weeks=(
            Week(
                day,
                "5 changes",
                (
                    ChangeRow(head, day, "gone", "gone", "", "deleted", ""),
                    new,
                    ChangeRow(head, day, "", "ledger.yaml", "", "settings changed: few", ""),
                    ChangeRow(first, day, "gone", "gone", "", words, ""),
                    ChangeRow(first, day, "", "ledger.yaml", "", "settings written", ""),
                ),
            ),
        ),
        left_out="",
    )
    assert by_id["kestrel"] == (new,)


def test_the_funnel_is_told_week_by_week_with_what_each_week_added(ledger: Path) -> None:
    found, _ = made(ledger)
    weeks = found.funnel
    assert weeks[0] == FunnelWeek("2023-11-06", ((0, ""), (0, ""), (0, "")), 1)  # only a lead
    counts = [tuple(count for count, _ in week.reached) for week in weeks]
    gains = [[int(more or 0) for _, more in week.reached] for week in weeks]
    assert counts[-1] == (1, 1, 1) == tuple(map(sum, zip(*gains, strict=True)))
    assert weeks[-1].open == 0
    assert [str(week.monday) for week in weeks] == sorted({week.monday for week in weeks})


def test_a_long_history_shows_its_newest_part(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "MOST", 3)
    found, by_id = made(ledger)
    assert found.left_out == "2 older changes: 'opledger log' tells them"
    assert len(found.weeks[0].rows) == 3
    assert [row.told for row in by_id["kestrel"]] == [True]
    assert [row.told for row in by_id["gone"]] == [False, True]


def test_the_pages_lead_to_the_commits_and_are_sound(ledger: Path) -> None:
    assert call("--ledger", ledger, "site", "build").code == 0
    files = {
        path.relative_to(ledger / "site").as_posix(): path.read_bytes()
        for path in (ledger / "site").rglob("*")
        if path.is_file()
    }
    for path in ("history.html", "opportunities/kestrel.html", "index.html"):
        assert faults(files, path) == []
    page = files["opportunities/kestrel.html"].decode()
    assert re.findall(r'href="\.\./history\.html#c-(\w+)"', page) == [
        git(ledger, "rev-parse", "HEAD")[:10]
    ]
    menu = [text(each) for name, each in elements(tree(files["index.html"])) if name == "nav"]
    assert [each.split()[-2:] for each in menu] == [["History", "Method"]]


def test_without_a_history_there_is_no_such_page(tmp_path: Path) -> None:
    root = write(tmp_path, {PATH: SOUND})
    files = private_site(statistics(read_ledger(root, TODAY).ledger, TODAY), None)
    assert "history.html" not in files
    assert b"history.html" not in b"".join(files.values())
