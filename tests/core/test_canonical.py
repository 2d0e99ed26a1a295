"""What is kept by a text finds the same text again in another run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import opledger
from opledger.core.canonical import canonical
from opledger.core.config import Config, Publish
from opledger.core.frozen import FrozenDict
from opledger.core.vocabulary import PublicField

CODE = """
from opledger.core.canonical import canonical
from opledger.core.config import Config, Publish
from opledger.core.vocabulary import PublicField
print(canonical(Config(publish=Publish(fields=frozenset(PublicField)))))
"""


def told(seed: int) -> str:
    """What another process says of the same settings."""
    source = str(Path(opledger.__file__).parents[1])
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": source}
    return subprocess.check_output([sys.executable, "-c", CODE], env=environment, text=True)


def test_a_value_is_the_same_text_whatever_the_order_of_its_sets() -> None:
    here = canonical(Config(publish=Publish(fields=frozenset(PublicField))))
    assert [told(seed).rstrip("\n") for seed in (0, 1, 2)] == [here] * 3


def test_what_differs_is_another_text() -> None:
    one, other = PublicField.STAGES, PublicField.DATES
    values = [
        *(Config(), Config(few=4), Config(title="x"), Config(publish=Publish(fields={one}))),  # type: ignore[arg-type]
        *(frozenset({one}), frozenset({one, other}), (one,), (one, other), (other, one)),
        *({"a": 1, "b": 2}, {"b": 2, "a": 1}, FrozenDict({"a": "1"}), "a", 1, 1.0, True, None),
    ]
    assert len(set(map(canonical, values))) == len(values)
