"""One document's readings as dataset rows: what an analyst may rely on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.indicators import indicator_ids, indicator_key
from pipeline.normalise import normalise
from schemas.dataset import MeasurementRow, ObservationRow
from schemas.geometry import Box, Place
from schemas.identity import DocumentIdentity, DocumentPlan
from schemas.normalised import NormalisedDocument
from schemas.readings import (
    ActionRow,
    Claim,
    DocumentContent,
    FrontMatter,
    Issue,
    KpiRow,
    LegendEntry,
    PeriodValue,
    PeriodWitness,
    StatusReading,
)
from schemas.vocabulary import (
    ActionStatus,
    Basis,
    Comparator,
    DocumentRole,
    Form,
    NotRatedReason,
    Polarity,
    Population,
    Rag,
    Rating,
    Responsibility,
    ScopeType,
    Severity,
    StatusMethod,
    ValueRole,
)

ID = "0123456789abcdef" * 4
SHORT = "0123456789abcdef"
GREEN = StatusReading(Rag.GREEN, "On target", Rating.MET, method=StatusMethod.FILL, colour="#00b050")
GREY = StatusReading(Rag.GREY, "No data", Rating.NOT_RATED, method=StatusMethod.FILL, colour="#a6a6a6")
Q1, Q2 = "Quarter 1 - end of June position", "Quarter 2 \u2013 end of September position"


def place(page: int = 2, top: float = 100.0) -> Place:
    return Place(page, Box(30.004, top, 500.0, top + 20.0))


def kpi(position: int = 1, title: str = "Net homes built", **more: object) -> KpiRow:
    row = KpiRow(
        position=position, title=title, places=(place(),), status=GREEN, engine="lines", ref_printed="1.1", ref="1.1"
    )
    return replace(row, **more)  # type: ignore[arg-type]


def content(*kpis: KpiRow, **more: object) -> DocumentContent:
    front = FrontMatter(period_witnesses=(PeriodWitness("title", "Quarter 2 2023-24", place(1)),))
    return replace(DocumentContent(7, "Word", front, kpis=kpis), **more)  # type: ignore[arg-type]


def plan(**more: object) -> DocumentPlan:
    identity = DocumentIdentity(
        "rutland-2023-11-14",
        "manifest",
        council_id="rutland",
        council_name="Rutland County Council",
        body="Cabinet",
        meeting_date="2023-11-14",
        role=DocumentRole.APPENDIX,
        title="Appendix A",
        report_title="Performance Report",
    )
    return DocumentPlan(Path("a.pdf"), "a.pdf", ID, 1234, replace(identity, **more))  # type: ignore[arg-type]


def rows(*kpis: KpiRow, **more: object) -> NormalisedDocument:
    return normalise(content(*kpis, **more), plan(), "{}")


def only(*kpis: KpiRow) -> ObservationRow:
    (row,) = rows(*kpis).observations
    return row


def codes(document: NormalisedDocument) -> list[str]:
    return [issue.code for issue in document.issues]


def test_a_row_keeps_its_texts_and_gains_its_numbers() -> None:
    row = only(kpi(target="<£21", floor="£25", actual="£1.2m", previous="£1m Surplus", commentary="Steady."))
    assert (row.observation_id, row.document_id, row.report_id) == (f"{SHORT}:kpi:1", ID, "rutland-2023-11-14")
    assert (row.target_text, row.target_value, row.target_comparator) == ("<£21", 21.0, Comparator.BELOW)
    assert (row.floor_text, row.floor_value) == ("£25", 25.0)
    assert (row.actual_text, row.actual_value, row.actual_null_reason) == ("£1.2m", 1_200_000.0, None)
    assert (row.previous_text, row.previous_value, row.unit) == ("£1m Surplus", 1_000_000.0, "£")
    assert (row.commentary, row.rag, row.rating, row.status_colour) == ("Steady.", Rag.GREEN, Rating.MET, "#00b050")


def test_a_missing_value_says_why() -> None:
    assert only(kpi(actual="DNA")).actual_null_reason == "no_data_yet"
    assert only(kpi(actual=None)).actual_null_reason == "blank"
    assert only(kpi(actual="Good")).actual_null_reason == "words"


def test_an_actual_that_is_only_a_bound_is_no_number() -> None:
    row = only(kpi(actual="<5"))
    assert (row.actual_value, row.actual_high, row.actual_null_reason) == (None, 5.0, "only_a_bound")


def test_a_target_range_has_its_ends() -> None:
    row = only(kpi(target="Between 10%-20%", actual="28%"))
    assert (row.target_value, row.target_low, row.target_high) == (None, 10.0, 20.0)
    assert row.target_comparator is Comparator.BETWEEN


def test_a_bare_number_among_percentages_gets_no_unit() -> None:
    assert only(kpi(actual="90", target="95%", previous="91%")).unit is None
    assert only(kpi(actual="90%", target="95")).unit == "%"
    assert only(kpi(actual="DNA", target="95%")).unit == "%"
    assert only(kpi(actual="90", target="95", unit="%")).unit == "%"


def test_every_period_column_is_a_measurement_with_its_dates() -> None:
    values = (
        PeriodValue(ValueRole.TARGET, None, "123", place()),
        PeriodValue(ValueRole.PREVIOUS, Q1, "32", place()),
        PeriodValue(ValueRole.ACTUAL, Q2, "52", place()),
        PeriodValue(ValueRole.BENCHMARK, "England 2022/23", "60", place()),
    )
    document = rows(kpi(target="123", actual="52", previous="32", period_label=Q2, values=values))
    name = f"{SHORT}:kpi:1"
    equal = Comparator.EQUAL
    assert document.measurements == (
        MeasurementRow(observation_id=name, role=ValueRole.TARGET, text="123", value=123.0, comparator=equal),
        MeasurementRow(
            observation_id=name,
            role=ValueRole.PREVIOUS,
            period_label=Q1,
            period_start="2023-04-01",
            period_end="2023-06-30",
            text="32",
            value=32.0,
            comparator=equal,
        ),
        MeasurementRow(
            observation_id=name,
            role=ValueRole.ACTUAL,
            period_label=Q2,
            period_start="2023-07-01",
            period_end="2023-09-30",
            text="52",
            value=52.0,
            comparator=equal,
        ),
        MeasurementRow(
            observation_id=name,
            role=ValueRole.BENCHMARK,
            period_label="England 2022/23",
            period_start="2022-04-01",
            period_end="2023-03-31",
            text="60",
            value=60.0,
            comparator=equal,
        ),
    )
    (row,) = document.observations
    assert (row.period_label, row.period_start, row.period_end) == (Q2, "2023-07-01", "2023-09-30")


def test_values_without_period_columns_are_measurements_too() -> None:
    document = rows(kpi(target="95%", floor="90%", actual="97%", previous="96%"))
    assert [(m.role, m.value, m.period_end) for m in document.measurements] == [
        (ValueRole.TARGET, 95.0, None),
        (ValueRole.FLOOR, 90.0, None),
        (ValueRole.ACTUAL, 97.0, "2023-09-30"),
        (ValueRole.PREVIOUS, 96.0, None),
    ]


def test_the_heading_of_a_column_gives_its_bare_numbers_their_unit() -> None:
    values = (PeriodValue(ValueRole.ACTUAL, None, "1,234", place(), heading="Actual £000"),)
    row = only(kpi(actual="1,234", values=values))
    assert (row.actual_value, row.unit) == (1_234_000.0, "£")


def test_a_row_without_a_period_of_its_own_has_the_reports() -> None:
    row = only(kpi(actual="52"))
    assert (row.period_label, row.period_start, row.period_end) == ("Quarter 2 2023-24", "2023-07-01", "2023-09-30")


def test_polarity_comes_from_its_column_or_the_comparator_never_from_a_result() -> None:
    def polarity(**more: object) -> Polarity | None:
        (found,) = rows(kpi(**more)).indicators  # type: ignore[arg-type]
        return found.polarity

    assert polarity(target="<8 days", actual="2") is Polarity.LOWER
    assert polarity(target=">260", actual="2") is Polarity.HIGHER
    assert polarity(target="Between 10%-20%") is Polarity.RANGE
    assert polarity(polarity="Lower is better", target=">260") is Polarity.LOWER
    assert polarity(target="95%", actual="97%") is None
    assert codes(rows(kpi(polarity="Sideways"))) == ["unknown_polarity_word"]


def test_why_a_row_is_not_rated_is_taken_from_its_status_then_its_value_then_its_target() -> None:
    def reason(status: StatusReading, **more: object) -> NotRatedReason | None:
        return only(kpi(status=status, **more)).not_rated_reason  # type: ignore[arg-type]

    assert reason(replace(GREY, reason=NotRatedReason.NOT_DUE), actual="DNA") is NotRatedReason.NOT_DUE
    assert reason(GREY, actual="DNA", target="Baseline year") is NotRatedReason.NO_DATA_YET
    assert reason(GREY, actual="52", target="Baseline year") is NotRatedReason.BASELINE
    assert reason(GREY, actual="52", target="95") is None
    assert reason(GREEN, actual="DNA") is None


def test_a_row_cut_by_a_page_break_has_a_place_for_each_part() -> None:
    row = kpi(
        places=(place(2, 700.0), place(3, 50.0)),
        field_places=(("actual", place(2, 700.0)), ("commentary", place(2, 700.0)), ("commentary", place(3, 50.0))),
    )
    document = rows(row)
    assert [(p.row_id, p.field, p.page, p.x0) for p in document.places] == [
        (f"{SHORT}:kpi:1", None, 2, 30.0),
        (f"{SHORT}:kpi:1", None, 3, 30.0),
        (f"{SHORT}:kpi:1", "actual_text", 2, 30.0),
        (f"{SHORT}:kpi:1", "commentary", 2, 30.0),
        (f"{SHORT}:kpi:1", "commentary", 3, 30.0),
    ]
    assert document.observations[0].page == 2


def test_an_action_due_in_a_month_is_due_on_its_last_day() -> None:
    def due(text: str | None) -> tuple[str | None, list[str]]:
        work = ActionRow(
            1, "Adopt the plan", (place(),), ActionStatus.ON_TRACK, "On track", Rag.GREEN, ref="1.1", due=text
        )
        document = rows(actions=(work,))
        return document.actions[0].due_date, codes(document)

    assert due("Oct-22") == ("2022-10-31", [])
    assert due("31/03/2024") == ("2024-03-31", [])
    assert due("Q2 2023/24") == ("2023-09-30", [])
    assert due("Ongoing") == (None, [])
    assert due(None) == (None, [])
    assert due("31 September 2024") == (None, ["impossible_date"])
    assert due("week 37") == (None, ["date_unreadable"])


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


def test_a_value_nobody_can_be_sure_of_raises_an_issue_and_stays_text() -> None:
    document = rows(kpi(actual="5% reduction", target="Approved by the board"))
    assert codes(document) == ["value_unreadable"]
    assert document.issues[0].row_id == f"{SHORT}:kpi:1"
    assert document.observations[0].actual_value is None
    assert document.observations[0].target_comparator is Comparator.TEXT


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("% of calls answered", "Percentage of calls answered"),
        ("Net homes built.", "Net Homes Built"),
        ("Balanced budget in year - 2023-2024", "Balanced budget in year - 2024-2025"),
        ("Sickness days per employee (rolling 12 months)", "Sickness days per employee"),
    ],
)
def test_a_title_that_drifts_is_the_same_indicator(one: str, other: str) -> None:
    assert indicator_key(one) == indicator_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Major applications within 13 weeks", "Major applications within 8 weeks"),
        ("Number of children in care", "Percentage of children in care"),
        (
            "Children in care with 3 or more placements " + "x" * 60,
            "Children in care with 3 or more placements " + "x" * 61,
        ),
    ],
)
def test_numbers_and_words_keep_indicators_apart(one: str, other: str) -> None:
    assert indicator_key(one) != indicator_key(other)


def test_an_indicator_is_the_same_when_its_ref_changes() -> None:
    assert indicator_ids("kent", [kpi(ref="5.12")]) == indicator_ids("kent", [kpi(7, ref="5.9")])


def test_two_rows_of_one_title_are_two_indicators() -> None:
    ids = indicator_ids("kent", [kpi(1, ref="1.1"), kpi(2, ref="1.2"), kpi(3, ref=None), kpi(4, ref=None)])
    assert ids == (
        "kent:net-homes-built:1-1",
        "kent:net-homes-built:1-2",
        "kent:net-homes-built",
        "kent:net-homes-built:2",
    )


@given(st.lists(st.tuples(st.text(max_size=12), st.none() | st.sampled_from(["1.1", "1.2"])), max_size=6))
def test_no_two_rows_of_a_document_share_an_indicator(titles: list[tuple[str, str | None]]) -> None:
    listed = [kpi(number, title, ref=ref) for number, (title, ref) in enumerate(titles, 1)]
    ids = indicator_ids("kent", listed)
    assert len(set(ids)) == len(ids)
    assert ids == indicator_ids("kent", listed)


@given(st.text(max_size=30), st.text(max_size=30), st.none() | st.text(max_size=20))
def test_any_texts_become_rows_with_the_same_texts(actual: str, target: str, label: str | None) -> None:
    row = only(kpi(actual=actual, target=target, period_label=label))
    assert (row.actual_text, row.target_text) == (actual, target)
    assert (row.actual_value is None) == (row.actual_null_reason is not None)
