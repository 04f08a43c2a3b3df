"""The kind of section a heading names."""

from __future__ import annotations

import pytest

from extractors.sections_kinds import section_kind
from tests.extractors.made_prose import Line, by_number, paragraph, sections_of, text_page


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Recommendation(s)", "recommendations"),
        ("1. RECOMMENDATIONS", "recommendations"),
        ("PURPOSE OF THE REPORT", "purpose"),
        ("Reasons for Recommendations", "reasons"),
        ("Background and key issues", "background"),
        ("Background Papers", "background_papers"),
        ("List of Background Documents", "background_papers"),
        ("Other Options Considered", "alternative_options"),
        ("Consultation and engagement", "consultation"),
        ("Finance and Resource Implications", "financial_implications"),
        ("Legal considerations", "legal_implications"),
        ("Risk Management", "risk_implications"),
        ("Equality Impact Assessment", "equality_implications"),
        ("Equalities implications:", "equality_implications"),
        ("Data Protection", "data_protection_implications"),
        ("Crime & Disorder Implications", "community_safety_implications"),
        ("Health and Well-being Implications", "health_implications"),
        ("Health and Safety Implications", "health_and_safety_implications"),
        ("Climate Emergency and Environmental Implications", "climate_implications"),
        ("Conclusion and reasons for the recommendation", "conclusion"),
        ("Appendices", "appendices"),
        ("Contact Officer(s)", "contact"),
        ("Next steps", "next_steps"),
    ],
)
def test_a_heading_names_its_kind(heading: str, kind: str) -> None:
    assert section_kind(heading) == kind


@pytest.mark.parametrize(
    "heading",
    [
        "Environment and Transport",
        "Public Health",
        "Legal Services",
        "Community Safety",
        "Homes",
        "Authority-wide",
        "Contacts",
        "",
    ],
)
def test_the_name_of_a_service_is_no_kind(heading: str) -> None:
    assert section_kind(heading) is None


def test_a_service_under_implications_is_a_kind_of_implications() -> None:
    assert section_kind("Legal", "other_implications") == "legal_implications"
    assert section_kind("Community Safety", "other_implications") == "community_safety_implications"


def test_a_paragraph_is_of_its_headings_kind() -> None:
    page = text_page(
        [Line("6 FINANCIAL IMPLICATIONS", bold=True), *paragraph("6.1 There are none to speak of this year.")]
    )
    assert by_number(sections_of(page), "6.1").kind == "financial_implications"
