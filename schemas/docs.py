"""Writes ``docs/dataset.md`` from the declarations: ``python -m schemas.docs``; ``--check`` fails when it is stale."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from schemas.dataset import TABLES
from schemas.declaration import ColumnDeclaration, TableDeclaration
from schemas.issues import ISSUE_TYPES
from schemas.views import SEARCHES, VIEWS, Search, View

PAGE = Path(__file__).resolve().parent.parent / "docs" / "dataset.md"

_INTRODUCTION = """\
# The dataset

<!-- Written by `python -m schemas.docs` from the declarations in schemas/; do not edit by hand. -->

One SQLite file. Everything printed is kept word for word (`*_text`) beside what it was read as (`*_value`).
Nothing is guessed in silence: what could not be read is NULL, and a row of `issues` says so.

- Pages count from 1. Boxes (`x0`, `top`, `x1`, `bottom`) are in PDF points from the top left corner of the page.
- Dates are ISO 8601. References are text: "1.10" is not "1.1". Yes and no are 1 and 0.
- Tables are STRICT and their foreign keys hold. *required* columns are never NULL; **bold** ones are the primary key.
- The same descriptions are in the file itself, in `dataset_tables` and `dataset_columns`.
- A document is loaded in one transaction or not at all. Reading the same bytes again with the same code and lookups
  changes nothing but `runs`.
"""


def write_page() -> str:
    """The whole page as Markdown."""
    parts = [
        _INTRODUCTION,
        _contents(),
        "## Tables",
        *(_table_section(table) for table in TABLES),
        "## Views",
        *(_view_section(view) for view in VIEWS),
        "## Search",
        *(_search_section(search) for search in SEARCHES),
        "## Issue codes",
        _issue_codes(),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the page, or with ``--check`` compare it: 0 when all is well, 1 when it is stale, 2 on other arguments."""
    if list(arguments) not in ([], ["--check"]):
        print("usage: python -m schemas.docs [--check]", file=sys.stderr)
        return 2
    page = write_page()
    if arguments:
        if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page:
            return 0
        print(f"{PAGE} is stale: run python -m schemas.docs and commit the page.", file=sys.stderr)
        return 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page, encoding="utf-8")
    return 0


def _contents() -> str:
    names = [*(table.name for table in TABLES), *(view.name for view in VIEWS), *(search.name for search in SEARCHES)]
    return " · ".join(f"[{name}](#{name})" for name in names)


def _table_section(table: TableDeclaration) -> str:
    lines = [f"### {table.name}", "", table.description, "", "| column | type | what it holds |", "|---|---|---|"]
    lines += [f"| {_name(table, column)} | {_type(column)} | {_meaning(column)} |" for column in table.columns]
    return "\n".join(lines)


def _view_section(view: View) -> str:
    lines = [f"### {view.name}", "", view.description, "", "| column | what it holds |", "|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {_escape(description)} |" for name, description in view.columns)])


def _search_section(search: Search) -> str:
    words = " and ".join(f"`{word}`" for word in search.words)
    keys = ", ".join(f"`{key}`" for key in search.keys)
    return (
        f"### {search.name}\n\n{_escape(search.description)}\n\n"
        f"FTS5 over {words} of `{search.source}`; words are found with any ending. Join by {keys}."
    )


def _issue_codes() -> str:
    lines = ["| code | severity | who can mend it | what it means | what to do |", "|---|---|---|---|---|"]
    lines += [
        f"| {t.code} | {t.severity} | {t.responsibility} | {_escape(t.description)} | {_escape(t.advice)} |"
        for t in ISSUE_TYPES.values()
    ]
    return "\n".join(lines)


def _name(table: TableDeclaration, column: ColumnDeclaration) -> str:
    return f"**{column.name}**" if column.name in table.key else column.name


def _type(column: ColumnDeclaration) -> str:
    sql_type = "0 or 1" if column.python_type is bool else column.sql_type
    return sql_type if column.nullable else f"{sql_type}, *required*"


def _meaning(column: ColumnDeclaration) -> str:
    about = column.about
    parts = [about.description]
    if column.values:
        parts.append("One of " + ", ".join(f"`{value}`" for value in column.values) + ".")
    if about.unit:
        parts.append(f"In {about.unit}.")
    if about.references:
        table = about.references.partition(".")[0]
        parts.append(f"→ [{table}](#{table})")
    return _escape(" ".join(parts))


def _escape(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
