"""Rules about words: the fixed ones, the ledger's own, and those that a ledger makes known."""

from __future__ import annotations

from collections.abc import Iterator

from opledger.core.late import pattern
from opledger.files.diagnostics import Finding
from opledger.files.nodes import ListNode, MapNode, Node, Scalar
from opledger.files.rules.context import Context, did_you_mean
from opledger.files.rules.rule import rule
from opledger.files.shapes import Choice, Items, NewWord, Shape, Table, Word

_NEW_WORD = pattern(r"\w[\w.+-]{0,39}")


@rule("repeated-item")
def repeated_item(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A word stands twice in a list of words; it would count twice."""
    if not (isinstance(shape, Items) and isinstance(node, ListNode)):
        return
    if isinstance(shape.of, Word | NewWord | Choice):
        seen: set[str] = set()
        for item in node.items:
            if isinstance(item, Scalar):
                if item.text in seen:
                    yield context.finding(item, f"'{item.text}' stands twice", "keep one")
                seen.add(item.text)


@rule("unknown-word")
def unknown_word(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A word is none of the fixed ones: an outcome, a party, the form or a part of an offer."""
    if isinstance(shape, Choice) and isinstance(node, Scalar) and node.text not in shape.words:
        hint = did_you_mean(node.text, shape.words, "it is one of")
        yield context.finding(node, f"unknown {shape.what} '{node.text}'", hint)


def _unknown(node: Node, shape: Shape, context: Context, name: str, one: str) -> Iterator[Finding]:
    known = context.words.get(name)
    if known is None:
        return
    words: tuple[Node, ...] = ()
    if isinstance(shape, Word) and shape.vocabulary == name:
        words = (node,)
    elif isinstance(shape, Table) and shape.vocabulary == name and isinstance(node, MapNode):
        words = tuple(key for key, _ in node.pairs)
    for word in words:
        if isinstance(word, Scalar) and word.text not in known:
            text = f"unknown {one} '{word.text}'"
            yield context.finding(
                word, text, did_you_mean(word.text, known, f"the ledger's {name}")
            )


@rule("unknown-stage")
def unknown_stage(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A stage is none of the ledger's (``stages:`` in ``ledger.yaml``)."""
    yield from _unknown(node, shape, context, "stages", "stage")


@rule("unknown-source")
def unknown_source(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A source is none of the ledger's (``sources:`` in ``ledger.yaml``)."""
    yield from _unknown(node, shape, context, "sources", "source")


@rule("unknown-segment")
def unknown_segment(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A segment is none of the ledger's (``segments:``); a ledger that lists none takes any."""
    yield from _unknown(node, shape, context, "segments", "segment")


@rule("unknown-reason")
def unknown_reason(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A reason is none of the ledger's (``reasons:``); a ledger that lists none takes any."""
    yield from _unknown(node, shape, context, "reasons", "reason")


@rule("unknown-level")
def unknown_level(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A level of interest or confidence is not on the ledger's scale."""
    for scale in ("interest", "confidence"):
        yield from _unknown(node, shape, context, scale, f"level of {scale}")


@rule("unknown-goal")
def unknown_goal(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A score is for none of the ledger's goals (``goals:`` in ``ledger.yaml``)."""
    yield from _unknown(node, shape, context, "goals", "goal")


@rule("bad-word")
def bad_word(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A new word is too long or has blanks or signs in it.

    The words of a ledger go into filters, links and tables: letters, digits and ``-_.+``, at most
    40. Its label may be any text.
    """
    if isinstance(shape, NewWord) and isinstance(node, Scalar):
        words: tuple[Node, ...] = (node,)
    elif isinstance(shape, Table) and not shape.vocabulary and isinstance(node, MapNode):
        words = tuple(key for key, _ in node.pairs)
    elif isinstance(shape, Word) and context.words.get(shape.vocabulary) is None:
        words = (node,)
    else:
        return
    for word in words:
        if isinstance(word, Scalar) and not _NEW_WORD.fullmatch(word.text):
            text = f"'{word.text[:60]}' is no word: letters, digits and -_.+ only, at most 40"
            yield context.finding(word, text, "write the long form as its label or in a note")


def is_new_word(text: str) -> bool:
    """Whether a text can be a word of a ledger."""
    return bool(_NEW_WORD.fullmatch(text))


WORD_RULES = (
    repeated_item,
    unknown_word,
    unknown_stage,
    unknown_source,
    unknown_segment,
    unknown_reason,
    unknown_level,
    unknown_goal,
    bad_word,
)
