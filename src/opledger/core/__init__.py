"""The ledger as values and pure functions: no input or output, no git, no command line."""
