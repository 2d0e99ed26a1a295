"""The page that documents every rule, made from the rules and an example of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opledger.core.late import dataclass
from opledger.files.diagnostics import printable
from opledger.files.rules import CHAPTERS

_HEAD = """\
# What `opledger check` finds

<!-- Made by `make docs` from src/opledger/files/rules and tests/rules. -->

`opledger check` prints one line for every failure of every file:

```text
path:line:column: error[code]: what is wrong; what to do
```

An *error* makes it exit with 1; a *warning* is printed and lets it pass. `opledger check --explain
CODE` prints what stands below.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A ledger that breaks a rule: its files by path, and what ``check`` prints of it.

    ``made`` says in a sentence what it is where it can't be shown.
    """

    files: Mapping[str, bytes]
    printed: str
    made: str = ""


def checks_page(examples: Mapping[str, Example]) -> str:
    """The page in Markdown; ``examples`` has one for the code of every rule."""
    return "\n".join([_HEAD, *_contents(), *_chapters(examples)])


def _contents() -> Iterator[str]:
    for title, rules in CHAPTERS:
        yield f"**{title}**: " + ", ".join(f"[{rule.code}](#{rule.code})" for rule in rules) + "\n"


def _chapters(examples: Mapping[str, Example]) -> Iterator[str]:
    for title, rules in CHAPTERS:
        yield f"## {title}\n"
        for rule in rules:
            explanation = rule.explanation.replace("``", "`")
            yield f"### {rule.code}\n\n*{rule.severity.capitalize()}.* {explanation}\n"
            yield from _example(examples[rule.code])


def _example(example: Example) -> Iterator[str]:
    if example.made:
        yield f"{example.made.strip()}\n"
    for path, content in example.files.items():
        text = content.decode("utf-8", errors="backslashreplace")
        shown = "\n".join(printable(line).replace("\\x09", "\t") for line in text.splitlines())
        yield f"`{path}`:\n\n```yaml\n{shown}\n```\n"
    yield f"`opledger check` prints:\n\n```text\n{example.printed.strip()}\n```\n"
