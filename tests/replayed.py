"""The sample's history, as `opledger demo` replays it: its last commit is the same everywhere."""

from __future__ import annotations

SAMPLE_TIP = "0c64accfd7255dc077b7ae47c75c5fb8e6e4180f"
