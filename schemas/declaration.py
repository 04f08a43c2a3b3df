"""How a table of the dataset is declared: a row class whose fields say what their column holds.

A declared table is a frozen dataclass. Each field is ``Annotated[type, column("what it holds", ...)]``; its
type gives the column's SQL type, whether it may be NULL (``| None``) and, for the enums of
``schemas.vocabulary``, the values it may hold. What the tables are is in ``schemas/tables_*.py``; what is made
of them (DDL, documentation) is in ``schemas/ddl.py`` and ``schemas/docs.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import NoneType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

Value = str | int | float | None
Row = TypeVar("Row")

_SQL_TYPES: dict[type, str] = {str: "TEXT", int: "INTEGER", float: "REAL", bool: "INTEGER"}


@dataclass(frozen=True, slots=True)
class About:
    """What a field's annotation says of its column; see ``column``."""

    description: str
    unit: str | None = None
    references: str | None = None
    owned: bool = False
    volatile: bool = False


def column(
    description: str,
    *,
    unit: str | None = None,
    references: str | None = None,
    owned: bool = False,
    volatile: bool = False,
) -> About:
    """Describe a column.

    ``references`` ("table.column") makes a foreign key; ``owned`` deletes the row together with the row it refers to.
    ``volatile`` marks what may differ between two runs on the same bytes, and is left out of dumps.
    """
    return About(description, unit, references, owned, volatile)


@dataclass(frozen=True, slots=True)
class ColumnDeclaration:
    """One column: name, Python and SQL type, whether NULL is allowed, the values it may hold (None: any)."""

    name: str
    python_type: type
    sql_type: str
    nullable: bool
    values: tuple[str, ...] | None
    about: About


@dataclass(frozen=True, slots=True)
class TableDeclaration:
    """One table: its row class, columns in order, primary key (empty: none) and the indexes besides the key's.

    ``column_names`` follow from the columns.
    """

    name: str
    description: str
    row_class: type
    key: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...]
    columns: tuple[ColumnDeclaration, ...]
    column_names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        # Asked for with every row that is written or read.
        object.__setattr__(self, "column_names", tuple(declared.name for declared in self.columns))


_DECLARED: dict[type, TableDeclaration] = {}


def table(
    name: str,
    description: str,
    *,
    key: tuple[str, ...] = (),
    indexes: tuple[tuple[str, ...], ...] = (),
) -> Callable[[type[Row]], type[Row]]:
    """Declare a dataclass as the rows of a table. TypeError when a field is not ``Annotated`` with a column."""

    def declare(row_class: type[Row]) -> type[Row]:
        columns = _read_columns(row_class)
        _DECLARED[row_class] = TableDeclaration(name, description, row_class, key, indexes, columns)
        return row_class

    return declare


def declaration(row_class: type) -> TableDeclaration:
    """The declaration of a row class; KeyError for a class that is no table."""
    return _DECLARED[row_class]


def declared_classes() -> frozenset[type]:
    """Every class declared as a table so far, by the modules imported so far."""
    return frozenset(_DECLARED)


def to_record(row: object) -> dict[str, Value]:
    """A row as its columns: enums as their text, booleans as 0 and 1."""
    return {declared.name: to_value(getattr(row, declared.name)) for declared in declaration(type(row)).columns}


def to_value(value: object) -> Value:
    """A field's value as SQLite stores it; TypeError for anything but text, numbers, booleans and None."""
    if value is None or type(value) in (str, float, int):
        return value  # type: ignore[return-value]
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, StrEnum):
        return value.value
    raise TypeError(f"{type(value).__name__} cannot be stored in a column")


def from_record(row_class: type[Row], record: Mapping[str, Any]) -> Row:
    """The row a record of the table stands for; the inverse of ``to_record``."""
    return from_values(row_class, [record[name] for name in declaration(row_class).column_names])


def from_values(row_class: type[Row], values: Sequence[Any]) -> Row:
    """The row with these values, one for each column in order, as SQLite stores them."""
    columns = declaration(row_class).columns
    return row_class(**{c.name: _as_type(value, c.python_type) for c, value in zip(columns, values, strict=True)})


def _as_type(value: Any, python_type: type) -> Any:
    return value if value is None or type(value) is python_type else python_type(value)


def _read_columns(row_class: type) -> tuple[ColumnDeclaration, ...]:
    hints = get_type_hints(row_class, include_extras=True)
    return tuple(_read_column(declared.name, hints[declared.name]) for declared in fields(row_class))


def _read_column(name: str, hint: Any) -> ColumnDeclaration:
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{name} is not Annotated with a column")
    inner, about = get_args(hint)[:2]
    choices = [part for part in (get_args(inner) or (inner,)) if part is not NoneType]
    python_type = choices[0]
    if len(choices) != 1 or not isinstance(about, About):
        raise TypeError(f"{name} needs one type and one column")
    values = tuple(member.value for member in python_type) if issubclass(python_type, StrEnum) else None
    sql_type = "TEXT" if values else _SQL_TYPES[python_type]
    return ColumnDeclaration(name, python_type, sql_type, NoneType in get_args(inner), values, about)
