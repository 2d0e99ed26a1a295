"""What may be left out of tables that go to somebody else."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """What can be left out: whoever is named, people, everything written freely, or amounts."""

    NAMES = "names"
    PEOPLE = "people"
    TEXTS = "texts"
    AMOUNTS = "amounts"
