"""Writes docs/checks.md anew; `make docs` calls it as ``python -m docs.make_checks``."""  # noqa: INP001

from __future__ import annotations

from pathlib import Path

from tests.examples import read_examples

from opledger.files.rules.document import checks_page

PAGE = Path(__file__).with_name("checks.md")

if __name__ == "__main__":
    PAGE.write_text(checks_page(read_examples()), encoding="utf-8", newline="\n")
