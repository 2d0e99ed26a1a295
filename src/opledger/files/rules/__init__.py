"""The rules of ``check``, by what they look at. One rule is one function with one code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opledger.files.rules import entries, events, ledgers, records, syntax, texts, tree, values

if TYPE_CHECKING:
    from opledger.files.rules.rule import Rule

CHAPTERS: tuple[tuple[str, tuple[Rule[Any], ...]], ...] = (
    (
        "Files and folders",
        (*entries.ENTRY_RULES, entries.unreadable, entries.file_too_big, ledgers.duplicate_id),
    ),
    ("Text", (texts.not_utf8, *texts.TEXT_RULES, texts.empty_file)),
    ("YAML", (*syntax.SYNTAX_RULES, *events.EVENT_RULES, *tree.TREE_RULES)),
    ("Values", values.VALUE_RULES),
    ("The story of an opportunity", (*records.RECORD_RULES, ledgers.duplicate_opportunity)),
    ("The ledger's settings", (*ledgers.SETTINGS_RULES, ledgers.stale_schema)),
)
ALL_RULES: tuple[Rule[Any], ...] = tuple(rule for _, rules in CHAPTERS for rule in rules)
BY_CODE = {rule.code: rule for rule in ALL_RULES}
