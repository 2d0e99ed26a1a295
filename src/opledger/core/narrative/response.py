"""Who answers and who falls silent, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.narrative.words import plural, share_of

if TYPE_CHECKING:
    from opledger.core.figures.response import Response, Silence


def answered(response: Response) -> str:
    """How many of those I asked have answered, and how many became a conversation."""
    asked = response.answered.n
    if not asked:
        return (
            "I asked nobody first: every opportunity began with their move or with a conversation."
        )
    waiting = asked - response.answered_resolved.n
    sentence = f"I asked {asked} first: {share_of(response.answered, 'answered')}"
    if waiting:
        sentence += f", {waiting} still {'has' if waiting == 1 else 'have'} to"
    return f"{sentence}; {share_of(response.talked, 'became a conversation')}."


def fallen_silent(silence: Silence) -> str:
    """How many are ghosted and how many quiet: both, since quiet is not ghosted."""
    of = plural(silence.silent.n, "opportunity", "opportunities")
    quiet = silence.quiet.k
    are = "is" if quiet == 1 else "are"
    return f"Of {of}, {silence.ghosted.k} ended in silence and {quiet} {are} quiet."
