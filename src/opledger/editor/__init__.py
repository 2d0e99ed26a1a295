"""The ledger in an editor: pure functions from texts and places to values, and the server."""
