"""What kind of file system a folder lies on, as far as the system tells."""

from __future__ import annotations

import os
from pathlib import Path

from opledger.core.failure import Failure
from opledger.core.late import pattern
from opledger.files.disk import CONFIG_NAME, read_outside

_TABLE = Path("/proc/self/mounts")  # Linux; elsewhere nothing is told
_MOST = 1024 * 1024  # bytes
_OCTAL = pattern(r"\\([0-7]{3})")
_REMOTE = pattern(r"nfs\d?|cifs|smb\w*|9p|afs|ceph|glusterfs|fuse\.(sshfs|rclone|gvfsd-fuse|s3fs)")


def file_system_of(folder: Path, table: Path = _TABLE) -> str:
    """The kind of file system that a folder lies on, such as ``ext4``; empty where none is told."""
    try:
        text = read_outside(table, _MOST).decode("utf-8", "surrogateescape")
    except Failure:
        return ""
    whole = os.path.realpath(folder)
    found, kind = "", ""
    for line in text.splitlines():
        _, where, name, *_ = [*line.split(" "), "", "", ""]
        place = _OCTAL.sub(lambda octal: chr(int(octal[1], 8)), where)
        lies_there = whole == place or whole.startswith(place.rstrip("/") + "/")
        if place and lies_there and len(place) >= len(found):  # the last of two is on top
            found, kind = place, name
    return kind


def is_remote(kind: str) -> bool:
    """Whether other machines write on a file system of this kind, too."""
    return _REMOTE.fullmatch(kind) is not None


def ignores_case(root: Path) -> bool:
    """Whether a ledger's folder takes upper and lower case for the same."""
    return os.path.lexists(root / CONFIG_NAME.upper())
