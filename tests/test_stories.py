"""The made-up ledgers of other tests are ledgers that ``check`` lets by."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from tests.stories import LATE, Search, ledgers

from opledger.core.contract.plain import record
from opledger.files.emit import opportunity_text
from opledger.files.reading import read_opportunity
from opledger.files.source import Source


@given(ledgers())
def test_every_made_up_opportunity_reads_back_from_its_file_without_an_error(
    search: Search,
) -> None:
    config = replace(search.config, sources={"aa": "", "bb": "", "cc": ""})
    for each in search.opportunities:
        values = record(each) or {}
        for derived in ("id", "path"):
            values.pop(derived, None)
        source = Source.of(f"opportunities/{each.id}.yaml", opportunity_text(values))
        read, found = read_opportunity(source, config, LATE)
        assert [d for d in found if d.severity.value == "error"] == []
        assert read == each
