"""The public site as a value of its own type: nothing else can be published."""

from __future__ import annotations

from collections.abc import Mapping

from opledger.core.late import dataclass

_NEVER = {"", ".", "..", ".git"}


@dataclass(frozen=True, slots=True)
class PublicSite:
    """The files of a public site by their paths with ``/``; only the public build makes one."""

    files: Mapping[str, bytes]

    def __post_init__(self) -> None:
        """A path that would lead out of the site's folder is a bug of whoever made it."""
        for path in self.files:
            parts = set(path.lower().split("/"))
            if parts & _NEVER or not path.isprintable() or "\\" in path:
                message = f"no path of a site: {path!r}"
                raise ValueError(message)
