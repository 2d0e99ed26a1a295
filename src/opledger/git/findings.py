"""What an audit finds: one thing in one commit."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.core.model import Event
    from opledger.git.objects import Commit


class Kind(StrEnum):
    """What was found."""

    CHANGED = "changed-event"
    REMOVED = "removed-event"
    LATE = "late-event"
    DELETED = "deleted-opportunity"
    RENAMED = "renamed-opportunity"
    LOST = "lost-in-merge"
    FAILING = "failing-check"
    UNSIGNED = "unsigned-commit"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: the commit that did it, the file, the event where it is about one."""

    kind: Kind
    commit: Commit
    path: str
    event: Event | None
    text: str
