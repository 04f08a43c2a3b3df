"""What tests share: a patient hypothesis, and the shipped reports read once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is slow now and then; that is no defect of the code under test.
settings.register_profile("scrutineer", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("scrutineer")


@pytest.fixture(scope="session")
def demo_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped reports in a dataset. Read it, do not write it."""
    from tests.readme import read_demo

    database = tmp_path_factory.mktemp("demo") / "demo.db"
    read_demo(database)
    return database
