"""Opportunities as a table for spreadsheets: CSV that reads back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from opledger.core.contract.cells import safe_cell

COLUMNS = (
    *("id", "company", "alias", "role", "source", "segment", "size", "location", "url", "tags"),
    *("started", "last", "days", "stage", "furthest", "open", "outcome", "ended", "ended_by"),
    *("reasons", "interest", "confidence", "reopened"),
)


def opportunities_csv(
    documents: Iterable[Mapping[str, Any]], columns: Sequence[str] = COLUMNS
) -> str:
    """A row for each of :func:`.opportunity_document`, below a row of the columns' names.

    A cell that a spreadsheet would run begins with an apostrophe; several words stand in one cell
    with spaces between them, and ``reopened`` is how many times.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for document in documents:
        row = {**document, "reopened": len(document["reopened"])}
        row |= {name: " ".join(document[name]) for name in ("tags", "reasons")}
        writer.writerow([safe_cell(row[column]) for column in columns])
    return text.getvalue()
