"""What an ingest promises: every file has a fate, one bad file stops nothing, and the same bytes change nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import run
from pipeline.dump import dump_dataset
from pipeline.ingest import ingest_directly
from pipeline.load import load_document
from pipeline.normalise import normalise
from pipeline.problems import ExitCode
from pipeline.store import read_store
from schemas.limits import Limits
from schemas.runs import Fate, IngestRequest, Listener, RunSummary, Stage
from tests.small_reports import draw_report, draw_reports, kpi_rows


def no_flow(request: IngestRequest, listener: Listener, *, verbose: bool = False) -> RunSummary:
    raise AssertionError("--direct does without a flow")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    draw_reports(folder, 3)
    return folder


def ingest(reports: Path, *, quiet: Callable[[str, Stage | Fate], None] | None = None, **changes: Any) -> RunSummary:
    request = IngestRequest(
        **{"paths": (reports,), "database": reports.parent / "a.db", "workers": 2} | changes  # type: ignore[arg-type]
    )
    return ingest_directly(request, quiet or (lambda filename, where: None))


def dump(database: Path) -> list[str]:
    with read_store(database) as db:
        return dump_dataset(db)


def fates(summary: RunSummary) -> dict[str, Fate]:
    return {outcome.filename: outcome.fate for outcome in summary.outcomes}


def test_the_same_bytes_again_change_nothing(reports: Path) -> None:
    first = ingest(reports)
    before = dump(first.database)
    again = ingest(reports)
    assert set(fates(first).values()) == {Fate.LOADED}
    assert set(fates(again).values()) == {Fate.UNCHANGED}
    assert dump(first.database) == before
    assert again.sums == first.sums


def test_fresh_reads_again_what_is_unchanged_and_finds_the_same(reports: Path) -> None:
    first = ingest(reports)
    before = dump(first.database)
    assert set(fates(ingest(reports, fresh=True)).values()) == {Fate.LOADED}
    assert dump(first.database) == before


def test_the_dataset_does_not_depend_on_workers_or_on_the_order_of_paths(reports: Path) -> None:
    paths = tuple(sorted(reports.glob("*.pdf")))
    one = ingest(reports, workers=1, paths=paths, database=reports.parent / "one.db")
    other = ingest(reports, workers=3, paths=paths[::-1], database=reports.parent / "other.db")
    assert dump(one.database) == dump(other.database)
    assert [outcome.filename for outcome in one.outcomes] == [outcome.filename for outcome in other.outcomes]


def test_documents_loaded_one_by_one_are_the_dataset_of_all_at_once(reports: Path) -> None:
    together = ingest(reports, database=reports.parent / "together.db")
    for path in sorted(reports.glob("*.pdf"), reverse=True):
        ingest(reports, paths=(path,), database=reports.parent / "single.db")
    assert dump(reports.parent / "single.db") == dump(together.database)


def test_a_report_that_turns_out_different_replaces_its_rows_whole(reports: Path, tmp_path: Path) -> None:
    ingest(reports)
    database = tmp_path / "a.db"
    with read_store(database) as db:
        (before,) = db.execute("select count(*) from observations where ref like 'B%'").fetchone()
    (reports / "manifest.csv").write_text(
        "file,council,body,meeting_date,report,role,title,period\n"
        "report-1.pdf,Barton Borough Council,Executive,2024-11-20,barton-q2,cover,Performance,Quarter 2 2024-25\n"
    )
    assert fates(ingest(reports))["report-1.pdf"] is Fate.LOADED
    with read_store(database) as db:
        assert db.execute("select count(*) from observations where ref like 'B%'").fetchone() == (before,)
        told = db.execute("select body, meeting_date from reports where report_id = 'barton-q2'").fetchall()
    assert told == [("Executive", "2024-11-20")]


def test_every_row_of_a_drawn_table_is_read_with_its_status(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    rows = kpi_rows(9)
    draw_report(folder / "report.pdf", "Anyshire County Council", rows)
    summary = ingest(folder)
    assert summary.sums.observations == len(rows)
    assert summary.sums.statuses == Counter(row[4].lower() for row in rows)


def test_one_bad_file_stops_nothing_and_is_in_the_dataset_with_its_reason(reports: Path) -> None:
    (reports / "letter.pdf").write_text("Dear Sir")
    (reports / "cut.pdf").write_bytes((reports / "report-0.pdf").read_bytes()[:1500])
    (reports / "nothing.pdf").touch()
    summary = ingest(reports)
    assert Counter(fates(summary).values()) == {Fate.LOADED: 3, Fate.REJECTED: 3}
    reasons = {outcome.filename: outcome.reason for outcome in summary.outcomes if outcome.reason}
    assert reasons == {"letter.pdf": "not_a_pdf", "cut.pdf": "truncated", "nothing.pdf": "empty"}
    with read_store(summary.database) as db:
        stored = dict(db.execute("select filename, reason from documents where status = 'rejected'").fetchall())
    assert {name: text.split(":")[0] for name, text in stored.items()} == reasons
    assert fates(ingest(reports))["letter.pdf"] is Fate.REJECTED


@pytest.mark.parametrize(
    ("limits", "reason"), [(Limits(max_bytes=500), "too_large"), (Limits(seconds=0.001), "timeout")]
)
def test_a_document_beyond_a_limit_is_set_aside_and_read_when_the_limit_is_raised(
    limits: Limits, reason: str, reports: Path
) -> None:
    held = ingest(reports, limits=limits)
    assert {outcome.reason for outcome in held.outcomes} == {reason}
    assert set(fates(ingest(reports)).values()) == {Fate.LOADED}


def test_a_bug_met_in_one_document_is_shown_and_stops_no_other(
    reports: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(content: Any, plan: Any, receipt: str) -> Any:
        if plan.filename == "report-1.pdf":
            raise KeyError("theme")
        return normalise(content, plan, receipt)

    monkeypatch.setattr("pipeline.ingest.normalise", broken)
    database = reports.parent / "a.db"
    arguments = ["ingest", "--direct", str(reports), "--db", str(database)]
    assert run(no_flow, arguments) == ExitCode.OUR_BUG
    told = capsys.readouterr().err
    assert "report-1.pdf" in told
    assert "KeyError: 'theme'" in told
    assert "Traceback" not in told
    assert run(no_flow, [*arguments, "--debug"]) == ExitCode.OUR_BUG
    assert "Traceback" in capsys.readouterr().err
    with read_store(database) as db:
        stored = db.execute(
            "select filename, status, substr(reason, 1, 15) from documents order by filename"
        ).fetchall()
    assert stored == [
        ("report-0.pdf", "loaded", None),
        ("report-1.pdf", "rejected", "extractor_error"),
        ("report-2.pdf", "loaded", None),
    ]


def test_a_bug_met_while_loading_sets_that_document_aside(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(db: Any, document: Any) -> None:
        if document.document.filename == "report-2.pdf":
            raise ValueError("a row of another document")
        load_document(db, document)

    monkeypatch.setattr("pipeline.ingest.load_document", broken)
    assert fates(ingest(reports)) == {
        "report-0.pdf": Fate.LOADED,
        "report-1.pdf": Fate.LOADED,
        "report-2.pdf": Fate.FAILED,
    }


def test_a_listener_hears_every_stage_of_every_document_in_order(reports: Path) -> None:
    heard: dict[str, list[str]] = {}
    ingest(reports, quiet=lambda filename, where: heard.setdefault(filename, []).append(where))
    stages = [Stage.WAITING, Stage.READING, Stage.NORMALISING, Stage.LOADING, Fate.LOADED]
    assert heard == {f"report-{n}.pdf": stages for n in range(3)}


def test_each_run_has_a_row_with_its_counts(reports: Path) -> None:
    (reports / "letter.pdf").write_text("Dear Sir")
    ingest(reports)
    (reports / "letter.pdf").unlink()
    summary = ingest(reports)
    with read_store(summary.database) as db:
        told = db.execute(
            "select status, found, loaded, unchanged, rejected, finished_at >= started_at from runs order by rowid"
        ).fetchall()
    assert told == [("partial", 4, 3, 0, 1, 1), ("complete", 3, 0, 3, 0, 1)]


def test_json_tells_what_the_table_tells(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (reports / "letter.pdf").write_text("Dear Sir")
    arguments = ["ingest", "--direct", str(reports), "--db", str(reports.parent / "a.db"), "--json"]
    assert run(no_flow, arguments) == ExitCode.SOME_REJECTED
    shown = capsys.readouterr()
    told = json.loads(shown.out)
    assert told["exit_code"] == 3
    assert told["files"] == {"loaded": 3, "unchanged": 0, "rejected": 1, "failed": 0}
    assert told["dataset"]["documents"] == 3
    assert "letter.pdf: not loaded (not_a_pdf)" in shown.err


def test_a_quiet_run_says_only_what_went_wrong(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["ingest", "--direct", str(reports), "--db", str(reports.parent / "a.db"), "--quiet"]
    assert run(no_flow, arguments) == ExitCode.ALL_LOADED
    assert capsys.readouterr() == ("", "")
    (reports / "letter.pdf").write_text("Dear Sir")
    assert run(no_flow, arguments) == ExitCode.SOME_REJECTED
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1


def test_the_final_table_names_every_sum(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(no_flow, ["ingest", "--direct", str(reports), "--db", str(reports.parent / "a.db")]) == 0
    shown = capsys.readouterr().out
    for word in ("documents", "3 loaded", "pages", "rows", "statuses", "green", "claims", "not checkable", "issues"):
        assert word in shown
