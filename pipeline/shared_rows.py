"""Rows several documents speak of: councils, reports, indicators. Each is chosen from what all its documents say.

What a document says is kept in ``witnesses``; the row is chosen anew from all of them whenever one comes or goes,
so it is the same whatever was loaded first. A row nobody speaks of any more is deleted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from pipeline.rows import upsert_row
from schemas.dataset import CouncilRow, IndicatorRow, ReportRow, WitnessRow, declaration, from_record, to_record
from schemas.declaration import Value
from schemas.vocabulary import DocumentRole, DocumentStatus, Source

SharedRow = CouncilRow | ReportRow | IndicatorRow
Key = tuple[str, str]
"""The table of a shared row and its key there."""

_ROLES = tuple(DocumentRole)
_SOURCES = tuple(Source)
_CLASSES: dict[str, type[SharedRow]] = {declaration(c).name: c for c in (CouncilRow, ReportRow, IndicatorRow)}

# Fields that only make sense together are taken from one document: the first that knows the leading field.
_PERIOD = ("period_end", "period_label", "period_start", "financial_year")


@dataclass(frozen=True, slots=True)
class _Witness:
    """What one document says, and what decides whether it is believed before others."""

    record: dict[str, Any]
    rejected: bool
    replaced: bool
    role: int
    filename: str
    document_id: str
    last_period: str


def witness_rows(document_id: str, rows: Iterable[SharedRow]) -> tuple[WitnessRow, ...]:
    """What a document says of shared rows, as rows to insert."""
    return tuple(
        WitnessRow(
            document_id=document_id,
            table_name=declaration(type(row)).name,
            row_id=str(getattr(row, declaration(type(row)).key[0])),
            record=json.dumps(to_record(row), sort_keys=True, ensure_ascii=False),
        )
        for row in rows
    )


def spoken_of(db: Database, document_id: str) -> set[Key]:
    """The shared rows a document in the dataset speaks of."""
    found = db.conn.execute("SELECT table_name, row_id FROM witnesses WHERE document_id = ?", (document_id,))
    return {(str(table_name), str(row_id)) for table_name, row_id in found}


def settle(db: Database, keys: Iterable[Key]) -> None:
    """Choose each row anew from its witnesses, or delete it when it has none."""
    for table_name, row_id in sorted(keys):
        witnesses = _read_witnesses(db, table_name, row_id)
        if witnesses:
            upsert_row(db, _CHOICES[table_name](db, witnesses))
        else:
            key = declaration(_CLASSES[table_name]).key[0]
            db.conn.execute(f'DELETE FROM "{table_name}" WHERE "{key}" = ?', (row_id,))


def _read_witnesses(db: Database, table_name: str, row_id: str) -> list[_Witness]:
    found = db.conn.execute(
        """
        SELECT record, status, superseded_by, role, filename, document_id, (
            SELECT max(period_end) FROM observations
            WHERE observations.document_id = witnesses.document_id AND indicator_id = witnesses.row_id
        )
        FROM witnesses JOIN documents USING (document_id)
        WHERE table_name = ? AND row_id = ?
        """,
        (table_name, row_id),
    )
    return [
        _Witness(
            record=json.loads(record),
            rejected=status == DocumentStatus.REJECTED,
            replaced=superseded_by is not None,
            role=_ROLES.index(DocumentRole(role)),
            filename=filename,
            document_id=document_id,
            last_period=last_period or "",
        )
        for record, status, superseded_by, role, filename, document_id, last_period in found
    ]


def _choose_council(db: Database, witnesses: Sequence[_Witness]) -> SharedRow:
    record, _ = _choose(sorted(witnesses, key=_by_document), _each_alone(CouncilRow))
    return from_record(CouncilRow, record)


def _choose_report(db: Database, witnesses: Sequence[_Witness]) -> SharedRow:
    ordered = sorted(witnesses, key=lambda witness: (_source_rank(witness), *_by_document(witness)))
    groups = [group for group in _each_alone(ReportRow) if group[0] not in (*_PERIOD, "inferred")]
    record, chosen = _choose(ordered, [*groups, _PERIOD])
    inferred = {name for name in _inferred(ordered[0]) if name not in chosen}
    inferred |= {name for name, witness in chosen.items() if name in _inferred(witness)}
    record["inferred"] = json.dumps(sorted(inferred)) if inferred else None
    return from_record(ReportRow, record)


def _choose_indicator(db: Database, witnesses: Sequence[_Witness]) -> SharedRow:
    ordered = sorted(witnesses, key=_by_document)
    ordered.sort(key=lambda witness: witness.last_period, reverse=True)
    record, _ = _choose(ordered, _each_alone(IndicatorRow))
    record["first_period"], record["last_period"] = db.conn.execute(
        "SELECT min(period_end), max(period_end) FROM observations WHERE indicator_id = ?", (record["indicator_id"],)
    ).fetchone()
    return from_record(IndicatorRow, record)


_CHOICES: dict[str, Callable[[Database, Sequence[_Witness]], SharedRow]] = {
    "councils": _choose_council,
    "reports": _choose_report,
    "indicators": _choose_indicator,
}


def _choose(
    ordered: Sequence[_Witness], groups: Sequence[Sequence[str]]
) -> tuple[dict[str, Value], dict[str, _Witness]]:
    """The fields of each group from one witness, and who that was: the first who knows the group's first field, or
    where nobody does, its next."""
    record: dict[str, Value] = {}
    chosen: dict[str, _Witness] = {}
    for group in groups:
        knowing = (w for lead in group for w in ordered if w.record[lead] is not None)
        witness = next(knowing, ordered[0])
        for name in group:
            record[name] = witness.record[name]
            chosen[name] = witness
    return record, chosen


def _each_alone(row_class: type[SharedRow]) -> list[tuple[str, ...]]:
    return [(name,) for name in declaration(row_class).column_names]


def _by_document(witness: _Witness) -> tuple[bool, bool, int, str, str]:
    return (witness.rejected, witness.replaced, witness.role, witness.filename, witness.document_id)


def _source_rank(witness: _Witness) -> int:
    source = witness.record["source"]
    return len(_SOURCES) if source is None else _SOURCES.index(Source(source))


def _inferred(witness: _Witness) -> list[str]:
    names = json.loads(witness.record["inferred"] or "[]")
    return [str(name) for name in names]
