"""Claims about the shipped reports: every row, field, status, direction and line of the key is what was drawn."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from pipeline.extract import extract_document

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
TRUTHS = sorted(REPORTS.glob("*.truth.json"))
FIELDS = {
    "ref": "ref_printed",
    "target": "target",
    "actual": "actual",
    "previous": "previous",
    "floor": "floor",
    "commentary": "commentary",
    "theme": "theme",
    "directorate": "directorate",
    "frequency": "frequency",
    "direction": "direction",
}


def fold(text: object) -> str:
    return re.sub(r"\s+", "", str(text or "")).casefold()


@pytest.mark.parametrize("truth_file", TRUTHS, ids=lambda path: path.name.removesuffix(".truth.json")[:40])
def test_a_shipped_report_is_read_as_it_was_drawn(truth_file: Path) -> None:
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    content = extract_document(truth_file.with_name(truth_file.name.removesuffix(".truth.json") + ".pdf"))
    assert [fold(row.title) for row in content.kpis] == [fold(row["title"]) for row in truth["kpis"]]
    for row, drawn in zip(content.kpis, truth["kpis"], strict=True):
        for name, field in FIELDS.items():
            if name in drawn:
                assert fold(getattr(row, field)) == fold(drawn[name]), f"{name} of {row.title}"
        if "rag" in drawn:
            assert row.status.rag.value == drawn["rag"], row.title
        if "previous_rag" in drawn:
            assert fold(row.previous_status and row.previous_status.rag) == fold(drawn["previous_rag"]), row.title
    assert [fold(row.title) for row in content.actions] == [fold(row["action"]) for row in truth["actions"]]
    assert [row.status_label for row in content.actions] == [row["rag"] for row in truth["actions"]]
    directions = Counter(row.direction.value for row in content.kpis if row.direction is not None)
    assert directions == Counter(truth.get("direction_counts", {}))
    assert len(content.legend) == len(truth.get("legend", []))
