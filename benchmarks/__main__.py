"""``python -m benchmarks``: everything, written to docs/performance.md."""

from benchmarks.run import main

main()
