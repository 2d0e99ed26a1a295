"""Rules about a whole ledger: its settings, and its files beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from opledger.core.config import DEFAULT_STAGES
from opledger.core.late import dataclass
from opledger.files.diagnostics import Finding, Position, Severity
from opledger.files.nodes import Node, find
from opledger.files.rules.context import is_null
from opledger.files.rules.rule import rule

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.model import Opportunity
    from opledger.files.source import Source


@dataclass(frozen=True, slots=True)
class Settings:
    """The ledger's settings under examination."""

    config: Config
    tree: Node
    source: Source

    def finding(self, path: tuple[str | int, ...], text: str, hint: str = "") -> Finding:
        """A finding at the value with this path."""
        return Finding(self.source.position(find(self.tree, path).start), text, hint)


@rule("no-such-stage")
def no_such_stage(settings: Settings) -> Iterator[Finding]:
    """``conversation`` or ``offer`` names a stage that the ledger does not have."""
    config = settings.config
    written = find(settings.tree, ("stages",))
    if config.stages is DEFAULT_STAGES and written is not settings.tree and not is_null(written):
        return  # the stages are wrong themselves, which another rule says
    for key, stage in (("conversation", config.conversation), ("offer", config.offer)):
        if stage and stage not in config.stages:
            text = f"'{key}' names '{stage}', which is none of the stages"
            yield settings.finding((key,), text, f"stages: {', '.join(config.stages)}")


@rule("stages-in-wrong-order")
def stages_in_wrong_order(settings: Settings) -> Iterator[Finding]:
    """The stage that means an offer comes before the one that makes a conversation."""
    config = settings.config
    named = {config.conversation_stage, config.offer_stage}
    if named <= set(config.stages) and config.rank(config.offer_stage) < config.rank(
        config.conversation_stage
    ):
        text = f"'{config.offer_stage}' comes before '{config.conversation_stage}'"
        key = "offer" if config.offer else "conversation" if config.conversation else "stages"
        yield settings.finding((key,), text, "list the stages in funnel order")


@rule("search-ends-before-start")
def search_ends_before_start(settings: Settings) -> Iterator[Finding]:
    """The search's last day is before its first."""
    search = settings.config.search
    if search.started and search.ended and search.ended < search.started:
        text = f"ended {search.ended} is before started {search.started}"
        yield settings.finding(("search", "ended"), text, "mend one of the two")


@rule("goals-without-weight")
def goals_without_weight(settings: Settings) -> Iterator[Finding]:
    """The weights of all goals are 0, so nothing could be weighed by them."""
    goals = settings.config.goals
    if goals and not any(goal.weight for goal in goals.values()):
        yield settings.finding(("goals",), "all goals weigh 0", "give at least one a weight")


SETTINGS_RULES = (
    no_such_stage,
    stages_in_wrong_order,
    search_ends_before_start,
    goals_without_weight,
)


@rule("stale-schema", severity=Severity.WARNING)
def stale_schema(content: bytes, trouble: str, wanted: bytes) -> Iterator[Finding]:
    """A schema in ``.opledger/`` is another one than the ledger's settings give.

    Editors go by it, so they would offer and refuse other words than ``check`` does. It was made
    before ``ledger.yaml`` changed, by another version of opledger, or by hand. ``opledger schema
    --write`` makes it anew. A ledger without schemas is as good; only the files at hand are looked
    at, neither commits nor what is staged.
    """
    hint = "run 'opledger schema --write'"
    if trouble:
        yield Finding(Position(), f"the editors' schema can't be read: {trouble}", hint)
    elif content != wanted:
        yield Finding(Position(), "the editors' schema is not what ledger.yaml gives now", hint)


@rule("duplicate-id")
def duplicate_id(path: str, same: Sequence[str]) -> Iterator[Finding]:
    """Two files in different folders have the same name, so the same id."""
    others = ", ".join(other for other in same if other != path)
    yield Finding(Position(), f"the id is taken by {others} too", "rename one of the files")


@rule("duplicate-opportunity", severity=Severity.WARNING)
def duplicate_opportunity(
    record: Opportunity, at: Position, earlier: Opportunity
) -> Iterator[Finding]:
    """Two files have the same company and role.

    Most often one was entered twice. If they are two opportunities, tell them apart in ``role``.
    """
    role = f" and role '{record.role}'" if record.role else " and no role"
    text = f"same company '{record.company}'{role} as {earlier.path}"
    yield Finding(at, text, "delete one, or tell them apart in 'role'")
