"""Other formats in and out: logs kept elsewhere become a ledger's files, and figures leave it."""
