"""The commands that visit councils: what they refuse, what they print, how they end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from fixtures.site import invented
from fixtures.site.demo import DemoCouncil, write_register
from fixtures.site.faults import Fault
from pipeline.cli import run
from pipeline.problems import ExitCode
from schemas.identity import Council
from schemas.runs import IngestRequest, Listener, RunSummary
from schemas.updates import CouncilUpdate, VisitOrder
from tests.pipeline.publications.towns import Papers, Town, draw_papers, town


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return draw_papers(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def place(tmp_path: Path, papers: Papers) -> Iterator[Town]:
    with town(tmp_path, papers) as served:
        write_register(tmp_path / "councils.csv", [DemoCouncil("harrowfell", served.site, [])])
        yield served


def no_flow(request: IngestRequest, listener: Listener, *, verbose: bool = False) -> RunSummary:
    raise AssertionError("no ingest was asked for")


def call(command: str, place: Town, *options: str, contact: str = "tests@example.org") -> int:
    register = str(place.folder / "councils.csv")
    shared = ["--register", register, "--db", str(place.database), "--allow-private", "127.0.0.1", "--delay", "0.01"]
    named = ["--contact", contact] if contact else []
    return run(no_flow, [command, *shared, *named, *options])


def test_an_update_prints_a_line_a_council_and_ends_well(place: Town, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("update", place, "--all", "--direct") == ExitCode.ALL_LOADED
    printed = capsys.readouterr().out
    assert "harrowfell  ok    3 found, 3 new  3 loaded" in printed
    assert call("update", place, "--all", "--direct") == ExitCode.ALL_LOADED
    assert "harrowfell  ok    3 found  nothing new" in capsys.readouterr().out


def test_a_fetch_ingests_nothing_and_an_update_after_it_fetches_nothing(
    place: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("fetch", place, "--council", "harrowfell") == ExitCode.ALL_LOADED
    assert "3 found, 3 new" in capsys.readouterr().out
    assert place.rows("select count(*) from documents") == [(0,)]
    assert call("update", place, "--council", "harrowfell", "--direct", "--json") == ExitCode.ALL_LOADED
    (council,) = json.loads(capsys.readouterr().out)["councils"]
    assert council["visit"]["fetched"] == []
    assert council["ingest"]["files"]["loaded"] == 3


def test_a_site_that_blocks_is_told_and_is_no_bug(place: Town, capsys: pytest.CaptureFixture[str]) -> None:
    place.site.fail(Fault.CHALLENGE)
    assert call("update", place, "--all", "--direct") == ExitCode.SOME_REJECTED
    told = capsys.readouterr()
    assert "harrowfell  blocked  0 found" in told.out
    assert "harrowfell: blocked: " in told.err
    assert call("update", place, "--all", "--direct") == ExitCode.SOME_REJECTED
    assert "blocked, not asked" in capsys.readouterr().out


def test_a_paper_that_does_not_come_is_named_with_the_reason(place: Town, capsys: pytest.CaptureFixture[str]) -> None:
    place.site.fail(Fault.LOGIN_PAGE, f"^/documents/s{invented.REPORT}/")
    assert call("fetch", place, "--all") == ExitCode.SOME_REJECTED
    told = capsys.readouterr()
    assert "1 not fetched" in told.out
    assert f"ID={invented.REPORT}: failed (not_pdf" in told.err


def test_without_a_contact_nobody_is_asked(
    place: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SCRUTINEER_CONTACT", raising=False)
    assert call("update", place, "--all", contact="") == ExitCode.CANNOT_START
    assert "--contact" in capsys.readouterr().err
    assert place.site.visits == []
    monkeypatch.setenv("SCRUTINEER_CONTACT", "tests@example.org")
    assert call("fetch", place, "--all", contact="") == ExitCode.ALL_LOADED


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "--council, or take all of them with --all"),
        (["--all", "--council", "harrowfell"], "not both"),
        (["--council", "harowfell"], "no council of the register"),
        (["--all", "--contact", "me"], "is no contact"),
        (["--all", "--since", "yesterday"], "yesterday"),
    ],
)
def test_a_wrong_call_is_told_and_visits_nobody(
    place: Town, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    assert call("update", place, "--direct", *options) == ExitCode.CANNOT_START
    assert said in capsys.readouterr().err
    assert place.site.visits == []


@pytest.mark.parametrize(
    ("content", "said"),
    [("council_id,name\na,A\n", "no column 'gss_code'"), (b"\xff\xfe\x00", "not in UTF-8")],
)
def test_a_register_that_is_none_is_told(
    place: Town, capsys: pytest.CaptureFixture[str], content: str | bytes, said: str
) -> None:
    raw = content.encode() if isinstance(content, str) else content
    (place.folder / "councils.csv").write_bytes(raw)
    assert call("update", place, "--all", "--direct") == ExitCode.CANNOT_START
    assert said in capsys.readouterr().err


class Runners:
    """Flows that only remember what they were asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[VisitOrder, list[str], bool]] = []
        self.served: list[tuple[VisitOrder, Path, int]] = []

    def update(
        self,
        order: VisitOrder,
        councils: Sequence[Council],
        listener: Listener,
        *,
        everyone: bool,
        verbose: bool = False,
    ) -> tuple[CouncilUpdate, ...]:
        self.asked.append((order, [council.council_id for council in councils], everyone))
        return ()

    def serve(self, order: VisitOrder, home: Path, port: int) -> None:
        self.served.append((order, home, port))


def test_an_update_runs_as_a_flow_unless_told_otherwise(place: Town) -> None:
    runners = Runners()
    register = str(place.folder / "councils.csv")
    options = ["--db", str(place.database), "--register", register, "--contact", "tests@example.org"]
    assert run(no_flow, ["update", "--council", "harrowfell", *options], runners) == ExitCode.ALL_LOADED
    ((order, councils, everyone),) = runners.asked
    assert (order.database, councils, everyone) == (place.database, ["harrowfell"], False)
    assert place.site.visits == []


def test_serving_takes_every_council_and_keeps_prefect_beside_the_dataset(
    place: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    runners = Runners()
    options = ["--db", str(place.database), "--contact", "tests@example.org"]
    assert run(no_flow, ["serve", *options, "--port", "4999"], runners) == ExitCode.ALL_LOADED
    ((order, home, port),) = runners.served
    assert (order.contact, home, port) == ("tests@example.org", place.folder / "prefect", 4999)
    assert run(no_flow, ["serve", *options, "--council", "harrowfell"], runners) == ExitCode.CANNOT_START
    assert "--register of your own" in capsys.readouterr().err
