"""How fast opledger is, measured beside other programs; README.md says how to run it."""
