"""Small ledgers for tests: their files, written into a folder and read from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from opledger.files.checking import Checked
from opledger.files.diagnostics import as_line
from opledger.files.reading import read_ledger
from opledger.files.readings import Reading

TODAY = date(2024, 3, 1)
SOUND = """\
company: Kestrel Labs
role: Staff engineer
source: inbound
segment: startup
tags: [compilers, remote]
events:
  - date: 2024-01-08
    stage: lead
    by: company
  - {date: 2024-01-11, stage: call, interest: medium, confidence: low}
  - date: 2024-01-24T13:00:00-05:00
    stage: onsite
    interest: high
    note: |
      Four rounds, the last with the founders.
  - date: 2024-02-12
    stage: offer
    offer: {base: 190000, equity: {value: 300000, years: 4}, currency: USD, form: written}
  - {date: 2024-02-20, outcome: accepted}
"""
SETTINGS = """\
title: Winter search
timezone: America/New_York
search: {started: 2023-12-11, ended: 2024-02-29}
stages: {lead: First contact, call: First call, onsite: On-site, offer: Offer}
interest: [low, medium, high]
goals: {impact: {label: Building for impact, weight: 3}, growth: }
quiet_after: 14
publish: {fields: [alias, stages]}
"""


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """A ledger of these files; ``ledger.yaml`` is empty if it is not among them."""
    for name, content in {"ledger.yaml": "", **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def read(root: Path, files: Mapping[str, str | bytes]) -> Reading:
    """What reading a ledger of these files gives on the first of March 2024."""
    return read_ledger(write(root, files), TODAY)


def lines(reading: Reading | Checked) -> list[str]:
    """The diagnostics as ``check`` prints them in the ledger's folder."""
    return [as_line(each, each.path) for each in reading.diagnostics]


def ids(reading: Reading) -> list[str]:
    """The opportunities that were read."""
    return [each.id for each in reading.ledger.opportunities]
