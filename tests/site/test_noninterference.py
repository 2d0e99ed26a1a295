"""Nothing private has any influence on a public site: twins have the same one, to the byte.

:mod:`tests.site.twins` says what is private.
"""

from __future__ import annotations

from random import Random

import pytest
from tests.site.secretive import secretive
from tests.site.twins import twin

from opledger.core.model import Ledger
from opledger.core.publishing import public
from opledger.site.build import public_site


def built(ledger: Ledger, as_of: object) -> dict[str, bytes]:
    return public_site(public(ledger, as_of)).files  # type: ignore[arg-type]


def different(one: dict[str, bytes], other: dict[str, bytes]) -> dict[str, tuple[bytes, bytes]]:
    """The files that differ, each with where they begin to."""
    found = {}
    for path in sorted(one.keys() | other.keys()):
        left, right = one.get(path, b"(no such file)"), other.get(path, b"(no such file)")
        if left != right:
            pairs = enumerate(zip(left, right, strict=False))
            at = next((n for n, (a, b) in pairs if a != b), min(len(left), len(right)))
            found[path] = left[max(at - 60, 0) : at + 40], right[max(at - 60, 0) : at + 40]
    return found


@pytest.mark.parametrize("seed", range(120))
def test_twins_have_the_same_public_site(seed: int) -> None:
    ledger, as_of = secretive(seed)
    other, day = twin(ledger, as_of, Random(seed + 1_000))  # noqa: S311
    assert different(built(ledger, as_of), built(other, day)) == {}
