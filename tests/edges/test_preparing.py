# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Preparing over HTTP: lists, cards, letters, a lost phone, a substitute, a clone, the way in."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.build.lists import as_csv, as_xlsx
from tests.build.post import CODE, mail_server
from tests.edges.conftest import a_house
from tests.edges.town import bearer, is_problem, work

API = "/api/v1"
PEOPLE = (("Nr", "Naam", "E-mail"), (4, "Ann Claes", "ann@example.org"), (5, "Bo", ""))


@pytest.fixture
async def desk(build, client):
    """A hall, its address, and what a moderator sends."""
    hall = await build.hall(seats=3)
    here = f"{API}/assemblies/{hall.slug}"
    return hall, here, bearer(await build.token_of_staff(hall.email))


async def enter(client, code):
    return await client.post(f"{API}/sign-in", json={"code": code})


async def test_from_a_spreadsheet_to_signing_in(client, desk):
    _, here, mod = desk
    sent = await client.post(
        f"{here}/seat-lists?file=people.xlsx", headers=mod, content=as_xlsx(*PEOPLE)
    )
    assert sent.status_code == 201, sent.text
    told = sent.json()
    assert told["preview"]["totals"]["new"] == 2
    again = await client.post(
        f"{here}/seat-lists?file=people.xlsx", headers=mod, content=as_xlsx(*PEOPLE)
    )
    assert again.status_code in {200, 201}
    one = sent.headers["location"]
    done = await client.post(f"{one}/application", headers=mod, json={"roll": told["roll"]})
    assert (done.status_code, done.json()["state"]) == (200, "applied")
    cards = await client.post(f"{here}/invitations/cards", headers=mod, json={})
    assert (cards.status_code, cards.headers["cache-control"]) == (200, "no-store")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(cards.content)).pages)
    codes = CODE.findall(text)
    assert len(codes) == 2
    assert [(await enter(client, code)).status_code for code in codes] == [200, 200]
    told = (await client.get(f"{here}/invitations", headers=mod)).json()
    assert [(one["number"], one["state"]) for one in told["invitations"]] == [
        (4, "sent"),
        (5, "sent"),
    ]


async def test_what_is_no_list_is_named(client, desk):
    _, here, mod = desk
    for content, code in (
        (b"", "empty-file"),
        (b"1;Jan\r\n2;Ann\r\n", "no-header"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "encrypted"),
        (b"PK\x03\x04" + b"x" * 100, "broken-file"),
        (b'nr;naam\r\n1;"Jan\r\n', "broken-file"),
    ):
        answer = await client.post(
            f"{here}/seat-lists?file=list.xlsx", headers=mod, content=content
        )
        assert is_problem(answer, 422, "document-unreadable")["code"] == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
async def test_every_encoding_excel_writes_is_read(client, desk, encoding):
    _, here, mod = desk
    data = as_csv(("nr", "naam"), (9, "Zoë"), encoding=encoding)
    answer = await client.post(f"{here}/seat-lists?file=a.csv", headers=mod, content=data)
    assert answer.json()["preview"]["rows"][0]["cells"]["name"]["text"] == "Zoë"


async def test_a_formula_stays_words(client, desk):
    _, here, mod = desk
    data = as_xlsx(("nr", "naam"), (9, "=1+1"))
    answer = await client.post(f"{here}/seat-lists?file=a.xlsx", headers=mod, content=data)
    cell = answer.json()["preview"]["rows"][0]["cells"]["name"]
    assert (cell["text"], cell["mark"], cell["reason"]) == ("=1+1", "doubtful", "formula")


async def test_a_stale_preview_is_refused_and_kept(client, desk):
    _, here, mod = desk
    sent = await client.post(f"{here}/seat-lists?file=a.csv", headers=mod, content=as_csv(*PEOPLE))
    await client.patch(f"{here}/seats/1", headers=mod, json={"name": "Iemand"})
    one = sent.headers["location"]
    roll = sent.json()["roll"]
    answer = await client.post(f"{one}/application", headers=mod, json={"roll": roll})
    is_problem(answer, 409, "roll-changed")
    fresh = (await client.post(f"{one}/comparison", headers=mod)).json()["roll"]
    answer = await client.post(f"{one}/application", headers=mod, json={"roll": fresh})
    assert answer.status_code == 200
    undone = await client.post(f"{one}/undoing", headers=mod)
    assert undone.json()["state"] == "undone"


async def test_a_lost_phone_is_one_request_and_the_old_one_is_out(client, desk, build):
    hall, here, mod = desk
    token = bearer(await build.token_of_seat(hall, 0))
    answer = (await client.post(f"{here}/seats/1/code", headers=mod)).json()
    assert answer["link"] == f"http://127.0.0.1:8000/join#{answer['code']}"
    assert (await client.get(f"{API}/me", headers=token)).status_code == 401
    assert (await enter(client, hall.codes[0].shown())).status_code == 401
    entered = await enter(client, answer["code"])
    assert entered.status_code == 200
    new = bearer(entered.json()["token"])
    assert (await client.delete(f"{here}/seats/1/sign-ins", headers=mod)).status_code == 204
    assert (await client.get(f"{API}/me", headers=new)).status_code == 401
    assert (await enter(client, answer["code"])).status_code == 200


async def test_a_substitute_sits_there_and_goes(client, desk):
    hall, here, mod = desk
    one = f"{here}/seats/2/substitution"
    given = await client.put(one, headers=mod, json={"name": "Vera"})
    assert given.status_code == 200
    is_problem(await client.put(one, headers=mod, json={"name": "X"}), 409, "seat-substituted")
    assert (await enter(client, hall.codes[1].shown())).status_code == 401
    assert (await enter(client, given.json()["code"])).json()["name"] == "Vera"
    seats = (await client.get(f"{here}/seats", headers=mod)).json()
    assert (seats[1]["name"], seats[1]["instead_of"]) == ("Vera", "Seat 2")
    assert (await client.delete(one, headers=mod)).status_code == 204
    assert (await enter(client, hall.codes[1].shown())).status_code == 200
    assert (await enter(client, given.json()["code"])).status_code == 401


async def test_a_clone_proposes_the_same_rule(client, desk):
    hall, here, mod = desk
    await client.patch(here, headers=mod, json={"default_rule": "two_thirds"})
    cloned = await client.post(
        f"{here}/clones", headers=mod, json={"slug": f"{hall.slug}-2", "name": "Twee"}
    )
    assert (cloned.status_code, cloned.json()["default_rule"]) == (201, "two_thirds")
    taken = await client.post(
        f"{here}/clones", headers=mod, json={"slug": f"{hall.slug}-2", "name": "Drie"}
    )
    is_problem(taken, 409, "already-taken")


async def test_without_a_mail_server_that_is_said(client, desk):
    _, here, mod = desk
    is_problem(
        await client.post(f"{here}/invitations/letters", headers=mod, json={}), 409, "mail-off"
    )
    assert (await client.get(f"{here}/invitations", headers=mod)).json()["mail"] is False


async def test_the_page_a_card_leads_to_has_a_form_and_one_small_script(client):
    page = await client.get("/fr/join")
    assert page.status_code == 200
    assert "<form" in page.text
    (script,) = re.findall(r'<script src="([^"]+)" defer></script>', page.text)
    code = await client.get(script)
    assert code.headers["content-type"].startswith("text/javascript")
    assert "location.hash" in code.text
    assert "submit" not in code.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


async def test_letters_go_out_through_the_worker_and_nothing_is_said_of_them(
    servers, template, capfd
):
    with mail_server() as box:
        async with a_house(servers, template, box.settings) as house:
            hall = await house.build.hall(seats=1)
            here = f"{API}/assemblies/{hall.slug}"
            mod = bearer(await house.build.token_of_staff(hall.email))
            address = {"email": "jan@example.org"}
            await house.client.patch(f"{here}/seats/1", headers=mod, json=address)
            asked = await house.client.post(
                f"{here}/invitations/letters", headers=mod, json={"which": "all"}
            )
            assert (asked.status_code, asked.json()) == (202, {"numbers": [1]})
            await work(house.settings)
            code = box.code_for("jan@example.org")
            assert (await enter(house.client, code)).status_code == 200
    said = "".join(capfd.readouterr())
    assert "letters_sent" in said
    assert "jan@example.org" not in said
    assert code not in said
    assert code.replace("-", "") not in said
