"""The plan says of every PDF whose report it is part of, the same in any order, with or without a manifest."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from fixtures import damaged
from pipeline.grouping import Group, group_reports
from pipeline.listing import Listed
from pipeline.plan import plan_ingest
from pipeline.witnesses import Known, gather
from pipeline.worker import WorkerPool
from schemas.errors import Reason
from schemas.identity import DocumentPlan, IngestPlan
from schemas.limits import Limits
from schemas.readings import FrontMatter, PeriodWitness

HEAD = "file,council,body,meeting_date,report,role,title,period"


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1, Limits(seconds=60)) as opened:
        yield opened


def draw(path: Path, *lines: str) -> Path:
    """A PDF with these lines on its one page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    canvas = Canvas(str(path), invariant=1)
    for number, line in enumerate(lines or ("A page of text",)):
        canvas.drawString(72, 780 - 20 * number, line)
    canvas.save()
    return path


def by_name(plan: IngestPlan) -> dict[str, DocumentPlan]:
    return {document.filename: document for document in plan.documents}


def cover(folder: Path, name: str = "cover.pdf") -> Path:
    return draw(
        folder / name,
        "Harrowmere District Council",
        "CABINET",
        "14 November 2023",
        "PERFORMANCE REPORT Quarter 2 2023-24",
        "Report of the Portfolio Holder for Resources",
    )


def test_without_a_manifest_everything_is_read_and_marked_as_inferred(tmp_path: Path, pool: WorkerPool) -> None:
    cover(tmp_path)
    (document,) = plan_ingest([tmp_path], pool=pool).documents
    identity = document.identity
    assert (identity.council_id, identity.council_name) == ("harrowmere", "Harrowmere District Council")
    assert (identity.body, identity.meeting_date, identity.role) == ("Cabinet", "2023-11-14", "cover")
    assert identity.period_label == "Quarter 2 2023-24"
    assert identity.report_id == "harrowmere-cabinet-2023-11-14-performance-report-quarter-2-2023-24"
    assert identity.source == "inferred"
    assert set(identity.inferred) == {"council", "body", "meeting_date", "report", "role", "title", "period"}


def test_a_manifests_word_stands_and_its_blank_cells_are_filled_and_marked(tmp_path: Path, pool: WorkerPool) -> None:
    cover(tmp_path)
    (tmp_path / "manifest.csv").write_text(f"{HEAD}\ncover.pdf,Rutland,,2024-01-01,My Report,,Own title,\n")
    (document,) = plan_ingest([tmp_path], pool=pool).documents
    identity = document.identity
    assert (identity.council_id, identity.council_name) == ("rutland", "Rutland County Council")
    assert (identity.report_id, identity.meeting_date, identity.title) == ("my-report", "2024-01-01", "Own title")
    assert (identity.body, identity.role) == ("Cabinet", "cover")
    assert identity.source == "manifest"
    assert identity.inferred == ("body", "role", "period")


def test_a_file_the_manifest_does_not_name_is_read_all_the_same(tmp_path: Path, pool: WorkerPool) -> None:
    cover(tmp_path)
    draw(tmp_path / "other.pdf", "Something else")
    (tmp_path / "manifest.csv").write_text("file,council\nother.pdf,Kent\ngone.pdf,Kent\n")
    plan = plan_ingest([tmp_path], pool=pool)
    assert by_name(plan)["cover.pdf"].identity.source == "inferred"
    assert any("gone.pdf" in note.message and note.where.endswith("manifest.csv:3") for note in plan.notes)
    assert any(note.where.endswith("cover.pdf") and "not in manifest.csv" in note.message for note in plan.notes)


def test_one_pdf_alone_has_the_identity_its_folders_manifest_gives_it(tmp_path: Path, pool: WorkerPool) -> None:
    path = cover(tmp_path)
    (tmp_path / "manifest.csv").write_text("file,report\ncover.pdf,r-1\ngone.pdf,r-1\n")
    plan = plan_ingest([path], pool=pool)
    assert plan.documents[0].identity.report_id == "r-1"
    assert not any("gone.pdf" in note.message for note in plan.notes)


def test_a_manifest_kept_elsewhere_is_matched_by_file_name(tmp_path: Path, pool: WorkerPool) -> None:
    cover(tmp_path / "pdfs")
    manifest = tmp_path / "lists" / "mine.csv"
    manifest.parent.mkdir()
    manifest.write_text("file,report\ncover.pdf,r-1\n")
    assert plan_ingest([tmp_path / "pdfs"], manifest, pool=pool).documents[0].identity.report_id == "r-1"


def test_folders_are_walked_and_hidden_and_other_files_left_out(tmp_path: Path, pool: WorkerPool) -> None:
    for name in ("b/deep/2.PDF", "a/1.pdf", ".hidden/3.pdf", "a/.4.pdf", "a/~$5.pdf", "a/notes.docx"):
        draw(tmp_path / name, name)
    assert [document.filename for document in plan_ingest([tmp_path], pool=pool).documents] == ["1.pdf", "2.PDF"]


def test_the_same_bytes_twice_are_one_document(tmp_path: Path, pool: WorkerPool) -> None:
    original = cover(tmp_path)
    (tmp_path / "again.pdf").write_bytes(original.read_bytes())
    (tmp_path / "manifest.csv").write_text("file,report\ncover.pdf,r-1\n")
    plan = plan_ingest([tmp_path, original], pool=pool)
    (document,) = plan.documents
    assert (document.filename, document.aliases) == ("cover.pdf", ("again.pdf",))
    assert any("same bytes" in note.message for note in plan.notes)


def test_files_that_cannot_be_read_are_set_aside_and_the_rest_planned(tmp_path: Path, pool: WorkerPool) -> None:
    cover(tmp_path)
    damaged.write_web_page(tmp_path)
    damaged.write_truncated(tmp_path)
    damaged.write_empty(tmp_path)
    plan = plan_ingest([tmp_path, tmp_path / "nowhere.pdf"], pool=pool)
    assert [document.filename for document in plan.documents] == ["cover.pdf"]
    assert {rejected.reason for rejected in plan.rejected} == {
        Reason.NOT_A_PDF,
        Reason.TRUNCATED,
        Reason.EMPTY,
        Reason.UNREADABLE_FILE,
    }
    assert all(rejected.path.name in rejected.detail for rejected in plan.rejected)


def test_a_first_look_that_kills_its_worker_leaves_the_judgement_to_the_full_reading(tmp_path: Path) -> None:
    path = draw(tmp_path / "kill-itself.pdf")
    task = "tests.pipeline.unruly_tasks:read"
    with WorkerPool(1, read=task, glance=task) as pool:
        (document,) = plan_ingest([path], pool=pool).documents
    assert document.identity.council_id is None


def test_an_empty_folder_is_noted(tmp_path: Path, pool: WorkerPool) -> None:
    (note,) = plan_ingest([tmp_path], pool=pool).notes
    assert "no PDFs" in note.message


# Which files form one report: from what is known of each, without PDFs.


def known(name: str, role: str | None, *, folder: str = "in", **said: str | None) -> Known:
    period = said.pop("period", None)
    front = FrontMatter(
        council=said.get("council"),
        body=said.get("body"),
        meeting_date=said.get("day"),
        title=said.get("title"),
        role=role,
        period_witnesses=(PeriodWitness("title", period),) if period else (),
    )
    return gather(Listed(Path(folder, name), sha256(f"{folder}/{name}".encode()).hexdigest(), 1), None, front)


def together(*files: Known) -> list[set[str]]:
    groups, _ = group_reports(files)
    return sorted(({member.document.path.name for member in group.members} for group in groups), key=sorted)


HARROWMERE = {"council": "Harrowmere District Council", "body": "Cabinet", "day": "2023-11-14"}


def test_an_appendix_joins_the_covering_report_of_its_meeting() -> None:
    files = (
        known("x.pdf", "cover", **HARROWMERE, title="Performance Report"),
        known("y.pdf", "appendix", **HARROWMERE, title="Dashboard"),
        known("z.pdf", "appendix", **{**HARROWMERE, "day": "2024-02-13"}, title="Dashboard"),
    )
    assert together(*files) == [{"x.pdf", "y.pdf"}, {"z.pdf"}]


def test_of_two_covering_reports_the_one_of_the_same_period_is_joined() -> None:
    files = (
        known("x.pdf", "cover", **HARROWMERE, title="Performance Report", period="Quarter 2 2023-24"),
        known("w.pdf", "cover", **HARROWMERE, title="Annual Report", period="Quarter 4 2022-23"),
        known("y.pdf", "appendix", **HARROWMERE, title="Dashboard", period="April to September 2023"),
    )
    assert together(*files) == [{"w.pdf"}, {"x.pdf", "y.pdf"}]


def test_a_lone_appendix_joins_the_cover_it_shares_the_beginning_of_its_name_with() -> None:
    files = (
        known("harrowmere-cabinet-performance-q2-cover.pdf", "cover", **HARROWMERE, title="Performance Report"),
        known("harrowmere-cabinet-finance-q2-cover.pdf", "cover", **HARROWMERE, title="Finance Report"),
        known("harrowmere-cabinet-performance-q2-appendix.pdf", "appendix"),
    )
    groups, _ = group_reports(files)
    joined = next(group for group in groups if len(group.members) == 2)
    assert joined.leader.document.path.name == "harrowmere-cabinet-performance-q2-cover.pdf"
    appendix = joined.members[1]
    assert (appendix.council_id, appendix.text("meeting_date")) == ("harrowmere", "2023-11-14")
    assert "council" in appendix.inferred


def test_a_cover_learns_its_council_from_its_appendix() -> None:
    files = (
        known("moor-cabinet-2023-11-14-cover.pdf", "cover", day="2023-11-14", body="Cabinet", title="Performance"),
        known("moor-cabinet-2023-11-14-appendix.pdf", "appendix", council="Moor Borough Council", title="Dashboard"),
    )
    ((group,), _) = group_reports(files)
    assert group.report_id == "moor-cabinet-2023-11-14-performance"


def test_an_appendix_that_fits_two_reports_equally_stays_alone_and_is_noted() -> None:
    files = (
        known("a.pdf", "cover", **HARROWMERE, title="Waste"),
        known("b.pdf", "cover", **HARROWMERE, title="Parks"),
        known("c.pdf", "appendix", **HARROWMERE, title="Figures"),
    )
    groups, (note,) = group_reports(files)
    assert len(groups) == 3
    assert "a.pdf, b.pdf" in note.message


def test_a_date_in_front_of_all_file_names_of_a_meeting_binds_nothing() -> None:
    files = (
        known("2025-01-30-Budget.pdf", "cover", title="Budget"),
        known("2025-01-30-Appendix-A.pdf", "appendix", title="Reserves"),
    )
    assert len(together(*files)) == 2


def test_minutes_are_a_report_of_their_own_and_twice_the_same() -> None:
    files = (
        known("cover.pdf", "cover", **HARROWMERE, title="Performance"),
        known("minutes.pdf", "minutes", **HARROWMERE, title="Minutes of the meeting held on 14 November 2023"),
        known("printed-minutes.pdf", "minutes", **HARROWMERE, title="MINUTES of a meeting of the Cabinet"),
    )
    assert together(*files) == [{"cover.pdf"}, {"minutes.pdf", "printed-minutes.pdf"}]


def test_papers_of_unknown_councils_with_the_same_name_stay_apart() -> None:
    files = (known("report.pdf", None, folder="one"), known("report.pdf", None, folder="two"))
    groups, _ = group_reports(files)
    assert len({group.report_id for group in groups}) == 2


FILES = (
    known("harrowmere-cabinet-performance-cover.pdf", "cover", **HARROWMERE, title="Performance Report"),
    known("harrowmere-cabinet-performance-appendix-1.pdf", "appendix"),
    known("harrowmere-cabinet-performance-appendix-2.pdf", "appendix", period="Quarter 2 2023-24"),
    known("minutes.pdf", "minutes", **HARROWMERE),
    known("finance.pdf", "cover", **HARROWMERE, title="Finance Report", period="Quarter 2 2023-24"),
    known("stray.pdf", None),
)


@given(st.permutations(FILES))
def test_the_order_of_the_files_changes_nothing(files: list[Known]) -> None:
    def shape(groups: tuple[Group, ...]) -> list[tuple[str, str, list[str]]]:
        return [(g.report_id, g.leader.document.path.name, [m.document.path.name for m in g.members]) for g in groups]

    assert shape(group_reports(files)[0]) == shape(group_reports(FILES)[0])


def test_the_order_of_the_paths_changes_nothing(tmp_path: Path, pool: WorkerPool) -> None:
    paths = [cover(tmp_path), draw(tmp_path / "a.pdf", "One"), draw(tmp_path / "b.pdf", "Two")]
    plans = {plan_ingest(order, pool=pool) for order in itertools.permutations(paths)}
    assert len(plans) == 1
