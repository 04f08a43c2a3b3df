"""``councils``, ``discover`` and ``sources`` on a terminal: what they say, what they keep, and how they end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from fixtures.site.faults import Fault
from fixtures.site.invented import SECRET
from fixtures.site.invented import harrowfell as invent
from fixtures.site.server import Site
from pipeline.cli import run
from pipeline.problems import ExitCode
from pipeline.publications.windows import UK
from pipeline.store import open_store, read_store

COLUMNS = "council_id,name,gss_code,type,nation,system,base_url,abolished,successors,aliases"
PAPERS = r"convert2pdf|/documents/|reasonsrestricted"


@dataclass
class Shell:
    """A folder to work in, a site to ask, and the last command's words."""

    folder: Path
    site: Site
    capture: pytest.CaptureFixture[str]

    @property
    def database(self) -> Path:
        return self.folder / "a.db"

    def discover(self, *more: str, contact: str | None = "tests@example.org") -> tuple[int, str, str]:
        """``discover`` for the council of this site."""
        options = [
            "--council",
            "harrowfell",
            "--register",
            str(self.folder / "register.csv"),
            "--db",
            str(self.database),
        ]
        options += ["--allow-private", self.site.host, "--delay", "0", *(["--contact", contact] if contact else [])]
        return self("discover", *options, *more)

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """The exit code of a command, what it printed, and what it complained of."""
        code = run(_no_flow, arguments)
        said = self.capture.readouterr()
        return code, said.out, said.err


def _no_flow(*_: Any, **__: Any) -> Any:
    raise AssertionError("these commands run no flow")


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    monkeypatch.delenv("SCRUTINEER_CONTACT", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    today = datetime.now(UK).date()
    with Site(invent(b"%PDF-1.4 a", b"%PDF-1.4 b", today=today)) as site:
        row = f"harrowfell,Harrowfell Borough Council,,district,England,moderngov,{site.base_url},,,"
        gone = f"oldfell,Oldfell District Council,,district,England,moderngov,{site.base_url},2019-03-31,harrowfell,"
        other = f"farfell,Farfell Borough Council,,district,England,other,{site.base_url}/councillors,,,"
        (tmp_path / "register.csv").write_text("\n".join([COLUMNS, row, gone, other, ""]), encoding="utf-8")
        yield Shell(tmp_path, site, capsys)


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_dry_run_shows_what_would_be_fetched_and_by_which_rule_and_keeps_nothing(shell: Shell) -> None:
    code, said, _ = shell.discover("--dry-run", "--left-out")
    assert code == ExitCode.ALL_LOADED
    said = words(said)
    assert "Cabinet · Corporate Performance & KPI Report - Quarter 2 committee rule cabinet" in said
    assert "to fetch cover Performance report Q2 [item title rule performance]" in said
    assert "to fetch appendix Appendix A - measures & targets [item title rule performance]" in said
    assert "3 documents chosen, 3 of them to fetch." in said
    assert "Appendix B (Exempt Category 3) restricted: closed to the public, never requested" in said
    assert "Planning Committee left out: planning" in said
    assert not shell.database.exists()
    assert shell.site.asked_for(PAPERS) == []


def test_what_is_discovered_is_kept_and_not_read_again_by_a_dry_run(shell: Shell) -> None:
    assert shell.discover()[0] == ExitCode.ALL_LOADED
    before = shell.database.read_bytes()
    shell.site.forget_visits()
    code, said, _ = shell.discover("--dry-run")
    assert code == ExitCode.ALL_LOADED
    assert "0 agendas read" in said
    assert "3 documents chosen" in said
    assert shell.site.asked_for(r"GetMeeting\?") == []
    assert shell.database.read_bytes() == before


def test_everything_is_there_as_json(shell: Shell) -> None:
    _, said, _ = shell.discover("--dry-run", "--json")
    told = json.loads(said)
    assert [one["role"] for one in told["found"]] == ["cover", "appendix", "cover"]
    assert {one["state"] for one in told["found"]} == {"chosen"}
    assert all(one["reason"] for one in told["left_out"])
    assert not [one for one in told["found"] if one["attachment_id"] == str(SECRET)]


def test_nobody_is_visited_without_a_contact(shell: Shell) -> None:
    code, _, complaint = shell.discover(contact=None)
    assert code == ExitCode.CANNOT_START
    assert "SCRUTINEER_CONTACT" in complaint
    assert shell.site.visits == []


def test_a_misspelt_council_is_answered_with_its_like(shell: Shell) -> None:
    code, _, complaint = shell("discover", "--council", "rutlnad", "--contact", "tests@example.org")
    assert code == ExitCode.CANNOT_START
    assert "Did you mean rutland?" in complaint


def test_a_council_that_is_gone_names_its_successor(shell: Shell) -> None:
    code, _, complaint = shell.discover("--council", "oldfell")
    assert code == ExitCode.CANNOT_START
    assert "harrowfell" in complaint
    assert shell.site.visits == []


def test_a_council_of_an_unknown_system_is_told_where_its_home_page_leads(shell: Shell) -> None:
    code, _, complaint = shell.discover("--council", "farfell", "--dry-run")
    assert code == ExitCode.CANNOT_START
    assert "not known to use ModernGov or CMIS" in complaint
    assert shell.site.asked_for("GetMeeting") == []


def test_a_site_that_blocks_us_is_told_once_and_then_left_alone(shell: Shell) -> None:
    shell.site.fail(Fault.FORBIDDEN, ".")
    code, _, complaint = shell.discover()
    assert code == ExitCode.CANNOT_START
    assert "403" in complaint
    shell.site.forget_visits()
    code, _, complaint = shell.discover()
    assert code == ExitCode.CANNOT_START
    assert "does not let us read its site" in complaint
    assert shell.site.visits == []
    _, said, _ = shell("sources", "--db", str(shell.database))
    assert "blocked" in said


def test_sources_tell_when_a_site_was_seen_and_what_waits(shell: Shell) -> None:
    shell.discover()
    code, said, _ = shell("sources", "--db", str(shell.database))
    assert code == ExitCode.ALL_LOADED
    assert "harrowfell ok" in words(said)
    assert "0 fetched, 3 waiting" in words(said)
    _, said, _ = shell("sources", "--db", str(shell.database), "--json")
    (source,) = json.loads(said)["sources"]
    assert (source["state"], source["papers"]["chosen"], source["papers"]["restricted"]) == ("ok", 3, 1)


def test_sources_name_the_announced_reports_that_never_appeared(shell: Shell) -> None:
    with open_store(shell.database) as db:
        db.conn.executescript(
            "INSERT INTO councils (council_id, name) VALUES ('harrowfell', 'Harrowfell');"
            "INSERT INTO reports (report_id, council_id) VALUES ('q2', 'harrowfell');"
            "INSERT INTO documents (document_id, report_id, role, filename, status) "
            "VALUES ('d', 'q2', 'cover', 'q2.pdf', 'loaded');"
        )
        for number, (title, day) in enumerate([("Quarter 3", "2019-02-01"), ("Quarter 4", "2999-06-01")], 1):
            db.conn.execute(
                "INSERT INTO expected_publications (expected_id, document_id, report_id, council_id, position, title, "
                "expected_text, expected_from, expected_until, quote, page) "
                "VALUES (?, 'd', 'q2', 'harrowfell', ?, ?, ?, ?, ?, 'x', 4)",
                (f"d:{number}", number, title, day, day, day),
            )
    _, said, _ = shell("sources", "--db", str(shell.database))
    never, _, to_come = said.partition("still to come")
    assert "Quarter 3" in never
    assert "announced in q2.pdf, page 4" in words(never)
    assert "Quarter 4" in to_come
    assert "2 reports announced, 0 of them in the dataset." in words(said)


def test_sources_of_nothing_say_so(shell: Shell) -> None:
    code, _, complaint = shell("sources", "--db", str(shell.database))
    assert code == ExitCode.CANNOT_START
    assert "does not exist" in complaint
    open_store(shell.database).close()
    assert "No council has been visited yet" in shell("sources", "--db", str(shell.database))[1]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        (["Rutland"], ["rutland"]),
        (["mendip"], ["mendip"]),
        (["E10000016"], ["kent"]),
        (["wales", "county", "cmis"], []),
    ],
)
def test_councils_are_found_by_words_of_theirs(shell: Shell, search: Sequence[str], found: list[str]) -> None:
    _, said, _ = shell("councils", "--search", " ".join(search), "--json")
    assert [council["council_id"] for council in json.loads(said)] == found


def test_a_council_that_is_gone_is_shown_with_its_last_day_and_heir(shell: Shell) -> None:
    code, said, _ = shell("councils", "--search", "allerdale")
    assert code == ExitCode.ALL_LOADED
    assert "until 2023-03-31; now cumberland" in words(said)


def test_a_search_without_hits_offers_the_nearest(shell: Shell) -> None:
    assert "did you mean rutland?" in shell("councils", "--search", "rutlnad")[1]


def test_a_register_of_ones_own_is_searched_too(shell: Shell) -> None:
    _, said, _ = shell("councils", "--search", "harrowfell", "--register", str(shell.folder / "register.csv"))
    assert "Harrowfell Borough Council" in words(said)


def test_a_look_is_in_the_log_of_requests(shell: Shell) -> None:
    shell.discover()
    with read_store(shell.database) as db:
        asked = {url for (url,) in db.conn.execute("SELECT url FROM fetch_log").fetchall()}
    assert {f"{shell.site.base_url}{visit.target}" for visit in shell.site.visits} == asked


def test_a_site_that_answers_and_has_nothing_to_read_is_pointed_out(shell: Shell) -> None:
    shell.discover()
    assert "no agenda to read" not in shell("sources", "--db", str(shell.database))[1]
    with open_store(shell.database) as db:
        db.conn.execute("UPDATE meetings SET read_at = '2020-03-01T02:00:00+00:00' WHERE read_at IS NOT NULL")
    assert "no agenda to read since 2020-03-01" in words(shell("sources", "--db", str(shell.database))[1])
