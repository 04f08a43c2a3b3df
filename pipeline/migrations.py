"""How a dataset file of an older version becomes one of today, step by step.

The first step makes every table as it is declared today. A later step changes older files to what is declared,
and finds nothing to do in a file the first step has just made. A change of a table or of a closed set of values
needs a step: ``pipeline.store`` refuses a file whose tables are not the declared ones.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from schemas.ddl import creation_sql

STEPS = Migrations("scrutineer")


@STEPS()
def m001_create_tables(db: Database) -> None:
    """Make every table, index and search table of an empty dataset."""
    for statement in creation_sql():
        db.execute(statement)


SCHEMA_VERSION = len(STEPS.pending(Database(memory=True)))
"""The version of the tables: the number of steps. It is stored in the file as ``user_version``."""
