"""The JSON contract: what ``--format json`` prints, version 1 (docs/statistics.md)."""
