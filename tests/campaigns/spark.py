"""A thousand ledgers side by side in Spark: the queries of docs/cohort.md against ``stats``.

    python -m tests.campaigns.spark write FOLDER [COUNT]    makes the ledgers and exports them
    spark/bin/python tests/campaigns/spark.py ask FOLDER    runs the queries in Spark, local mode
    python -m tests.campaigns.spark compare FOLDER [COUNT]  holds the answers against ``stats``

Three steps, as Spark has an environment of its own, without opledger. ``make spark`` does all.
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path
from typing import Any

COUNT = 1000
PAGE = Path(__file__).resolve().parents[2] / "docs" / "cohort.md"
TABLES = ("ledgers", "stages", "events", "standings", "stays")
_SPARK = {
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "4",
}
_ANSWERS = "answers.json"
_FUNNEL = "funnel"


def statements() -> dict[str, list[str]]:
    """The statements of each block of SQL in the page, by the block's name."""
    blocks = re.findall(r"^```sql\n-- (\w+)\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    return {name: [each.strip() for each in block.split(";\n")][:-1] for name, block in blocks}


def ask(folder: Path) -> None:
    """Run every query in Spark and keep the answers."""
    from pyspark.sql import SparkSession  # type: ignore[import-not-found]

    builder = SparkSession.builder.master("local[2]").appName("opledger")
    for key, value in _SPARK.items():
        builder = builder.config(key, value)
    spark: Any = builder.getOrCreate()
    print(f"Spark {spark.version}")
    for table in TABLES:
        paths = sorted(map(str, folder.glob(f"cohort/*/{table}.parquet")))
        spark.read.parquet(*paths).createOrReplaceTempView(table)
    answers: dict[str, list[list[Any]]] = {}
    for name, block in statements().items():
        if name == "open":
            continue
        begun = time.monotonic()
        for statement in block:
            answers[statement] = [list(row) for row in spark.sql(statement).collect()]
        print(f"{name}: {len(answers[block[-1]])} rows in {time.monotonic() - begun:.1f} s")
    answers[_FUNNEL] = [list(row) for row in spark.sql("SELECT * FROM funnel").collect()]
    spark.stop()
    (folder / _ANSWERS).write_text(json.dumps(answers))


def _cohort(count: int) -> dict[str, Any]:
    from tests.generated import generated

    return {f"made-{seed:04}": generated(seed) for seed in range(count)}


def write(folder: Path, count: int) -> None:
    """Make the ledgers and export them."""
    from tests.cohort import write_cohort

    begun = time.monotonic()
    cohort = _cohort(count)
    write_cohort(cohort, folder)
    many = sum(len(ledger.opportunities) for ledger, _ in cohort.values())
    print(f"{count} ledgers with {many} opportunities exported in {time.monotonic() - begun:.0f} s")


def compare(folder: Path, count: int) -> int:
    """Hold the answers against ``stats``; 1 where any is another."""
    from tests.cohort import ASK_FUNNEL, differences

    answers = json.loads((folder / _ANSWERS).read_text())

    def answer(query: str) -> list[list[Any]]:
        if query in answers:
            found: list[list[Any]] = answers[query]
            return found
        if query != ASK_FUNNEL:
            return []  # the view was made in Spark
        rows = sorted(answers[_FUNNEL], key=lambda row: (row[0], row[1]))
        return [[row[0], *row[2:]] for row in rows]

    *found, compared = differences(_cohort(count), answer)
    print(f"compared: {compared}")
    for line in found[:20]:
        print(line)
    print(f"{len(found)} differ" if found else "all are equal")
    return 1 if found else 0


def main(step: str, folder: str, count: str = str(COUNT)) -> int:
    """One of the three steps; the exit code."""
    here = Path(folder).resolve()
    if step == "write":
        write(here, int(count))
    elif step == "ask":
        ask(here)
    else:
        return compare(here, int(count))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
