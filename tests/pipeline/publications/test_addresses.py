"""Addresses: one spelling each, whatever a page does to them; one site, whatever a redirection says; never inside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.publications.addresses import clean_url, host_key, is_public, is_same_site, url_number

PAGE = "https://democracy.testbury.gov.uk/ieListDocuments.aspx?CId=1&MId=2"


@pytest.mark.parametrize(
    ("href", "meant"),
    [
        ("documents/s1/Report.pdf", "https://democracy.testbury.gov.uk/documents/s1/Report.pdf"),
        ("documents/s1/Q2 report.pdf", "https://democracy.testbury.gov.uk/documents/s1/Q2%20report.pdf"),
        (
            "documents/g9/Printed minutes\r\n08th-Nov.pdf?T=1",
            "https://democracy.testbury.gov.uk/documents/g9/Printed%20minutes%2008th-Nov.pdf?T=1",
        ),
        ("  mgConvert2PDF.aspx?ID=5&amp;T=0\n", "https://democracy.testbury.gov.uk/mgConvert2PDF.aspx?ID=5&T=0"),
        ("mgConvert2PDF.aspx?ID=5&T=0", "https://democracy.testbury.gov.uk/mgConvert2PDF.aspx?ID=5&T=0"),
        ("x.aspx?ID=5&copy=1&para=2", "https://democracy.testbury.gov.uk/x.aspx?ID=5&copy=1&para=2"),
        ("/(X(1)S(fkn0jf4a))/documents/s1/a.pdf", "https://democracy.testbury.gov.uk/documents/s1/a.pdf"),
        ("/(S(abc))/(X(1))/a.pdf", "https://democracy.testbury.gov.uk/a.pdf"),
        ("/documents/(draft)/a.pdf", "https://democracy.testbury.gov.uk/documents/(draft)/a.pdf"),
        (
            "http://democracy.testbury.gov.uk/mgConvert2PDF.aspx?ID=7",
            "https://democracy.testbury.gov.uk/mgConvert2PDF.aspx?ID=7",
        ),
        ("HTTPS://Democracy.Testbury.GOV.UK:443/a#AI5", "https://democracy.testbury.gov.uk/a"),
        ("http://www.testbury.gov.uk/a.pdf", "http://www.testbury.gov.uk/a.pdf"),
        ("a%20b%2Fc.pdf", "https://democracy.testbury.gov.uk/a%20b%2Fc.pdf"),
        ("100% done.pdf", "https://democracy.testbury.gov.uk/100%25%20done.pdf"),
        ("café.pdf", "https://democracy.testbury.gov.uk/caf%C3%A9.pdf"),
        ("http://[2001:db8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
    ],
)
def test_a_printed_address_has_one_spelling(href: str, meant: str) -> None:
    assert clean_url(href, PAGE) == meant


@pytest.mark.parametrize("href", ["mailto:a@b.uk", "javascript:x()", "ftp://a/b", "http://", "http://[", "file:///etc"])
def test_what_is_no_web_address_is_none(href: str) -> None:
    assert clean_url(href, PAGE) is None


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="#"), max_size=40))
def test_cleaning_twice_changes_nothing(href: str) -> None:
    once = clean_url(href, PAGE)
    assert once is None or clean_url(once, PAGE) == once


def test_a_site_on_plain_http_stays_on_it() -> None:
    assert clean_url("http://a.gov.uk/x", "http://a.gov.uk/") == "http://a.gov.uk/x"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://Democracy.Testbury.gov.uk/x", "democracy.testbury.gov.uk"),
        ("https://a.gov.uk:443/", "a.gov.uk"),
        ("http://127.0.0.1:8080/x", "127.0.0.1:8080"),
    ],
)
def test_a_host_is_named_with_its_port_where_that_is_not_the_usual_one(url: str, key: str) -> None:
    assert host_key(url) == key


@pytest.mark.parametrize(
    ("url", "base", "same"),
    [
        ("https://www.testbury.gov.uk/a", "https://democracy.testbury.gov.uk", True),
        ("http://democracy.testbury.gov.uk/a", "https://democracy.testbury.gov.uk", True),
        ("https://testbury.gov.uk/a", "https://democracy.testbury.gov.uk", True),
        ("https://elsewhere.gov.uk/a", "https://democracy.testbury.gov.uk", False),
        ("https://testbury.moderngov.co.uk/a", "https://testbury.moderngov.co.uk", True),
        ("https://other.moderngov.co.uk/a", "https://testbury.moderngov.co.uk", False),
        ("https://other.cmis.uk.com/a", "https://testbury.cmis.uk.com", False),
        ("https://evil-testbury.gov.uk/a", "https://testbury.gov.uk", False),
        ("https://testbury.gov.uk.evil.com/a", "https://testbury.gov.uk", False),
        ("https://testbury.gov.uk@evil.com/a", "https://testbury.gov.uk", False),
        ("https://user:word@testbury.gov.uk/a", "https://testbury.gov.uk", False),
        ("https://testbury.gov.uk:8443/a", "https://testbury.gov.uk", False),
        ("http://127.0.0.1:9/a", "http://127.0.0.1:8", False),
        ("http://127.0.0.1:8/a", "http://127.0.0.1:8", True),
        ("http://10.0.0.1/a", "https://testbury.gov.uk", False),
        ("file:///etc/passwd", "https://testbury.gov.uk", False),
    ],
)
def test_a_site_ends_where_another_council_begins(url: str, base: str, same: bool) -> None:
    assert is_same_site(url, base) is same


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "64:ff9b::a00:1",
        "64:ff9b:1::7f00:1",
        "localhost",
        "",
    ],
)
def test_an_address_of_a_private_network_is_not_public_in_any_form(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


def test_an_address_without_a_number_has_one_of_its_own() -> None:
    assert url_number("https://a/b").startswith("u:")
    assert url_number("https://a/b") != url_number("https://a/c")
