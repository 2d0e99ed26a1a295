"""The kind of file system a folder lies on is told, where the system tells it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from opledger.files.mounts import file_system_of, ignores_case, is_remote

TABLE = """\
/dev/sda1 / ext4 rw 0 0
/dev/sda1 {here}/a ext3 rw 0 0
server:/x {here}/with\\040blank nfs4 rw 0 0
overlay {here}/a btrfs rw 0 0
tmpfs
"""


def test_the_innermost_and_latest_mount_counts(tmp_path: Path) -> None:
    here = Path(os.path.realpath(tmp_path))
    table = tmp_path / "mounts"
    table.write_text(TABLE.format(here=here))
    kinds = {"a/b": "btrfs", "a": "btrfs", "ab": "ext4", "with blank/x": "nfs4", "..": "ext4"}
    assert {name: file_system_of(here / name, table) for name in kinds} == kinds


def test_where_no_table_is_nothing_is_told(tmp_path: Path) -> None:
    assert file_system_of(tmp_path, tmp_path / "none") == ""
    (tmp_path / "large").write_text("x" * (1024 * 1024 + 1))
    assert file_system_of(tmp_path, tmp_path / "large") == ""


@pytest.mark.skipif(sys.platform != "linux", reason="tests of Linux's own table")
def test_this_machine_tells() -> None:
    assert file_system_of(Path("/proc")) == "proc"


def test_file_systems_that_others_write_on_are_known() -> None:
    remote = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph"]
    own = ["", "ext4", "btrfs", "xfs", "apfs", "overlay", "tmpfs", "fuse.ext2", "zfs"]
    assert [kind for kind in (*remote, *own) if is_remote(kind)] == remote


def test_a_folder_that_knows_no_case_is_told_by_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "ledger.yaml").touch()
    assert not ignores_case(tmp_path)
    (tmp_path / "LEDGER.YAML").touch()  # on such a file system it would be there already
    assert ignores_case(tmp_path)
