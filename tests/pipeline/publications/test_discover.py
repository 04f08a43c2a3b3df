"""A council's site is looked through: what is found is entered once, nothing closed is asked for, no paper fetched."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from fixtures.site import invented
from fixtures.site.council import Item, Meeting, Paper
from fixtures.site.faults import Fault
from pipeline.publications.discover import discover_council
from schemas.identity import Council
from schemas.publications import Outcome
from schemas.vocabulary import DocumentRole
from tests.pipeline.publications.looks import TODAY, Looker, harrowfell, looker, titles

__all__ = ["harrowfell"]


def test_the_report_and_its_appendix_are_found_with_the_rule_that_chose_them(harrowfell: Looker) -> None:
    discovery = harrowfell.look()
    assert discovery.outcome is Outcome.OK
    assert titles(discovery.found) == [
        ("Performance report Q2", "cover"),
        ("Appendix A - measures & targets", "appendix"),
        ("Quarterly performance dashboard", "cover"),
    ]
    first = discovery.found[0]
    assert (first.committee, first.item_title) == ("Cabinet", "Corporate Performance & KPI Report - Quarter 2")
    assert first.chosen_by == "item title rule performance"
    assert {one.item_id for one in discovery.found[:2]} == {str(invented.PERFORMANCE_ITEM)}


def test_everything_left_out_has_a_reason(harrowfell: Looker) -> None:
    reasons = {one.title or one.committee: one.reason for one in harrowfell.look().left_out}
    assert reasons["Appendix B (Exempt Category 3)"].startswith("restricted")
    assert reasons["The council plan on our website"] == "a link to another site"
    assert reasons["Planning Committee"] == "left out: planning"
    assert reasons["Lease report"].startswith("no rule")
    assert reasons["Cabinet"] == "does not take place: Cancelled"


def test_no_paper_is_requested_and_nothing_closed_is_asked_for(harrowfell: Looker) -> None:
    harrowfell.look()
    assert harrowfell.served.asked_for(r"convert2pdf|/documents/|reasonsrestricted|document\.ashx") == []
    assert harrowfell.served.asked_for(str(invented.SECRET)) == []
    assert harrowfell.served.asked_for(f"lMeetingId={invented.CANCELLED}") == []


def test_meetings_long_past_are_not_entered_although_the_site_knows_them(harrowfell: Looker) -> None:
    discovery = harrowfell.look(far_back=True)
    assert discovery.outcome is Outcome.OK
    # 30 September 2025 to 16 December 2026, month by month.
    assert len(harrowfell.served.asked_for("GetMeetings")) == 16
    days = [str(day) for (day,) in harrowfell.read("meetings", "meeting_date")]
    assert len(days) == 5
    assert min(days) >= (TODAY - timedelta(days=400)).isoformat()


def test_no_address_is_asked_twice_in_a_look(harrowfell: Looker) -> None:
    harrowfell.look()
    asked = [visit.target for visit in harrowfell.served.visits]
    assert len(asked) == len(set(asked))
    assert len(harrowfell.served.asked_for("robots.txt")) == 1


def test_a_second_look_on_the_same_day_lists_once_and_changes_no_row(harrowfell: Looker) -> None:
    first = harrowfell.look()
    before = harrowfell.rows()
    harrowfell.served.forget_visits()
    second = harrowfell.look()
    assert harrowfell.rows() == before
    assert second.found == first.found
    assert len(harrowfell.served.asked_for("GetMeetings")) == 1
    assert harrowfell.served.asked_for(r"GetMeeting\?|GetCommittees") == []


def test_a_look_that_was_cut_short_is_completed_by_the_next_one(tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    with looker(tmp_path / "whole") as undisturbed:
        wanted = undisturbed.look().found
    with looker(tmp_path) as cut:
        cut.served.fail(Fault.UNAVAILABLE, f"lMeetingId={invented.COMING}", times=9)
        first = cut.look()
        assert first.outcome is Outcome.UNAVAILABLE
        assert titles(first.found) == [("Quarterly performance dashboard", "cover")]
        cut.served.mend()
        again = cut.look()
        assert titles(again.found) == titles(wanted)
        assert again.outcome is Outcome.OK


def test_an_answer_that_had_to_be_mended_is_marked(harrowfell: Looker) -> None:
    harrowfell.look()
    repaired = [str(key) for key, mended in harrowfell.read("meetings", "meeting_id, repaired") if mended]
    assert [key.rpartition("/")[2] for key in repaired] == [str(invented.CARELESS)]


def test_a_paper_published_later_is_found_on_its_day(harrowfell: Looker) -> None:
    harrowfell.look()
    found = harrowfell.served.council.find_meeting(invented.COMING)
    assert found is not None
    found[1].items[1].papers.append(Paper(8199, "Appendix C", b"%PDF-1.4 c", TODAY))
    assert len(harrowfell.look().found) == 3
    assert ("Appendix C", "appendix") in titles(harrowfell.look(TODAY + timedelta(days=1)).found)


def test_a_paper_the_council_closes_is_dropped_and_one_it_opens_is_chosen(harrowfell: Looker) -> None:
    harrowfell.look()
    found = harrowfell.served.council.find_meeting(invented.COMING)
    assert found is not None
    papers = found[1].items[1].papers
    papers[1].restricted, papers[2].restricted, papers[2].title = True, False, "Appendix B"
    later = titles(harrowfell.look(TODAY + timedelta(days=1)).found)
    assert ("Appendix A - measures & targets", "appendix") not in later
    assert ("Appendix B", "appendix") in later


def test_a_report_referred_to_the_council_stays_the_cabinets(harrowfell: Looker) -> None:
    cabinet = harrowfell.served.council.committees[0]
    shared = cabinet.meetings[0].items[1].papers[0]
    later = Meeting(5190, TODAY + timedelta(days=13), items=[Item(6190, 4, "Performance report", [shared])])
    cabinet.meetings.append(later)
    found = [one for one in harrowfell.look().found if one.attachment_id == str(invented.REPORT)]
    assert [(one.meeting_id, one.item_id) for one in found] == [(str(invented.COMING), str(invented.PERFORMANCE_ITEM))]
    assert [
        one for one in harrowfell.look(TODAY + timedelta(days=1)).found if one.attachment_id == found[0].attachment_id
    ]


def test_minutes_approved_later_belong_to_the_report_of_their_meeting(harrowfell: Looker) -> None:
    scrutiny = harrowfell.served.council.committees[1]
    minutes = Paper(8290, "Minutes of Previous Meeting", b"%PDF-1.4 m", TODAY)
    scrutiny.meetings.append(Meeting(5290, TODAY + timedelta(days=12), items=[Item(6290, 2, "Minutes", [minutes])]))
    found = {one.attachment_id: one for one in harrowfell.look().found}
    assert found["8290"].role is DocumentRole.MINUTES
    assert (found["8290"].meeting_id, found["8290"].item_id) == (str(invented.CARELESS), "6201")
    assert found["8290"].item_id == found[str(invented.CARELESS_REPORT)].item_id


def test_a_pack_is_found_where_a_report_is_published_in_no_other_way(harrowfell: Looker) -> None:
    cabinet = harrowfell.served.council.committees[0]
    bare = Meeting(5191, TODAY + timedelta(days=2), items=[Item(6191, 4, "Performance report")], pack=b"%PDF-1.4 pack")
    cabinet.meetings.append(bare)
    packs = [one for one in harrowfell.look().found if one.role is DocumentRole.PACK]
    assert [(one.meeting_id, one.item_id) for one in packs] == [("5191", None)]
    assert "has no document of its own" in packs[0].chosen_by


def test_papers_of_a_meeting_cancelled_later_are_fetched_no_more(harrowfell: Looker) -> None:
    assert len(harrowfell.look().found) == 3
    found = harrowfell.served.council.find_meeting(invented.COMING)
    assert found is not None
    found[1].status = "Cancelled due to lack of business"
    assert titles(harrowfell.look().found) == [("Quarterly performance dashboard", "cover")]


def test_councils_that_share_a_site_have_each_their_own_committees(tmp_path: Path) -> None:
    with looker(tmp_path) as made:
        cabinet, scrutiny = made.served.council.committees[:2]
        cabinet.title, scrutiny.title = "Adur Cabinet", "Worthing Overview and Scrutiny Committee"
        adur, worthing = (
            Council(name.lower(), f"{name} Borough Council", system="moderngov", base_url=made.served.base_url)
            for name in ("Adur", "Worthing")
        )
        found = {}
        for council in (adur, worthing):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("pipeline.publications.look.sharing", lambda one, _: (adur, worthing))
                with made.visitor() as visitor:
                    since = TODAY - timedelta(days=35)
                    found[council.council_id] = discover_council(council, visitor, made.db, since=since, today=TODAY)
        assert [len(found[name].found) for name in ("adur", "worthing")] == [2, 1]
        assert any("a committee of worthing" in one.reason for one in found["adur"].left_out)
