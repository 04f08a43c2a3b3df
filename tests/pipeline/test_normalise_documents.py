"""Reports, documents, issues, keys and claims as dataset rows."""

from __future__ import annotations

import json

import pytest

from pipeline.normalise import normalise
from schemas.readings import (
    Claim,
    FrontMatter,
    Issue,
    LegendEntry,
)
from schemas.vocabulary import (
    Basis,
    DocumentRole,
    Form,
    Population,
    Responsibility,
    ScopeType,
    Severity,
)
from tests.pipeline.made_content import ID, SHORT, codes, content, kpi, only, place, plan, rows


def test_an_issue_names_the_row_it_is_about_and_who_can_mend_it() -> None:
    issues = (
        Issue("ref_repaired", "1.1 is 1.10", place(4), "kpi:12"),
        Issue("status_unreadable", "a mark", None, "action:3"),
        Issue("status_unreadable", "a mark", None, "action:3"),
        Issue("page_failed", "page 9", None),
    )
    found = rows(issues=issues).issues
    assert [(i.issue_id, i.code, i.table_name, i.row_id, i.page) for i in found] == [
        (f"{SHORT}:issue:1", "ref_repaired", "observations", f"{SHORT}:kpi:12", 4),
        (f"{SHORT}:issue:2", "status_unreadable", "actions", f"{SHORT}:action:3", None),
        (f"{SHORT}:issue:3", "page_failed", None, None, None),
    ]
    assert (found[0].severity, found[0].responsibility) == (Severity.INFO, Responsibility.PUBLISHER)
    assert found[1].severity is Severity.ERROR


def test_an_undeclared_issue_is_our_bug() -> None:
    with pytest.raises(KeyError):
        rows(issues=(Issue("something_odd", "", None),))


def test_report_and_document_say_who_what_and_when() -> None:
    document = normalise(content(kpi()), plan(), '{"code": "1"}')
    report, pdf = document.report, document.document
    assert (document.council.council_id, document.council.name) == ("rutland", "Rutland County Council")
    assert (report.title, report.period_label) == ("Performance Report", "Quarter 2 2023-24")
    assert (report.period_start, report.period_end) == ("2023-07-01", "2023-09-30")
    assert (report.financial_year, report.source, report.inferred) == ("2023-24", "manifest", None)
    assert (pdf.document_id, pdf.role, pdf.pages, pdf.bytes) == (ID, DocumentRole.APPENDIX, 7, 1234)
    assert pdf.receipt == '{"code": "1"}'


def test_a_manifests_period_overrules_the_document_and_the_conflict_is_reported() -> None:
    document = normalise(content(kpi()), plan(report_period_label="Quarter 1 2023-24"), "{}")
    assert document.report.period_end == "2023-06-30"
    assert codes(document) == ["period_conflict"]


def test_what_was_inferred_is_marked_on_report_and_document() -> None:
    document = normalise(content(kpi()), plan(source="inferred", inferred=("body", "title")), "{}")
    assert json.loads(document.report.inferred or "") == ["body", "title"]
    assert json.loads(document.document.inferred or "") == ["body", "title"]
    assert codes(document) == ["inferred_metadata"]


def test_a_council_nobody_names_is_kept_apart_with_an_issue() -> None:
    document = normalise(content(kpi()), plan(council_id=None, council_name=None), "{}")
    assert document.council.council_id == "unknown"
    assert codes(document) == ["council_unknown"]


def test_a_document_with_rows_and_no_period_says_so() -> None:
    assert codes(normalise(content(kpi(), front=FrontMatter()), plan(), "{}")) == ["period_unknown"]
    assert codes(normalise(content(front=FrontMatter()), plan(), "{}")) == []


def test_legend_and_claims_keep_their_words_and_places() -> None:
    entry = LegendEntry("#00b050", None, "On target", "met", "At or above target", place())
    claim = Claim(
        position=3,
        group="table 1 row 2",
        population=Population.KPIS,
        scope_type=ScopeType.WHOLE,
        scope=None,
        basis=Basis.CURRENT,
        bucket="On target",
        rating="met",
        count=82,
        percent=67.0,
        denominator=None,
        form=Form.TABLE,
        quote="On target 67% (82)",
        place=place(),
    )
    document = rows(legend=(entry,), claims=(claim,))
    assert (document.legend[0].legend_id, document.legend[0].rating) == (f"{SHORT}:legend:1", "met")
    assert (document.claims[0].claim_id, document.claims[0].count) == (f"{SHORT}:claim:3", 82)
    assert document.claims[0].claim_group == "table 1 row 2"


def test_other_titles_and_unknown_columns_are_kept_as_json() -> None:
    row = only(kpi(aliases=("Homes",), unmapped=(("Ward", "North"), ("Ward", "South"))))
    assert json.loads(row.aliases or "") == ["Homes"]
    assert json.loads(row.unmapped or "") == {"Ward": "North", "Ward (2)": "South"}
