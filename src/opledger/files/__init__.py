"""The ledger on disk: reading with positions, checks, and writing without harm."""
