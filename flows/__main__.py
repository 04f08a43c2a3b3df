"""``python -m flows`` is ``scrutineer``, where the package is not installed."""

from __future__ import annotations

from flows.command import main

main()
