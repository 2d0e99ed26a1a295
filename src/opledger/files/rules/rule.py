"""What a rule is: one function, one code, one docstring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import cleandoc
from typing import Generic, ParamSpec

from opledger.core.late import dataclass
from opledger.files.diagnostics import Diagnostic, Finding, Severity

P = ParamSpec("P")
_LONGEST = 300  # a message quotes what is in the file; nobody reads a screen of it


@dataclass(frozen=True, slots=True)
class Rule(Generic[P]):
    """A check: called with what it looks at, it yields what it finds.

    ``stops`` means that nothing more can be made of a file in which it finds something.
    """

    code: str
    severity: Severity
    stops: bool
    find: Callable[P, Iterator[Finding]]

    @property
    def explanation(self) -> str:
        """The docstring: what is wrong, why it matters, what to do."""
        return cleandoc(self.find.__doc__ or "")

    @property
    def summary(self) -> str:
        """The docstring's first line."""
        return self.explanation.partition("\n")[0]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Iterator[Finding]:
        """What the rule finds."""
        return self.find(*args, **kwargs)

    def diagnose(self, path: str, finding: Finding) -> Diagnostic:
        """The finding as a diagnostic of this rule."""
        text, hint = _shorten(finding.text), _shorten(finding.hint)
        return Diagnostic(path, finding.at, self.severity, self.code, text, hint)


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def rule(
    code: str, *, severity: Severity = Severity.ERROR, stops: bool = False
) -> Callable[[Callable[P, Iterator[Finding]]], Rule[P]]:
    """Make a rule of a function; its docstring is the rule's documentation."""

    def make(find: Callable[P, Iterator[Finding]]) -> Rule[P]:
        return Rule(code, severity, stops, find)

    return make
