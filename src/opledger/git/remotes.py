"""Where a ledger may be pushed to."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opledger.core.config import Config

_URL = re.compile(r"([a-z][a-z0-9+.-]*)://(?:([^/]*)@)?([^/]*)(/.*)?", re.IGNORECASE)
_AUTHORITY = re.compile(r"([^/]*://)([^/]*)@")
_ANYBODY = ("http://", "https://")  # who asks is no part of where it leads
_SCP = re.compile(r"(?:([^/:@]+)@)?([^/:]+):(?!//)(.*)")


def may_be_pushed(config: Config, url: str) -> bool:
    """Whether a ledger may be pushed to an address: a private one only to those it lists."""
    if not config.private:
        return True
    return plain_address(url) in {plain_address(allowed) for allowed in config.allowed_remotes}


def plain_address(url: str) -> str:
    """An address without what does not tell where it leads: password, final ``/`` and ``.git``."""
    found = _URL.fullmatch(url)
    if found and found[1].lower() == "file":
        url = found[4] or "/"
    elif found:
        scheme, who, host, path = found[1].lower(), found[2], found[3].lower(), found[4] or ""
        user = f"{who.partition(':')[0]}@" if who and scheme not in {"http", "https"} else ""
        return f"{scheme}://{user}{host}{_bare(path)}"
    elif _SCP.fullmatch(url) and url[1:3] != ":\\":
        return _bare(url)
    return _bare(os.path.abspath(url))  # noqa: PTH100 - a text; links are not followed


def _bare(path: str) -> str:
    return path.rstrip("/").removesuffix(".git").rstrip("/")


def shown_address(url: str) -> str:
    """An address without its password, to be printed; for http without the user's name, too."""
    found = _AUTHORITY.match(url)
    if found is None:
        return url
    scheme, who = found.groups()
    user = "" if scheme.lower().endswith(_ANYBODY) else f"{who.partition(':')[0]}@"
    return f"{scheme}{user}{url[found.end() :]}"
