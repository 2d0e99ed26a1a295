"""The sample's history, as `opledger demo` replays it: its last commit is the same everywhere."""

from __future__ import annotations

SAMPLE_TIP = "9c1b19247195448b4bfc57224492ef42dae6463a"
