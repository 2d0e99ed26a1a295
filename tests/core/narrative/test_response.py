"""Who answers and who falls silent, in words."""

from __future__ import annotations

from opledger.core.figures.rates import rate
from opledger.core.figures.response import Response, Silence
from opledger.core.narrative.response import answered, fallen_silent


def response(answers: int, asked: int, waiting: int, talks: int) -> Response:
    return Response(
        rate(answers, asked, 5), rate(answers, asked - waiting, 5), rate(talks, asked, 5)
    )


def silence(ghosted: int, quiet: int, every: int) -> Silence:
    return Silence(rate(ghosted, every, 5), rate(quiet, every, 5), rate(ghosted + quiet, every, 5))


def test_who_asked_nobody_is_told_so() -> None:
    assert answered(response(0, 0, 0, 0)) == (
        "I asked nobody first: every opportunity began with their move or with a conversation."
    )


def test_answers_are_told_with_what_still_waits() -> None:
    assert answered(response(6, 10, 0, 4)) == (
        "I asked 10 first: 60 % (6 of 10) answered; 40 % (4 of 10) became a conversation."
    )
    assert answered(response(6, 10, 1, 4)) == (
        "I asked 10 first: 60 % (6 of 10) answered, 1 still has to; 40 % (4 of 10) became a"
        " conversation."
    )
    assert answered(response(1, 4, 3, 0)) == (
        "I asked 4 first: 1 of 4 answered (too few to say), 3 still have to; 0 of 4 became a"
        " conversation (too few to say)."
    )


def test_silence_is_told_with_both_its_numbers() -> None:
    assert fallen_silent(silence(6, 1, 39)) == (
        "Of 39 opportunities, 6 ended in silence and 1 is quiet."
    )
    assert fallen_silent(silence(0, 0, 1)) == (
        "Of 1 opportunity, 0 ended in silence and 0 are quiet."
    )
