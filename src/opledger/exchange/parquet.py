"""Tables as Parquet files: the one door to pyarrow, which is an extra."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from opledger.exchange.datasets import Dataset, Kind

_DECIMALS = 4
_AMOUNT = pa.decimal128(18, _DECIMALS)
_TYPES: Mapping[Kind, Any] = {
    Kind.TEXT: pa.string(),
    Kind.TEXTS: pa.list_(pa.string()),
    Kind.DAY: pa.date32(),
    Kind.MOMENT: pa.timestamp("us", tz="UTC"),
    Kind.WHOLE: pa.int32(),
    Kind.AMOUNT: _AMOUNT,
    Kind.SCORES: pa.map_(pa.string(), _AMOUNT),
    Kind.FLAG: pa.bool_(),
}


def parquet(table: Dataset) -> bytes:
    """A table as a file: the same table, the same bytes."""
    cells = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    arrays = [
        pa.array([_cell(value, kind) for value in column], _TYPES[kind])
        for column, kind in zip(cells, table.columns.values(), strict=True)
    ]
    content = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, list(table.columns)), content, compression="zstd")
    return content.getvalue()


def _cell(value: Any, kind: Kind) -> Any:  # noqa: ANN401 - as its kind
    match kind, value:
        case _, None:
            return None
        case Kind.AMOUNT, _:
            return _amount(value)
        case Kind.SCORES, _:
            return [(goal, _amount(score)) for goal, score in value.items()]
        case Kind.TEXTS, _:
            return [str(text) for text in value]
        case Kind.TEXT, _:
            return str(value)
    return value


def _amount(number: float) -> Decimal:
    """The number that was written, to four decimals."""
    return Decimal(repr(number)).quantize(Decimal(1).scaleb(-_DECIMALS), ROUND_HALF_EVEN)
