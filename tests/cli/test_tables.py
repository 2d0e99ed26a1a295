"""Tables on the terminal: what does not fit is told otherwise, and no number is ever cut."""

from __future__ import annotations

import pytest

from opledger.cli.tables import Page
from opledger.core.reports.sheet import Column

COLUMNS = [
    Column("Stage", wide=True),
    Column("Reached", number=True),
    Column("95 % interval", number=True),
    Column("Pending", number=True),
]
ROWS = [
    ("Recruiter or hiring-manager call", "12345", "41 to 71 %", "·"),
    ("On-site", "67890", "19 to 73 %", "3"),
]


def printed(width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    Page().table(COLUMNS, ROWS)
    return "\n".join(line.rstrip() for line in capsys.readouterr().out.splitlines())


def test_a_table_that_fits_has_a_row_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert printed(80, capsys, monkeypatch) == (
        "Stage                             Reached  95 % interval  Pending\n"
        "─────────────────────────────────────────────────────────────────\n"
        "Recruiter or hiring-manager call    12345     41 to 71 %        ·\n"
        "On-site                             67890     19 to 73 %        3"
    )


def test_a_table_that_does_not_fit_tells_each_row_below_its_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert printed(40, capsys, monkeypatch) == (
        "Recruiter or hiring-manager call\n"
        "  Reached        12345\n"
        "  95 % interval  41 to 71 %\n"
        "\n"
        "On-site\n"
        "  Reached        67890\n"
        "  95 % interval  19 to 73 %\n"
        "  Pending        3"
    )


@pytest.mark.parametrize("width", range(27, 121))
def test_no_number_is_cut_at_any_width(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = printed(width, capsys, monkeypatch)
    assert max(map(len, told.splitlines())) <= width
    for number in ("12345", "67890", "41 to 71 %", "19 to 73 %"):
        assert number in told


def test_what_is_told_below_its_name_is_told_whole_and_of_what(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    action = "お礼の手紙を書くことを忘れないで"
    heads = [Column("My turn    ", fixed=True), Column("Opportunity"), Column("What")]
    Page().table(heads, [("29 days", "株", action)])
    told = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert told[:3] == ["My turn", "29 days", "  Opportunity  株"]
    assert "".join(told[3:]).replace(" ", "") == f"What{action}"
