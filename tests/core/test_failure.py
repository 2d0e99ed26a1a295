"""A failure that the user can mend."""

from __future__ import annotations

from opledger.core.failure import Failure


def test_a_failure_is_one_line_and_a_code() -> None:
    failure = Failure("no ledger here: start one")
    assert (str(failure), failure.code) == ("no ledger here: start one", 2)
    assert Failure("the ledger has errors", code=1).code == 1
