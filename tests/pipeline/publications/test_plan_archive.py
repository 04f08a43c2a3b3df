"""What was fetched is read as the council lists it: one item of one meeting is one report, with nothing guessed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import fsspec
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from pipeline.ingest import ingest_directly
from pipeline.publications.archive import Archive
from pipeline.publications.fetch import fetch_found
from pipeline.publications.fetch_log import no_log
from pipeline.publications.plan_archive import plan_from_archive
from pipeline.publications.waiting import papers_waiting
from pipeline.store import open_store
from schemas.identity import IngestPlan
from schemas.publications import FoundDocument
from schemas.runs import ArchivedPapers, Fate, IngestRequest, RunSummary
from schemas.vocabulary import DocumentRole
from tests.pipeline.publications.offers import Offers
from tests.pipeline.publications.small_site import PDF, SmallSite, pdf, small_site
from tests.small_reports import draw_report, kpi_rows

FAR = "2099-01-01"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """PDFs whose own words name another council than the one that publishes them."""
    folder = tmp_path_factory.mktemp("drawn")
    rows = kpi_rows(6)
    changed = [
        (ref, title, target, "1%" if at == 0 else actual, rag)
        for at, (ref, title, target, actual, rag) in enumerate(rows)
    ]
    return {
        name: draw_report(folder / f"{name}.pdf", "Anyshire County Council", content).read_bytes()
        for name, content in {"first": rows, "changed": changed, "appendix": kpi_rows(3, prefix="A")}.items()
    }


class Papers:
    """A council's papers, from its site into the dataset."""

    def __init__(self, site: SmallSite, database: Path, archive: str) -> None:
        self.site = site
        self.database = database
        self.archive = archive

    def publish(self, number: str, content: bytes, **entry: Any) -> FoundDocument:
        """Offer a paper and fetch it."""
        self.site.replies[f"/{number}"] = pdf(content)
        with closing(open_store(self.database)) as db:
            offers = Offers(db, self.site.base_url, self.site.host)
            document = offers.offer(number, **{"meeting_date": FAR, **entry})
            with self.site.visitor(log=no_log) as visitor:
                fetch_found([document], visitor, Archive(self.archive), db, today=datetime.now(UTC).date())
        return document

    def plan(self, **how: Any) -> IngestPlan:
        with closing(open_store(self.database)) as db:
            return plan_from_archive(db, Archive(self.archive), "testbury", **how)

    def ingest(self) -> RunSummary:
        request = IngestRequest(
            paths=(), papers=ArchivedPapers(self.archive, "testbury"), database=self.database, workers=1
        )
        return ingest_directly(request, lambda *_: None)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(open_store(self.database)) as db:
            return db.conn.execute(sql).fetchall()

    def waiting(self) -> dict[str, int]:
        with closing(open_store(self.database)) as db:
            return papers_waiting(db)


@pytest.fixture
def papers(tmp_path: Path) -> Iterator[Papers]:
    with small_site() as site:
        yield Papers(site, tmp_path / "a.db", str(tmp_path / "archive"))


def test_an_item_of_a_meeting_is_one_report_and_its_papers_are_what_the_council_calls_them(
    papers: Papers, drawn: dict[str, bytes]
) -> None:
    papers.publish("70001", drawn["first"], title="Performance report, quarter 2")
    papers.publish("70002", drawn["appendix"], title="Appendix A", role=DocumentRole.APPENDIX)
    papers.publish("70003", drawn["changed"], title="Another item", item="50009")
    plan = papers.plan()
    assert [(d.filename, d.identity.report_id, d.identity.role) for d in plan.documents] == [
        ("70001-performance-report-quarter-2.pdf", f"testbury-{FAR}-item-50001", DocumentRole.COVER),
        ("70002-appendix-a.pdf", f"testbury-{FAR}-item-50001", DocumentRole.APPENDIX),
        ("70003-another-item.pdf", f"testbury-{FAR}-item-50009", DocumentRole.COVER),
    ]
    assert {d.identity.report_title for d in plan.documents[:2]} == {"Performance report, quarter 2"}


def test_where_a_document_comes_from_is_in_the_dataset(papers: Papers, drawn: dict[str, bytes]) -> None:
    papers.publish("70001", drawn["first"], title="Performance report")
    summary = papers.ingest()
    assert [outcome.fate for outcome in summary.outcomes] == [Fate.LOADED]
    ((url, published, retrieved, title),) = papers.rows(
        "SELECT source_url, published_on, retrieved_at, title FROM documents"
    )
    assert (url, published, title) == (f"{papers.site.base_url}/70001", "2026-10-26", "Performance report")
    assert papers.rows("SELECT fetched_at FROM publication_versions") == [(retrieved,)]
    ((council, body, day, source, inferred),) = papers.rows(
        "SELECT council_id, body, meeting_date, source, inferred FROM reports"
    )
    assert (council, body, day, source) == ("testbury", "Cabinet", FAR, "moderngov")
    assert json.loads(inferred) == ["period"]


def test_nothing_new_is_nothing_to_read(papers: Papers, drawn: dict[str, bytes]) -> None:
    papers.publish("70001", drawn["first"])
    assert papers.waiting() == {"testbury": 1}
    papers.ingest()
    assert papers.waiting() == {}
    assert papers.plan() == IngestPlan()
    assert papers.ingest().outcomes == ()
    assert len(papers.plan(everything=True).documents) == 1


def test_a_new_title_is_read_without_new_bytes(papers: Papers, drawn: dict[str, bytes]) -> None:
    papers.publish("70001", drawn["first"])
    papers.ingest()
    papers.publish("70001", drawn["first"], title="Performance report (final)")
    assert [plan.identity.title for plan in papers.plan().documents] == ["Performance report (final)"]


def test_a_paper_published_anew_replaces_the_first_and_shows_what_changed(
    papers: Papers, drawn: dict[str, bytes]
) -> None:
    papers.publish("70001", drawn["first"])
    papers.ingest()
    papers.publish("70001", drawn["changed"], title="Performance report (revised)")
    papers.ingest()
    assert papers.rows("SELECT filename, superseded_by IS NULL FROM documents ORDER BY 1") == [
        ("70001-performance-report-revised-v2.pdf", 1),
        ("70001-performance-report.pdf", 0),
    ]
    assert papers.rows("SELECT field, was, became FROM restatements") == [("actual", "41%", "1%")]
    assert papers.rows("SELECT sum(n) FROM rag_counts") == [(6,)]
    assert papers.waiting() == {}
    assert papers.plan() == IngestPlan()


def test_bytes_that_came_back_are_marked_so_by_the_next_ingest(papers: Papers, drawn: dict[str, bytes]) -> None:
    papers.publish("70001", drawn["first"], title="a")
    papers.publish("70001", drawn["changed"], title="b")
    papers.ingest()
    papers.publish("70001", drawn["first"], title="c")
    assert papers.waiting() == {"testbury": 2}
    papers.ingest()
    assert papers.rows("SELECT receipt IS NOT NULL, superseded_by IS NULL FROM documents ORDER BY bytes") != []
    standing = papers.rows(
        "SELECT actual_text FROM kpi_series JOIN observations USING (observation_id) WHERE observations.ref = 'P1'"
    )
    assert standing == [("41%",)]
    assert papers.waiting() == {}


def test_the_same_bytes_for_two_meetings_belong_to_the_first(papers: Papers, drawn: dict[str, bytes]) -> None:
    papers.publish("70011", drawn["first"], meeting="9002", item="60001", meeting_date="2099-02-01")
    papers.publish("70001", drawn["first"], meeting="9001", item="50001", meeting_date="2099-01-01")
    assert [plan.identity.report_id for plan in papers.plan().documents] == ["testbury-2099-01-01-item-50001"]


def test_a_paper_of_a_whole_meeting_is_a_report_of_its_own(papers: Papers, drawn: dict[str, bytes]) -> None:
    papers.publish("70001", drawn["first"], item=None, role=DocumentRole.PACK)
    (plan,) = papers.plan().documents
    assert (plan.identity.report_id, plan.identity.role) == (f"testbury-{FAR}-meeting-9001", DocumentRole.PACK)


def test_a_period_in_the_councils_title_helps_a_document_that_names_none(papers: Papers, tmp_path: Path) -> None:
    content = draw_report(tmp_path / "x.pdf", "Anyshire", kpi_rows(3), quarter="").read_bytes()
    papers.publish("70001", content, item_title="Corporate performance: Quarter 2 2026/27")
    (plan,) = papers.plan().documents
    assert plan.identity.period_label == "Quarter 2 2026/27"


def locked_pdf() -> bytes:
    """A PDF that opens with a password only."""
    buffer = BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret"))
    canvas.drawString(100, 700, "Performance")
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("content", [PDF, locked_pdf()], ids=["no pages", "locked"])
def test_a_document_that_cannot_be_read_is_set_aside_once(papers: Papers, content: bytes) -> None:
    papers.publish("70001", content)
    assert [outcome.fate for outcome in papers.ingest().outcomes] == [Fate.REJECTED]
    ((status, reason, report, url),) = papers.rows("SELECT status, reason, report_id, source_url FROM documents")
    assert (status, report) == ("rejected", f"testbury-{FAR}-item-50001")
    assert "70001-performance-report.pdf" in reason
    assert url == f"{papers.site.base_url}/70001"
    assert papers.waiting() == {}
    assert papers.plan() == IngestPlan()


def test_bytes_the_archive_lost_are_told_and_stop_no_others(papers: Papers, drawn: dict[str, bytes]) -> None:
    papers.publish("70001", drawn["first"])
    papers.publish("70002", drawn["appendix"], item="50002")
    first = next(Path(papers.archive).rglob("*.pdf"))
    first.unlink()
    plan = papers.plan()
    assert len(plan.documents) == 1
    (note,) = plan.notes
    assert note.level == "error"
    assert "not in the archive any more" in note.message


def test_bytes_that_changed_in_the_archive_are_not_read(papers: Papers, drawn: dict[str, bytes]) -> None:
    papers.publish("70001", drawn["first"])
    next(Path(papers.archive).rglob("*.pdf")).write_bytes(drawn["changed"])
    plan = papers.plan()
    assert plan.documents == ()
    assert "does not hold the bytes" in plan.notes[0].message


def test_papers_in_a_bucket_are_read_from_a_copy(
    tmp_path: Path, drawn: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with small_site() as site:
        papers = Papers(site, tmp_path / "a.db", f"memory://{tmp_path.name}")
        papers.publish("70001", drawn["first"])
        assert [outcome.fate for outcome in papers.ingest().outcomes] == [Fate.LOADED]
    fsspec.filesystem("memory").store.clear()
