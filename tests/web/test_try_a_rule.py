# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page to try rules with numbers: an address is a question, and mistakes are told kindly."""

import re

import pytest

RULE = "/try-a-rule"
FULL = (
    "rule=two_thirds&yes=66&no=33&abstain=4&present=110&entitled=120"
    "&quorum=share&quorum_share=1/2&of=present&unmet=void"
)
COLLEGES = "&name1=nl&yes1=50&no1=10&name2=fr&yes2=16&no2=23"


async def page(client, query: str = "", prefix: str = "") -> str:
    answer = await client.get(f"{prefix}{RULE}?{query}" if query else f"{prefix}{RULE}")
    assert answer.status_code == 200, answer.text[:300]
    return str(answer.text)


def faults(html: str) -> dict[str, str]:
    """What is said at which field; every marked field points at its message."""
    told = dict(re.findall(r'<p class="alarm" id="(\w+)-error">([^<]+)</p>', html))
    marked = re.findall(r'aria-invalid="true" aria-describedby="(\w+)-error"', html)
    assert sorted(marked) == sorted(told)
    return told


async def test_an_example_stands_there_before_anything_is_typed(client):
    html = await page(client)
    assert "50 van de 101 stemmen voor en tegen waren voor" in html
    assert 'name="yes" inputmode="decimal" autocomplete="off" maxlength="24" value="50"' in html
    assert 'method="get"' in html


@pytest.mark.parametrize(
    ("prefix", "label", "words"),
    [
        ("", "Goedgekeurd", "60 nodig"),
        ("/fr", "Approuvée", "il en fallait 60"),
        ("/de", "Angenommen", "nötig: 60"),
        ("/en", "Approved", "60 needed"),
    ],
)
async def test_the_address_holds_the_question_in_every_language(client, prefix, label, words):
    html = await page(client, FULL, prefix)
    assert f"<span>{label}</span>" in html
    assert words in html
    assert 'value="66"' in html
    assert '<option value="void" selected>' in html


async def test_quorum_and_colleges_are_told(client):
    void = await page(client, FULL.replace("present=110", "present=59"), "/en")
    assert "<span>No outcome</span>" in void
    assert "59, 60 needed: not reached" in void
    colleges = await page(client, FULL + COLLEGES, "/en")
    assert "the college “fr” did not" in colleges
    assert "<dt>College nl</dt><dd>reached</dd>" in colleges
    assert "<dt>College fr</dt><dd>not reached</dd>" in colleges


async def test_weights_are_understood_with_a_comma(client):
    html = await page(client, "rule=simple&yes=12,5&no=12.25")
    assert "een stemgewicht van 12,5 was voor, op 24,75" in html


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        pytest.param("yes=&no=1", {"yes"}, id="no number in favour"),
        pytest.param("yes=1e3&no=-1", {"yes", "no"}, id="what is no number"),
        pytest.param("yes=1&no=1&rule=custom&share=5/3", {"share"}, id="more than everything"),
        pytest.param("yes=1&no=1&rule=custom", {"share"}, id="no share"),
        pytest.param("yes=1&no=1&rule=landslide", {"rule"}, id="a rule that is not in the list"),
        pytest.param("yes=1&no=1&base=seats", {"base"}, id="a base that is not in the list"),
        pytest.param("yes=1&no=1&rule=absolute_present", {"present"}, id="who was present"),
        pytest.param("yes=1&no=1&rule=absolute_entitled", {"entitled"}, id="who may vote"),
        pytest.param("yes=9&no=9&entitled=4", {"entitled"}, id="more votes than people"),
        pytest.param("yes=1&no=1&entitled=4&present=5", {"present"}, id="more present than all"),
        pytest.param("yes=1&no=1&quorum=number", {"quorum_number"}, id="a quorum without number"),
        pytest.param("yes=1&no=1&quorum=share", {"quorum_share"}, id="a quorum without share"),
        pytest.param("yes=1&no=1&name1=nl", {"yes1", "no1"}, id="a college without votes"),
        pytest.param(
            "yes=2&no=2&name1=a&yes1=1&no1=1&name2=a&yes2=1&no2=1", {"name2"}, id="a name twice"
        ),
        pytest.param("yes=1&no=1&name1=a&yes1=2&no1=0", set(), id="a part above the whole"),
        pytest.param("yes=1&no=1&quorum=number&quorum_number=1,5", set(), id="half a person"),
    ],
)
async def test_a_mistake_is_named_at_its_field_and_what_was_typed_stays(client, query, fields):
    html = await page(client, query)
    assert faults(html).keys() == fields
    assert "Er is nog geen antwoord." in html
    for name, typed in (part.split("=") for part in query.split("&")):
        if re.match(r"[\d,]+$", typed):
            assert re.search(rf'name="{name}"[^>]*value="{typed}"', html), name


async def test_what_is_typed_is_never_markup_and_never_long(client):
    html = await page(client, "yes=%22%3E%3Cscript%3E&no=" + "9" * 5000 + "&name1=%3Cb%3E&yes1=0")
    assert "<script" not in html
    assert "<b>" not in html
    assert f'value="{"9" * 40}"' in html


async def test_every_page_leads_there(client):
    assert 'href="/en/try-a-rule"' in (await client.get("/en/sign-in")).text
