"""``scrutineer councils``: the register of councils, searched and shown."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli_options import common
from pipeline.cli_visit_options import REGISTER


@click.command()
@click.option("--search", "words", metavar="WORDS", default="", help="Only councils with these words anywhere.")
@REGISTER
@click.option("--json", "as_json", is_flag=True, help="The councils as JSON.")
@common
def councils(*, words: str, register: Path | None, as_json: bool) -> int:
    """List the councils Scrutineer knows, with the short name the other commands take.

    Councils that are gone are there too, with the last day they existed and who took over.

    \b
    Examples:
      scrutineer councils
      scrutineer councils --search somerset
      scrutineer councils --search 'wales cmis' --json
    """
    from pipeline.cli_councils_show import show_councils

    return show_councils(words, register, as_json=as_json)
