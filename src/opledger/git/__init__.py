"""The ledger in time: the one door to git. Reading runs nothing of a repository's configuration."""
