"""The SQL that makes the dataset, written from the declarations. Runs nothing."""

from __future__ import annotations

import json
from textwrap import dedent

from schemas.dataset import TABLES, ColumnDescriptionRow, IssueTypeRow, TableDescriptionRow
from schemas.declaration import ColumnDeclaration, TableDeclaration
from schemas.issues import ISSUE_TYPES
from schemas.views import SEARCHES, VIEWS, Search, View


def table_sql(table: TableDeclaration) -> str:
    """CREATE TABLE: STRICT, with its key, foreign keys and a CHECK on every column with a closed set of values."""
    lines = [_column_sql(column) for column in table.columns]
    if table.key:
        lines.append(f"PRIMARY KEY ({_listed(table.key)})")
    lines += [_foreign_key_sql(column) for column in table.columns if column.about.references]
    return f'CREATE TABLE "{table.name}" (\n    ' + ",\n    ".join(lines) + "\n) STRICT"


def index_sql(table: TableDeclaration) -> tuple[str, ...]:
    """CREATE INDEX for the declared indexes and for foreign keys no other index begins with."""
    begun = {index[0] for index in table.indexes} | set(table.key[:1])
    foreign = tuple((column.name,) for column in table.columns if column.about.references and column.name not in begun)
    return tuple(
        f'CREATE INDEX "{table.name}_by_{"_".join(columns)}" ON "{table.name}" ({_listed(columns)})'
        for columns in (*table.indexes, *foreign)
    )


def view_sql(view: View) -> str:
    """CREATE VIEW."""
    return f'CREATE VIEW "{view.name}" AS\n{dedent(view.select).strip()}'


def search_sql(search: Search) -> str:
    """CREATE VIRTUAL TABLE; words are found whatever their ending and accents."""
    keys = "".join(f"{key} UNINDEXED, " for key in search.keys)
    return (
        f'CREATE VIRTUAL TABLE "{search.name}" USING fts5('
        f"{keys}{', '.join(search.words)}, tokenize = 'porter unicode61 remove_diacritics 2')"
    )


def creation_sql() -> tuple[str, ...]:
    """Every statement that makes an empty dataset, in order, without the views."""
    tables = [table_sql(table) for table in TABLES]
    indexes = [statement for table in TABLES for statement in index_sql(table)]
    return (*tables, *indexes, *(search_sql(search) for search in SEARCHES))


def table_descriptions() -> tuple[TableDescriptionRow, ...]:
    """A row for every table, view and search table."""
    return (
        *(TableDescriptionRow(table_name=t.name, kind="table", description=t.description) for t in TABLES),
        *(TableDescriptionRow(table_name=v.name, kind="view", description=v.description) for v in VIEWS),
        *(TableDescriptionRow(table_name=s.name, kind="search", description=s.description) for s in SEARCHES),
    )


def column_descriptions() -> tuple[ColumnDescriptionRow, ...]:
    """A row for every column of every table, view and search table."""
    return (
        *(_describe(table, at, column) for table in TABLES for at, column in enumerate(table.columns, start=1)),
        *(
            ColumnDescriptionRow(table_name=view.name, column_name=name, position=at, description=description)
            for view in VIEWS
            for at, (name, description) in enumerate(view.columns, start=1)
        ),
        *(_describe_search(search, at, name) for search in SEARCHES for at, name in _numbered(search)),
    )


def issue_type_rows() -> tuple[IssueTypeRow, ...]:
    """A row for every declared code of an issue."""
    return tuple(
        IssueTypeRow(
            code=declared.code,
            severity=declared.severity,
            responsibility=declared.responsibility,
            description=declared.description,
            advice=declared.advice,
        )
        for declared in ISSUE_TYPES.values()
    )


def _column_sql(column: ColumnDeclaration) -> str:
    null = "" if column.nullable else " NOT NULL"
    return f'"{column.name}" {column.sql_type}{null}{_check_sql(column)}'


def _check_sql(column: ColumnDeclaration) -> str:
    if column.python_type is bool:
        return f' CHECK ("{column.name}" IN (0, 1))'
    if column.values is None:
        return ""
    return f' CHECK ("{column.name}" IN ({", ".join(f"{value!r}" for value in column.values)}))'


def _foreign_key_sql(column: ColumnDeclaration) -> str:
    table, _, key = str(column.about.references).partition(".")
    deleted = " ON DELETE CASCADE" if column.about.owned else ""
    return f'FOREIGN KEY ("{column.name}") REFERENCES "{table}" ("{key}"){deleted}'


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _describe(table: TableDeclaration, position: int, column: ColumnDeclaration) -> ColumnDescriptionRow:
    return ColumnDescriptionRow(
        table_name=table.name,
        column_name=column.name,
        position=position,
        type=column.sql_type,
        unit=column.about.unit,
        refers_to=column.about.references,
        allowed=json.dumps(column.values) if column.values else None,
        description=column.about.description,
    )


def _numbered(search: Search) -> list[tuple[int, str]]:
    return list(enumerate((*search.keys, *search.words), start=1))


def _describe_search(search: Search, position: int, name: str) -> ColumnDescriptionRow:
    source = next(table for table in TABLES if table.name == search.source)
    described = next(column for column in source.columns if column.name == name)
    return ColumnDescriptionRow(
        table_name=search.name, column_name=name, position=position, description=described.about.description
    )
