"""How a dataset file of an older version becomes one of today, step by step.

The first step makes every table as it is declared today. A later step changes older files to what is declared,
and finds nothing to do in a file the first step has just made. A change of a table or of a closed set of values
needs a step: ``pipeline.store`` refuses a file whose tables are not the declared ones.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from schemas.ddl import creation_sql, index_sql, table_sql
from schemas.declaration import declaration
from schemas.tables_checks import ReadingRow
from schemas.tables_publications import (
    AgendaItemRow,
    CommitteeRow,
    CouncilSourceRow,
    ExpectedPublicationRow,
    FetchLogRow,
    MeetingRow,
    PublicationRow,
    PublicationVersionRow,
)

STEPS = Migrations("scrutineer")


@STEPS()
def m001_create_tables(db: Database) -> None:
    """Make every table, index and search table of an empty dataset."""
    for statement in creation_sql():
        db.execute(statement)


@STEPS()
def m002_publications(db: Database) -> None:
    """Tables of what councils offer and what was fetched; which document replaced another."""
    _add_tables(
        db,
        CouncilSourceRow,
        CommitteeRow,
        MeetingRow,
        AgendaItemRow,
        PublicationRow,
        PublicationVersionRow,
        FetchLogRow,
        ExpectedPublicationRow,
    )
    _add_column(db, "documents", "superseded_by", "TEXT")


@STEPS()
def m003_readings(db: Database) -> None:
    """The readings a document's rows were chosen from, and the totals of its report that were asked."""
    _add_tables(db, ReadingRow)
    _add_column(db, "documents", "weighed_totals", "TEXT")


def _add_tables(db: Database, *row_classes: type) -> None:
    """Make the tables that are not there yet, as they are declared today."""
    there = set(db.table_names())
    for table in (declaration(row_class) for row_class in row_classes):
        if table.name not in there:
            for statement in (table_sql(table), *index_sql(table)):
                db.execute(statement)


def _add_column(db: Database, table: str, column: str, definition: str) -> None:
    """Add a column to a table of an older file; in a new one it is there already."""
    if not any(column == there for _, there, *_ in db.execute(f'PRAGMA table_info("{table}")')):
        db.execute(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {definition}')


SCHEMA_VERSION = len(STEPS.pending(Database(memory=True)))
"""The version of the tables: the number of steps. It is stored in the file as ``user_version``."""
