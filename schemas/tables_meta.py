"""The dataset's description of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from schemas.declaration import column, table


@table("dataset_tables", "Every table and view of the dataset.", key=("table_name",))
@dataclass(frozen=True, slots=True, kw_only=True)
class TableDescriptionRow:
    """One table or view."""

    table_name: Annotated[str, column("Name of the table or view.")]
    kind: Annotated[str, column("table, view or search.")]
    description: Annotated[str, column("What a row is.")]


@table("dataset_columns", "Every column of every table and view.", key=("table_name", "column_name"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnDescriptionRow:
    """One column of a table or view."""

    table_name: Annotated[str, column("The table or view.", references="dataset_tables.table_name", owned=True)]
    column_name: Annotated[str, column("Name of the column.")]
    position: Annotated[int, column("Place in the table, from 1.")]
    type: Annotated[str | None, column("SQL type; NULL in views and search tables.")] = None
    unit: Annotated[str | None, column("Unit of its values.")] = None
    refers_to: Annotated[str | None, column("Table and column whose key it holds.")] = None
    allowed: Annotated[str | None, column("JSON list of the values it may hold; NULL for any.")] = None
    description: Annotated[str, column("What it holds.")]
