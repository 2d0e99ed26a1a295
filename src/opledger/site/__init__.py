"""The ledger as pages: views, charts, templates and the build."""
