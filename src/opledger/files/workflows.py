"""Workflows that check a ledger and publish its public site, for the places that run such."""

from __future__ import annotations

import os
import re
from pathlib import Path

from opledger import __version__
from opledger.core.contract.text import json_text
from opledger.core.failure import Failure
from opledger.files.disk import refuse_other_than_folder, write_new
from opledger.files.resources import packaged_template

# The place's word: the file that it looks for at the top of a repository, and ours for it.
PLACES = {
    "github": (".github/workflows/opledger.yml", "ci/github.yml"),
    "gitlab": (".gitlab-ci.yml", "ci/gitlab.yml"),
}
_PLAIN = re.compile(r"[A-Za-z0-9._/ -]+")


def workflow_path(ledger: Path, place: str) -> Path:
    """Where the workflow of a ledger belongs, at the top of its repository.

    Raises:
        Failure: there is one already, or it would be written through a link.
    """
    path = _top(ledger) / PLACES[place][0]
    if os.path.lexists(path):
        message = f"{path} is there already: nothing was changed; delete it to have it written anew"
        raise Failure(message, code=1)
    for folder in (path.parent.parent, path.parent):
        refuse_other_than_folder(folder)
    return path


def write_workflow(ledger: Path, place: str) -> Path:
    """Write the workflow of a ledger; where it is.

    Raises:
        Failure: there is one already, or it can't be written.
    """
    path = workflow_path(ledger, place)
    inner = Path(os.path.relpath(ledger.resolve(), _top(ledger).resolve())).as_posix()
    if not _PLAIN.fullmatch(inner):
        message = f"a workflow can't name the folder '{inner}': rename it with plain letters"
        raise Failure(message, code=1)
    text = packaged_template(PLACES[place][1]).decode()
    text = text.replace("@LEDGER@", json_text(inner)).replace("@VERSION@", __version__)
    write_new(path, text.encode())
    return path


def _top(ledger: Path) -> Path:
    """The top of the repository that a ledger lies in; its own folder where there is none."""
    if (ledger / ".git").exists():
        return ledger
    return next((each for each in ledger.resolve().parents if (each / ".git").exists()), ledger)
