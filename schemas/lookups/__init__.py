"""Lookups as data: header synonyms, status words, councils. An odd line says which report forced it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_lookup(name: str) -> dict[str, Any]:
    """The lookup ``schemas/lookups/NAME.toml`` as it stands; FileNotFoundError if there is none."""
    return tomllib.loads(files("schemas.lookups").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
