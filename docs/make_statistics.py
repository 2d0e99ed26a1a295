"""Writes the definitions in docs/statistics.md anew; `make docs` calls it as a module."""  # noqa: INP001

from __future__ import annotations

from pathlib import Path

from opledger.core.config import Config
from opledger.core.definitions import definitions

PAGE = Path(__file__).with_name("statistics.md")
BEGIN, END = "<!-- definitions: made by `make docs` -->\n", "<!-- end of definitions -->\n"


def with_definitions(page: str) -> str:
    """The page with the definitions between its marks, in the words of an empty ledger.yaml."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return head + BEGIN + _definitions() + END + tail


def _definitions() -> str:
    lines = []
    for section in definitions(Config()):
        lines += ["", f"### {section.title}", "", f"`opledger stats {section.report}`", ""]
        lines += [f"- **{each.name}.** {each.text}" for each in section.definitions]
    return "\n".join([*lines, "", ""])


if __name__ == "__main__":
    made = with_definitions(PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(made, encoding="utf-8", newline="\n")
