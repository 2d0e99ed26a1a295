"""A failure that the user can mend: one line that says what is wrong and what to do."""

from __future__ import annotations


class Failure(Exception):
    """Raised by every floor; the command line prints its text and exits with ``code``.

    Codes: 1 where the ledger or the given data is at fault, 2 where the call is.
    """

    def __init__(self, text: str, *, code: int = 2) -> None:
        """``text`` is one line: what is wrong, then what to do."""
        super().__init__(text)
        self.code = code
