"""What a ledger says about itself: its words, its scales and its limits (``ledger.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from opledger.core.frozen import FrozenDict
from opledger.core.late import dataclass
from opledger.core.vocabulary import Precision

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from opledger.core.vocabulary import PublicField

DEFAULT_STAGES: Mapping[str, str] = FrozenDict(
    {
        "lead": "First contact",
        "call": "Recruiter or hiring-manager call",
        "screen": "Technical screen",
        "onsite": "On-site",
        "offer": "Offer",
    }
)
DEFAULT_SOURCES: Mapping[str, str] = FrozenDict(
    {
        "outbound": "Cold outreach by me",
        "inbound": "Cold inbound",
        "warm": "Warm introduction",
        "application": "Application form",
    }
)
DEFAULT_SCALE = ("low", "medium", "high")
_EMPTY: Mapping[str, str] = FrozenDict({})


@dataclass(frozen=True, slots=True)
class Goal:
    """Something the search is for; ``weight`` is its share beside the other goals."""

    label: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Search:
    """The first and the last day of the search, where the ledger states them."""

    started: date | None = None
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Publish:
    """The allow-list of a public site: whatever is not listed stays private.

    ``dates`` says how exactly dates are told, where the ``fields`` list them. With ``few``, no
    count below it can be read or worked out, so no single opportunity is shown. ``title`` stands
    in place of the ledger's; ``address`` is where the site will be, for its feed and its sitemap.
    ``few`` is 3 at least: two that are too few to tell and make two together are one each.
    """

    fields: frozenset[PublicField] = frozenset()
    dates: Precision = Precision.DAY
    few: int | None = None
    title: str = "Job search"
    address: str | None = None

    @property
    def base(self) -> str:
        """The address with ``/`` at its end, for what stands below it; empty if not stated."""
        return f"{self.address.rstrip('/')}/" if self.address else ""


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit lets pass, in days.

    An event recorded within ``late_after`` days of its date is in time; one that is changed or
    taken back within ``grace`` days of being recorded is corrected, not rewritten.
    """

    late_after: int = 7
    grace: int = 1


@dataclass(frozen=True, kw_only=True)
class Config:
    """The settings of one ledger; every one has a default, so an empty file is a ledger.

    ``stages`` is in funnel order. Words map to the label that people read. ``interest`` and
    ``confidence`` run from the lowest level to the highest. ``segments`` and ``reasons`` are
    ``None`` where the ledger lists none: then any word is taken. ``quiet_after`` is in days;
    below ``few`` cases a share is not given as a percentage. ``commit`` says whether what the
    tool writes is committed at once; a ``private`` ledger is pushed to ``allowed_remotes`` only.
    """

    title: str = "Job search"
    timezone: str = "UTC"
    search: Search = Search()
    stages: Mapping[str, str] = DEFAULT_STAGES
    conversation: str = ""
    offer: str = ""
    interest: tuple[str, ...] = DEFAULT_SCALE
    confidence: tuple[str, ...] = DEFAULT_SCALE
    sources: Mapping[str, str] = DEFAULT_SOURCES
    segments: Mapping[str, str] | None = None
    reasons: Mapping[str, str] | None = None
    goals: Mapping[str, Goal] = FrozenDict()
    quiet_after: int = 14
    few: int = 5
    currency: str | None = None
    publish: Publish = Publish()
    commit: bool = True
    private: bool = True
    allowed_remotes: tuple[str, ...] = ()
    audit: Audit = Audit()

    @property
    def zone(self) -> ZoneInfo:
        """The ledger's time zone: the day of a dated time is its day there."""
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - slow to load, and what reads nothing needs none

        return ZoneInfo(self.timezone)

    @cached_property
    def stage_order(self) -> tuple[str, ...]:
        """The stages, first to last."""
        return tuple(self.stages)

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {stage: rank for rank, stage in enumerate(self.stages)}

    @cached_property
    def conversation_stage(self) -> str:
        """The stage from which on an opportunity is a conversation.

        ``conversation:`` says which; without it ``call`` where the ledger has that stage, else
        the first one.
        """
        return self._chosen_stage(self.conversation, "call", self.stage_order[0])

    @property
    def offer_stage(self) -> str:
        """The stage that means an offer: ``offer:``, else ``offer``, else the last one."""
        return self._chosen_stage(self.offer, "offer", self.stage_order[-1])

    def _chosen_stage(self, chosen: str, usual: str, otherwise: str) -> str:
        if chosen:
            return chosen
        return usual if usual in self.stages else otherwise

    def rank(self, stage: str) -> int:
        """The place of a stage in the funnel, from 0.

        Raises:
            ValueError: the ledger has no such stage.
        """
        try:
            return self._ranks[stage]
        except KeyError:
            message = f"no stage {stage!r}: one of {', '.join(self.stages)}"
            raise ValueError(message) from None

    def label(self, kind: str, word: str) -> str:
        """The label of a word of ``stages``, ``sources``, ``segments``, ``reasons`` or ``goals``.

        A word that the ledger does not list is its own label.
        """
        if kind == "goals":
            goal = self.goals.get(word)
            return (goal.label if goal else "") or word
        labels: Mapping[str, str] = getattr(self, kind) or _EMPTY
        return labels.get(word) or word
