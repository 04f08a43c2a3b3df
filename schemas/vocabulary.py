"""The closed sets of the field: every value an enumerated column may hold.

The words councils print are lookups (``schemas/lookups``), not these.
"""

from __future__ import annotations

from enum import StrEnum


class Rag(StrEnum):
    """The colour printed, or named by a word or letter; NONE where the row carries no colour."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"
    GREY = "grey"
    YELLOW = "yellow"
    PURPLE = "purple"
    NONE = "none"


class Rating(StrEnum):
    """What a status says about an indicator, in one scale for all councils."""

    EXCEEDED = "exceeded"
    MET = "met"
    CLOSE = "close"
    MISSED = "missed"
    NOT_RATED = "not_rated"
    UNREADABLE = "unreadable"


class NotRatedReason(StrEnum):
    NO_DATA_YET = "no_data_yet"
    NOT_DUE = "not_due"
    NO_TARGET = "no_target"
    BASELINE = "baseline"
    CONTEXT_ONLY = "context_only"
    SUSPENDED = "suspended"
    NOT_APPLICABLE = "not_applicable"
    REMOVED = "removed"


class ActionStatus(StrEnum):
    """What a status says about a piece of work in a delivery programme."""

    COMPLETE = "complete"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    WITHDRAWN = "withdrawn"
    UNREADABLE = "unreadable"


class StatusMethod(StrEnum):
    """How a status was read."""

    WORD = "word"
    LETTER = "letter"
    FILL = "fill"
    TEXT_COLOUR = "text_colour"
    GLYPH = "glyph"
    SHAPE = "shape"
    IMAGE = "image"
    OCR = "ocr"


class Direction(StrEnum):
    IMPROVED = "improved"
    SAME = "same"
    DECLINED = "declined"
    UNKNOWN = "unknown"


class Comparator(StrEnum):
    EQUAL = "="
    BELOW = "<"
    AT_MOST = "<="
    ABOVE = ">"
    AT_LEAST = ">="
    BETWEEN = "between"
    TOP = "top"
    BENCHMARK = "benchmark"
    TEXT = "text"


class ValueRole(StrEnum):
    """What a value in a row is: the tidy ``measurements`` table has one row for each."""

    ACTUAL = "actual"
    PREVIOUS = "previous"
    TARGET = "target"
    FLOOR = "floor"
    BENCHMARK = "benchmark"
    FORECAST = "forecast"


class Role(StrEnum):
    """What a column of a table holds."""

    REF = "ref"
    TITLE = "title"
    ACTION = "action"
    THEME = "theme"
    GROUPING = "grouping"
    DIRECTORATE = "directorate"
    OWNER = "owner"
    FREQUENCY = "frequency"
    UNIT = "unit"
    POLARITY = "polarity"
    TARGET = "target"
    FLOOR = "floor"
    ACTUAL = "actual"
    PREVIOUS = "previous"
    BENCHMARK = "benchmark"
    FORECAST = "forecast"
    STATUS = "status"
    PREVIOUS_STATUS = "previous_status"
    FORECAST_STATUS = "forecast_status"
    DIRECTION = "direction"
    COMMENTARY = "commentary"
    DUE = "due"
    UNKNOWN = "unknown"


class TableKind(StrEnum):
    """What a table is for."""

    KPIS = "kpis"
    ACTIONS = "actions"
    COUNTS = "counts"
    LEGEND = "legend"
    FURNITURE = "furniture"


class Population(StrEnum):
    KPIS = "kpis"
    ACTIONS = "actions"


class ScopeType(StrEnum):
    WHOLE = "whole"
    THEME = "theme"
    DIRECTORATE = "directorate"


class Basis(StrEnum):
    CURRENT = "current"
    DIRECTION = "direction"
    FORECAST = "forecast"


class Form(StrEnum):
    TABLE = "table"
    SENTENCE = "sentence"
    STRIP = "strip"


class Verdict(StrEnum):
    MATCH = "match"
    MATCH_MERGED = "match_merged"
    MISMATCH = "mismatch"
    NOT_CHECKABLE = "not_checkable"


class Arithmetic(StrEnum):
    OK = "ok"
    ROUNDING = "rounding"
    PERCENT_WRONG = "percent_wrong"
    INCOMPLETE = "incomplete"
    DENOMINATOR_CONFLICT = "denominator_conflict"


class DocumentRole(StrEnum):
    COVER = "cover"
    APPENDIX = "appendix"
    MINUTES = "minutes"
    PACK = "pack"
    OTHER = "other"


class DocumentStatus(StrEnum):
    LOADED = "loaded"
    REJECTED = "rejected"


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Responsibility(StrEnum):
    PUBLISHER = "publisher"
    EXTRACTOR = "extractor"


class Polarity(StrEnum):
    """Which way of an indicator is good; NONE where it is reported for context."""

    HIGHER = "higher"
    LOWER = "lower"
    RANGE = "range"
    NONE = "none"


class MentionKind(StrEnum):
    """What a statement in prose says of an indicator. DISCUSSION: it judges nothing, or a meeting discusses it."""

    GOOD = "good"
    OFF_TARGET = "off_target"
    IMPROVED_BUT_OFF = "improved_but_off"
    DECLINED = "declined"
    DISCUSSION = "discussion"
    ACTION_PROMISED = "action_promised"
    BENCHMARK = "benchmark"


class CouncilSystem(StrEnum):
    """The software a council publishes its meetings with."""

    MODERNGOV = "moderngov"
    CMIS = "cmis"
    OTHER = "other"


class Source(StrEnum):
    """Where the identity of a report comes from."""

    MANIFEST = "manifest"
    MODERNGOV = "moderngov"
    INFERRED = "inferred"


class RunStatus(StrEnum):
    """How a run ended. PARTIAL: some documents were set aside. RUNNING without an end: going on, or killed."""

    RUNNING = "running"
    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


class FoundBy(StrEnum):
    """Which step raised an issue: reading one document, comparing a report with itself, or with an earlier one."""

    EXTRACTION = "extraction"
    RECONCILIATION = "reconciliation"
    COMPARISON = "comparison"
