"""Rows of the dataset in and out of its tables. Knows no transaction and no order of work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from sqlite_utils import Database

from schemas.declaration import TableDeclaration, declaration, from_values, to_value

Row = TypeVar("Row")


def insert_rows(db: Database, rows: Iterable[object]) -> None:
    """Insert rows of any tables, table by table; sqlite3.IntegrityError where one breaks a rule of its table."""
    by_class: dict[type, list[object]] = defaultdict(list)
    for row in rows:
        by_class[type(row)].append(row)
    for row_class, of_class in by_class.items():
        table = declaration(row_class)
        db.conn.executemany(_insert_sql(table), [_values(table, row) for row in of_class])


def upsert_row(db: Database, row: object) -> None:
    """Insert a row, or change the row of the same key to it without touching the rows that refer to it."""
    table = declaration(type(row))
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in table.column_names if name not in table.key)
    conflict = f" ON CONFLICT ({', '.join(table.key)}) DO UPDATE SET {changes}"
    db.conn.execute(_insert_sql(table) + conflict, _values(table, row))


def select_rows(
    db: Database, row_class: type[Row], rest: str = "", parameters: Sequence[Any] | dict[str, Any] = ()
) -> tuple[Row, ...]:
    """The rows of a table; ``rest`` is the SQL after its name (JOIN, WHERE, ORDER BY)."""
    table = declaration(row_class)
    columns = ", ".join(f'"{table.name}"."{name}"' for name in table.column_names)
    found = db.conn.execute(f'SELECT {columns} FROM "{table.name}" {rest}', parameters)
    return tuple(from_values(row_class, record) for record in found)


def _insert_sql(table: TableDeclaration) -> str:
    columns = ", ".join(f'"{name}"' for name in table.column_names)
    return f'INSERT INTO "{table.name}" ({columns}) VALUES ({", ".join("?" * len(table.columns))})'


def _values(table: TableDeclaration, row: object) -> tuple[Any, ...]:
    return tuple(to_value(value) for value in attrgetter(*table.column_names)(row))
