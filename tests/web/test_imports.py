# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Proposals on the desk and over HTTP: sent, looked at, accepted without some, undone."""

import pytest

from tests.build.documents import accept, read_text

TEXT = b"# Groen\n\n- Meer bomen. (Technsiche fiche: Bomen)\n- Meer gras.\n"
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
async def desk(build):
    hall = await build.hall(seats=0)
    headers = {"Authorization": f"Bearer {await build.token_of_staff(hall.email)}"}
    return hall, headers, f"/assemblies/{hall.slug}/desk/imports"


async def test_a_form_sends_a_document_which_is_shown_with_its_doubts(build, client, desk):
    hall, headers, address = desk
    form = await client.get(address, headers=headers)
    assert 'type="file"' in form.text
    sent = await client.post(address, headers=headers, files={"file": ("plan.md", TEXT)})
    assert sent.status_code == 303, sent.text
    waiting = await client.get(sent.headers["location"], headers=headers)
    assert 'http-equiv="refresh"' in waiting.text
    assert "<script" not in waiting.text
    await read_again(build, hall)
    shown = await client.get("/en" + sent.headers["location"], headers=headers)
    assert "Meer bomen." in shown.text
    assert "misspelt reference" in shown.text
    assert "line 3" in shown.text
    accepted = await client.post(
        sent.headers["location"] + "/acceptance", headers=headers, data={"item": "2"}
    )
    assert accepted.status_code == 303, accepted.text
    done = await client.get(sent.headers["location"], headers=headers)
    assert "Weggelaten" in done.text
    undone = await client.post(sent.headers["location"] + "/undoing", headers=headers)
    assert undone.status_code == 303


async def read_again(build, hall):
    """The same bytes, read: it is the same import."""
    await read_text(build, hall, TEXT, "plan.md")


async def test_a_document_over_10_mb_is_refused_on_the_page_and_over_http(client, desk):
    hall, headers, address = desk
    data = b"a" * 10_600_000
    page = await client.post(address, headers=headers, files={"file": ("a.txt", data)})
    assert page.status_code == 413
    api = f"/api/v1/assemblies/{hall.slug}/imports?file=a.txt"
    told = await client.post(api, headers=headers, content=data)
    assert (told.status_code, told.json()["type"]) == (413, "/problems/document-too-large")


async def test_another_site_cannot_send_a_document(client, build, desk):
    hall, _, address = desk
    token = await build.token_of_staff(hall.email)
    answer = await client.post(
        address,
        headers={"Cookie": f"__Host-assembly={token}", "Sec-Fetch-Site": "cross-site"},
        files={"file": ("a.txt", b"- a")},
    )
    assert answer.status_code == 403


async def test_over_http_a_document_goes_all_the_way(build, client, desk):
    hall, headers, _ = desk
    base = f"/api/v1/assemblies/{hall.slug}/imports"
    sent = await client.post(f"{base}?file=plan.md", headers=headers, content=TEXT)
    assert (sent.status_code, sent.json()["state"]) == (202, "waiting")
    again = await client.post(f"{base}?file=plan.md", headers=headers, content=TEXT)
    assert (again.status_code, again.json()["id"]) == (200, sent.json()["id"])
    await read_again(build, hall)
    one = sent.headers["location"]
    preview = (await client.get(one, headers=headers)).json()["preview"]
    assert preview["totals"] == "2 proposals in 1 chapter (2), 1 doubtful"
    accepted = await client.post(f"{one}/acceptance", headers=headers, json={"leave_out": [1]})
    assert accepted.json()["numbers"] == [1]
    undone = await client.post(f"{one}/undoing", headers=headers)
    assert undone.json()["state"] == "undone"


async def test_chapters_head_the_public_list_once_their_resolutions_are_on_the_table(
    build, client, desk
):
    hall, headers, _ = desk
    text = b"# Plan\n\n## Groen\n\n- Meer bomen.\n\n## Verkeer\n\n- Overal zone 30.\n"
    await accept(build, hall, await read_text(build, hall, text, "plan.md"))
    address = f"/assemblies/{hall.slug}/resolutions"
    assert "Groen" not in (await client.get(address)).text
    tabled = await client.post(f"/api/v1{address}/1/tabling", headers=headers)
    assert tabled.status_code == 200
    page = (await client.get(address)).text
    assert ">Groen</h2>" in page
    assert "Verkeer" not in page


async def test_where_a_resolution_was_proposed_is_public_once_it_is(build, client, desk):
    hall, headers, _ = desk
    text = (
        b"# Plan\n\n## Groen\n\nBomen & parken.\n\n- Meer bomen. (Technische fiche: Bomen)\n\n"
        b"## Verkeer\n\n- Overal zone 30.\n"
    )
    await accept(build, hall, await read_text(build, hall, text, "plan.md"))
    address = f"/assemblies/{hall.slug}/resolutions/1"
    assert (await client.get(address)).status_code == 404
    assert (await client.get(f"/api/v1{address}")).status_code == 404
    await client.post(f"/api/v1{address}/tabling", headers=headers)
    page = (await client.get(address)).text
    for words in ("plan.md", "regel 7", "Groen", "Technische fiche: Bomen", "Bomen &amp; parken."):
        assert words in page
    assert "Verkeer" not in page
    origin = (await client.get(f"/api/v1{address}")).json()["origin"]
    assert (origin["file"], origin["unit"], origin["first"], origin["item"]) == (
        "plan.md",
        "line",
        7,
        1,
    )
    assert origin["chapter"] == "Groen"
    assert origin["introduction"] == ["Bomen & parken."]
    assert [(one["kind"], one["title"]) for one in origin["citations"]] == [
        ("Technische fiche", "Bomen")
    ]
    (listed,) = (await client.get(f"/api/v1/assemblies/{hall.slug}/resolutions")).json()["items"]
    assert listed["origin"] == origin
    by_hand = await build.tabled(hall)
    other = f"/api/v1/assemblies/{hall.slug}/resolutions/{by_hand.number}"
    assert (await client.get(other)).json()["origin"] is None
