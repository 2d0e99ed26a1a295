"""What a word of a ledger means, in a line: its label, and what the ledger does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.narrative.words import ENDED_BY, OUTCOMES, plural
from opledger.core.vocabulary import OfferForm, OfferPart, Outcome, Party, Precision
from opledger.editor.words import SCALES, TABLES, TAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from opledger.core.config import Config
    from opledger.core.model import Opportunity

ONE = {
    "stages": "stage",
    "sources": "source",
    "segments": "segment",
    "reasons": "reason",
    "goals": "goal",
    "interest": "level of interest",
    "confidence": "level of confidence",
    TAGS: "tag",
}
_FIXED = {
    **{f"party {word}": text for word, text in ((Party.ME, "mine"), (Party.COMPANY, "theirs"))},
    f"form of an offer {OfferForm.WRITTEN}": "on paper",
    f"form of an offer {OfferForm.VERBAL}": "only said so far",
    f"part of an offer {OfferPart.CASH}": "every payment in money: base, bonus and sign-on",
    f"part of an offer {OfferPart.BASE}": "salary a year",
    f"part of an offer {OfferPart.BONUS}": "bonus a year",
    f"part of an offer {OfferPart.SIGN_ON}": "paid once at the start",
    f"part of an offer {OfferPart.EQUITY}": "shares",
    f"precision {Precision.DAY}": "each date in full",
    f"precision {Precision.MONTH}": "only the month of each date",
}


def listed(config: Config, vocabulary: str) -> tuple[str, ...] | None:
    """The words that a ledger lists for a vocabulary; ``None`` where any word is taken."""
    known = getattr(config, vocabulary, None)
    return None if known is None else tuple(known)


def in_use(known: Iterable[Opportunity], vocabulary: str) -> Mapping[str, int]:
    """The words of a vocabulary that opportunities use, each with how many of them do."""
    counts: dict[str, int] = {}
    for each in known:
        for word in _used(each, vocabulary):
            counts[word] = counts.get(word, 0) + 1
    return dict(sorted(counts.items()))


def _used(each: Opportunity, vocabulary: str) -> set[str]:
    if vocabulary == TAGS:
        return set(each.tags)
    if vocabulary == "segments":
        return {each.segment} if each.segment else set()
    if vocabulary == "reasons":
        return {word for event in each.events for word in event.reasons}
    return set()


def label(config: Config, vocabulary: str, word: str) -> str:
    """The label of a word; empty where it has none of its own."""
    if vocabulary in SCALES:
        return _level(config, vocabulary, word)
    if vocabulary not in TABLES:
        return ""
    told = config.label(vocabulary, word)
    return "" if told == word else told


def meaning(config: Config, vocabulary: str, word: str) -> str:
    """What a word means to the ledger beside its label; empty where there is nothing to say."""
    if vocabulary == "stages" and word in config.stages:
        return _stage(config, word)
    if vocabulary == "goals" and word in config.goals:
        return f"A goal of weight {config.goals[word].weight:g}."
    if vocabulary in SCALES and word in getattr(config, vocabulary):
        return f"A {ONE[vocabulary]}, {_level(config, vocabulary, word)}."
    words = listed(config, vocabulary)
    if words is not None and word not in words:
        return f"None of the ledger's {vocabulary}."
    return f"A {ONE[vocabulary]} of this ledger."


def _level(config: Config, scale: str, word: str) -> str:
    levels: tuple[str, ...] = getattr(config, scale)
    if word not in levels:
        return ""
    place = levels.index(word)
    ends = {0: ", the lowest", len(levels) - 1: ", the highest"}
    return f"{place + 1} of {len(levels)}{ends.get(place, '')}"


def _stage(config: Config, word: str) -> str:
    place, many = config.rank(word) + 1, len(config.stages)
    sentences = [f"Stage {place} of {many}."]
    if word == config.conversation_stage:
        sentences.append("From here on it counts as a conversation.")
    if word == config.offer_stage:
        sentences.append("It means an offer.")
    return " ".join(sentences)


def fixed(what: str, word: str) -> str:
    """What a word means that every ledger has; ``what`` names its list."""
    if what == "outcome" and word in set(Outcome):
        outcome = Outcome(word)
        return _sentence(OUTCOMES[outcome], ENDED_BY[outcome.ended_by])
    return _FIXED.get(f"{what} {word}", "")


def _sentence(told: str, by: str) -> str:
    return told if told == by else f"{told}: {by}"


def used_text(count: int) -> str:
    """By how many opportunities a word is used."""
    return f"used by {plural(count, 'opportunity', 'opportunities')}"
