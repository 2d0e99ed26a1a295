"""The suite with one cache for all of it, which is asked also for the smallest ledger.

``OPLEDGER_TEST_CACHE`` names its folder: ``make cached`` runs the suite with an empty one, with
what that run has left, and with that damaged (``python -m tests.cached damage FOLDER``). Whatever
is in it, no result is another one.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from random import Random

VARIABLE = "OPLEDGER_TEST_CACHE"
ROOT = Path(__file__).parents[1]


def shared_cache() -> str:
    """The folder of the one cache; empty where each command has its own."""
    return os.environ.get(VARIABLE, "")


def always() -> None:
    """From now on, the cache is asked for every ledger in this process."""
    from opledger.files import disk

    disk.MANY = 0


def damage(folder: Path, chance: Random) -> int:
    """Harm every entry of a cache in one of the ways in which files are harmed; how many."""
    paths = sorted(folder.glob("*.kept"))
    contents = [path.read_bytes() for path in paths]
    for path, content in zip(paths, contents, strict=True):
        at = chance.randrange(len(content))
        harmed = (
            content[:at],
            content[:at] + bytes([content[at] ^ 0x20]) + content[at + 1 :],
            content + b"\0",
            b"\0" * len(content),
            chance.choice(contents),  # another entry under this one's name
        )
        path.write_bytes(chance.choice(harmed))
    return len(paths)


if __name__ == "__main__":
    if sys.argv[1:2] == ["damage"]:
        count = damage(Path(sys.argv[2]), Random(1))  # noqa: S311 - the same each time
        print(f"{count} entries damaged")  # noqa: T201 - it is a command
    else:
        from opledger.cli.process import main

        always()
        sys.argv[0] = "opledger"
        main()
