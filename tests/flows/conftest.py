"""The tests of a real Dask cluster are there where its extra is installed: `make test-dask`."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore = [] if find_spec("prefect_dask") else ["test_dask_cluster.py"]
