"""The figures: what a ledger comes to on a day. Each is defined in docs/statistics.md."""
