"""A ledger for programs: opened, sound, as of a day; what commands and notebooks work with."""
