"""One document's rows as dataset rows: what an analyst may rely on."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from schemas.dataset import MeasurementRow
from schemas.readings import (
    ActionRow,
    PeriodValue,
    StatusReading,
)
from schemas.vocabulary import (
    ActionStatus,
    Comparator,
    NotRatedReason,
    Polarity,
    Rag,
    Rating,
    ValueRole,
)
from tests.pipeline.made_content import GREEN, GREY, ID, Q1, Q2, SHORT, codes, kpi, only, place, rows


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


def test_a_value_nobody_can_be_sure_of_raises_an_issue_and_stays_text() -> None:
    document = rows(kpi(actual="5% reduction", target="Approved by the board"))
    assert codes(document) == ["value_unreadable"]
    assert document.issues[0].row_id == f"{SHORT}:kpi:1"
    assert document.observations[0].actual_value is None
    assert document.observations[0].target_comparator is Comparator.TEXT


@given(st.text(max_size=30), st.text(max_size=30), st.none() | st.text(max_size=20))
def test_any_texts_become_rows_with_the_same_texts(actual: str, target: str, label: str | None) -> None:
    row = only(kpi(actual=actual, target=target, period_label=label))
    assert (row.actual_text, row.target_text) == (actual, target)
    assert (row.actual_value is None) == (row.actual_null_reason is not None)
