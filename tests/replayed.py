"""The sample's history, as `opledger demo` replays it: its last commit is the same everywhere."""

from __future__ import annotations

SAMPLE_TIP = "177c1f24fba9949b9a9e4497ba7bda19b6eb87e3"
