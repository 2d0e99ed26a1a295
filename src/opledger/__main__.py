"""``python -m opledger`` is the command ``opledger``."""

from __future__ import annotations

from opledger.cli.process import main

main()
