"""The sample's history, as `opledger demo` replays it: its last commit is the same everywhere."""

from __future__ import annotations

SAMPLE_TIP = "583598d491d20cfc4a6c1e5d1fea5a173c28e299"
