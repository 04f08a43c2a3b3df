"""What stands beside the tables: views for the first questions an analyst asks, and tables to search words in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A view: its SELECT, and its columns in order with what they hold."""

    name: str
    description: str
    select: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Search:
    """A full-text table over ``source``: of its columns, ``keys`` are kept to join by and ``words`` are searched.

    It holds its own copy of the words: a search that refers to row numbers of ``source`` breaks when somebody
    vacuums the file.
    """

    name: str
    description: str
    source: str
    keys: tuple[str, ...]
    words: tuple[str, ...]


VIEWS = (
    View(
        "rag_counts",
        "How many KPI rows of each report and theme carry each status. Replaced documents are left out.",
        """
        SELECT observations.report_id AS report, theme, rag, rating, count(*) AS n
        FROM observations
        JOIN documents USING (document_id)
        WHERE documents.superseded_by IS NULL
        GROUP BY observations.report_id, theme, rag, rating
        """,
        (
            ("report", "The report (reports.report_id)."),
            ("theme", "Section title of the table; NULL where the rows stand under none."),
            ("rag", "Colour printed or named."),
            ("rating", "What the status means."),
            ("n", "Number of KPI rows."),
        ),
    ),
    View(
        "kpi_series",
        "Every indicator over time: one row per KPI row read, its value beside its target. Replaced documents are left "
        "out.",
        """
        SELECT
            reports.council_id AS council,
            coalesce(indicators.ref, observations.ref) AS ref,
            coalesce(indicators.title, observations.title) AS title,
            observations.period_end AS period_end,
            observations.actual_value AS value,
            observations.target_value AS target,
            observations.rag AS rag,
            observations.rating AS rating,
            observations.unit AS unit,
            observations.period_label AS period_label,
            observations.indicator_id AS indicator_id,
            observations.observation_id AS observation_id,
            observations.report_id AS report
        FROM observations
        JOIN documents USING (document_id)
        JOIN reports ON reports.report_id = observations.report_id
        LEFT JOIN indicators USING (indicator_id)
        WHERE documents.superseded_by IS NULL
        """,
        (
            ("council", "The council (councils.council_id)."),
            ("ref", "Reference of the indicator, as text."),
            ("title", "Title of the indicator, in the wording of the latest report."),
            ("period_end", "Last day of the period, ISO 8601."),
            ("value", "Value of the period; NULL where none could be read as a number."),
            ("target", "Target as a number."),
            ("rag", "Colour printed or named."),
            ("rating", "What the status means."),
            ("unit", "Unit of value and target."),
            ("period_label", "Period, as printed."),
            ("indicator_id", "The indicator."),
            ("observation_id", "The KPI row."),
            ("report", "The report (reports.report_id)."),
        ),
    ),
    View(
        "ledger",
        "Every total a report states, beside what was counted, with the verdict. Replaced documents are left out.",
        """
        SELECT
            claims.report_id AS report,
            documents.filename AS filename,
            claims.page AS page,
            claims.population AS population,
            claims.scope_type AS scope_type,
            claims.scope AS scope,
            claims.period_label AS period_label,
            claims.is_current AS is_current,
            claims.basis AS basis,
            claims.bucket AS bucket,
            claims.rating AS rating,
            claims.count AS claimed,
            claims.percent AS percent,
            claims.denominator AS denominator,
            reconciliations.extracted AS extracted,
            reconciliations.unreadable AS unreadable,
            reconciliations.difference AS difference,
            reconciliations.verdict AS verdict,
            reconciliations.arithmetic AS arithmetic,
            reconciliations.explanation AS explanation,
            claims.form AS form,
            claims.quote AS quote,
            claims.position AS position,
            claims.claim_id AS claim_id,
            claims.document_id AS document_id
        FROM claims
        JOIN documents USING (document_id)
        LEFT JOIN reconciliations USING (claim_id)
        WHERE documents.superseded_by IS NULL
        """,
        (
            ("report", "The report (reports.report_id)."),
            ("filename", "The document that states the total."),
            ("page", "Page it is stated on, from 1."),
            ("population", "What is counted: kpis or actions."),
            ("scope_type", "Over what: the whole report, a theme, a directorate."),
            ("scope", "Name of the theme or directorate, as printed."),
            ("period_label", "Period of the count, as printed."),
            ("is_current", "0 for a comparison period."),
            ("basis", "Whether statuses, directions of travel or forecasts are counted."),
            ("bucket", "What is counted, as printed."),
            ("rating", "The bucket in canonical words."),
            ("claimed", "The number stated."),
            ("percent", "The percentage stated."),
            ("denominator", "The base stated."),
            ("extracted", "Rows counted; NULL where there is nothing to count."),
            ("unreadable", "Rows in scope whose status could not be read."),
            ("difference", "Rows counted minus the number stated."),
            ("verdict", "match, match_merged, mismatch or not_checkable."),
            ("arithmetic", "Whether the claim agrees with itself and its neighbours."),
            ("explanation", "A sentence a person can act on."),
            ("form", "Where it is stated: a table, a sentence or a strip."),
            ("quote", "The words or cells it was read from."),
            ("position", "Place in the order of the document, from 1."),
            ("claim_id", "The claim."),
            ("document_id", "The document that states it."),
        ),
    ),
)

SEARCHES = (
    Search(
        "observation_search",
        "Words of KPI titles and commentary: SELECT … FROM observation_search WHERE observation_search MATCH 'waste'.",
        "observations",
        ("observation_id", "document_id"),
        ("title", "commentary"),
    ),
    Search(
        "section_search",
        "Words of sections: SELECT … FROM section_search WHERE section_search MATCH 'waste'.",
        "sections",
        ("section_id", "document_id"),
        ("heading", "text"),
    ),
    Search(
        "mention_search",
        "Words of statements about KPIs: SELECT … FROM mention_search WHERE mention_search MATCH 'waste'.",
        "mentions",
        ("mention_id", "document_id"),
        ("title", "quote"),
    ),
)
