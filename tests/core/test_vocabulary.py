"""The fixed words, which stand in everybody's files: none may go or change."""

from __future__ import annotations

from enum import StrEnum

import pytest

from opledger.core.vocabulary import OfferForm, OfferPart, Outcome, Party, PublicField

PUBLIC = (
    "alias company role source segment size location level tags dates turns stages"
    " interest confidence outcome reasons offers fit notes lessons questions"
)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Party, "me company silence nobody"),
        (Outcome, "accepted declined withdrew rejected ghosted closed"),
        (OfferForm, "written verbal"),
        (OfferPart, "cash base bonus sign_on equity"),
        (
            PublicField,
            PUBLIC,
        ),
    ],
)
def test_the_words_are_these(kind: type[StrEnum], words: str) -> None:
    assert [word.value for word in kind] == words.split()


def test_each_outcome_has_one_who_ended_it() -> None:
    assert {outcome.value: outcome.ended_by.value for outcome in Outcome} == {
        "accepted": "me",
        "declined": "me",
        "withdrew": "me",
        "rejected": "company",
        "ghosted": "silence",
        "closed": "nobody",
    }
