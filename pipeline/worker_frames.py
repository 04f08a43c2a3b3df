"""What parent and worker say to each other: length-prefixed pickles, and what the parent accepts from a worker.

A worker reads files from strangers, so what it answers is not trusted blindly: the parent rebuilds only our own
types from ``schemas`` and plain values.
"""

from __future__ import annotations

import io
import pickle
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Request:
    """Call ``task`` ('package.module:function') with these arguments; give up by itself well after ``seconds``.

    The task may ask for up to ``more`` seconds on top, for work that cannot be told beforehand.
    """

    task: str
    arguments: tuple[Any, ...]
    seconds: float
    more: float = 0.0


# A worker answers with tuples: ("ready",), ("stage", word, more seconds), and at the end of a request one of
# ("done", result), ("rejected", reason, detail), ("failed", message, traceback).
Answer = tuple[Any, ...]


class SayStage(Protocol):
    """How a task tells what it is doing, and asks for the time that takes beyond what its document was given."""

    def __call__(self, stage: str, more_seconds: float = 0.0) -> None: ...


def pack(message: object) -> bytes:
    """The message with its length in front."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body


def read_request(source: BinaryIO) -> Request | None:
    """The next request, for the worker; None at the end of the stream."""
    head = source.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    body = source.read(length)
    if len(body) < length:
        return None
    request = pickle.loads(body)
    if not isinstance(request, Request):
        raise TypeError(f"a worker was sent a {type(request).__name__}")
    return request


class AnswerStream:
    """Puts answers together from the pieces a pipe delivers."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def feed(self, piece: bytes) -> list[Answer]:
        """The answers completed by this piece, in order; pickle.UnpicklingError if one is not what a worker may say."""
        self._waiting += piece
        complete: list[Answer] = []
        while len(self._waiting) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._waiting)
            end = _LENGTH.size + length
            if len(self._waiting) < end:
                break
            complete.append(_unpack(bytes(self._waiting[_LENGTH.size : end])))
            del self._waiting[:end]
        return complete


class _OnlyOurs(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("schemas.") and "." not in name:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"a worker answered with {module}.{name}")


def _unpack(body: bytes) -> Answer:
    answer = _OnlyOurs(io.BytesIO(body)).load()
    if not isinstance(answer, tuple) or not answer or not isinstance(answer[0], str):
        raise pickle.UnpicklingError(f"a worker answered with a {type(answer).__name__}")
    return answer


def import_paths(paths: list[str]) -> str:
    """The parent's import path, as the value of PYTHONPATH for a worker."""
    from os import pathsep

    return pathsep.join(path or str(Path.cwd()) for path in paths)
