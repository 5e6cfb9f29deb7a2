# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Preparing on the desk: found, seat from a list, invite, a lost phone, a substitute; no script."""

import html
import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from assembly.identity.rules.codes import read_code
from assembly.identity.sign_in import find_code
from tests.build.house import Hall
from tests.build.lists import as_csv, send
from tests.build.post import CODE
from tests.verbs.reading import one, rows

LIST = as_csv(
    ("Nr", "Naam", "Gewicht", "Groep", "E-mail", "Maat"),
    (1, "Jan Peeters", "2", "NL", "jan@example.org", "L"),
    (4, "Ann <b>Claes", "1,5", "nl", "", ""),
    (5, "Bo", "veel", "", "", ""),
)


@pytest.fixture
async def hall(build):
    return await build.hall(seats=3)


@pytest.fixture
async def desk(build, client, hall):
    """Who asks for pages of the desk, and sends its forms, as a browser does."""
    token = await build.token_of_staff(hall.email)
    return Desk(client, hall, token)


class Desk:
    def __init__(self, client, hall: Hall, token: str) -> None:
        self.client, self.hall = client, hall
        self.headers = {
            "Cookie": f"__Host-assembly={token}",
            "Sec-Fetch-Site": "same-origin",
        }

    def address(self, path: str) -> str:
        return path if path.startswith("/desk") else f"/assemblies/{self.hall.slug}/desk{path}"

    async def get(self, path: str, language: str = ""):
        return await self.client.get(language + self.address(path), headers=self.headers)

    async def post(self, path: str, data=None, **sent):
        return await self.client.post(
            self.address(path), headers=self.headers, data=data or {}, **sent
        )


async def opens(build, words: str) -> bool:
    async with build.sessions.begin() as session:
        code = read_code(words)
        return code is not None and await find_code(session, code) is not None


async def test_the_people_are_listed_with_what_they_have(desk, build):
    await build.token_of_seat(desk.hall, 0)
    page = (await desk.get("/people")).text
    assert page.count('name="seat"') == 3
    assert "heeft zich aangemeld" in page
    assert page.count("heeft een code, nog nooit aangemeld") == 2
    assert "<script" not in page


@pytest.mark.parametrize("language", ["", "/fr", "/de", "/en"])
async def test_every_page_is_there_in_every_language(desk, build, language):
    list_id = await send(build, desk.hall, LIST)
    for path in ("/people", "/people/1", "/lists", f"/lists/{list_id}", "/clone", "/desk/new"):
        answer = await desk.get(path, language)
        assert answer.status_code == 200, (path, answer.text[:200])
        assert answer.headers["cache-control"] == "no-store"


async def test_somebody_is_added_by_form_and_what_is_wrong_is_said_at_the_field(desk, build):
    wrong = await desk.post("/people", {"number": "x", "name": "", "email": "a@b", "weight": "-"})
    assert wrong.status_code == 422
    for name in ("number", "name", "email", "weight"):
        assert f'id="{name}-error"' in wrong.text
    assert 'value="a@b"' in wrong.text
    taken = await desk.post("/people", {"number": "2", "name": "Ann"})
    assert taken.status_code == 409
    done = await desk.post(
        "/people", {"number": "9", "name": "Ann", "weight": "1,5", "email": "ann@example.org"}
    )
    assert done.headers["location"].endswith("/desk/people#s9")
    assert await rows(build, "SELECT weight::float, email FROM seats WHERE number = 9") == [
        (1.5, "ann@example.org")
    ]


async def test_a_list_is_sent_looked_at_applied_and_undone(desk, build):
    sent = await desk.post("/lists", files={"file": ("leden.csv", LIST)})
    assert sent.status_code == 303
    here = sent.headers["location"].partition("/desk")[2]
    page = (await desk.get(here)).text
    assert "Ann &lt;b&gt;Claes" in page
    for words in ("veranderd", "twijfelachtig", "fout", "Maat", "Seat 1"):
        assert words in page
    roll = re.findall(r'name="roll" value="([0-9a-f]{64})"', page)[0]
    ticks = re.findall(r'name="row" value="(\d+)"', page)
    assert ticks == ["2", "3"]
    done = await desk.post(f"{here}/application", {"roll": roll, "row": ticks})
    assert done.status_code == 303
    assert await one(build, "SELECT count(*) FROM seats WHERE weight <> 1") == 2
    undone = await desk.post(f"{here}/undoing")
    assert undone.status_code == 303
    assert await one(build, "SELECT count(*) FROM seats WHERE weight <> 1") == 0


async def test_seats_that_changed_meanwhile_are_said_and_the_list_is_still_there(desk, build):
    sent = await desk.post("/lists", files={"file": ("leden.csv", LIST)})
    here = sent.headers["location"].partition("/desk")[2]
    page = (await desk.get(here)).text
    roll = re.findall(r'name="roll" value="([0-9a-f]{64})"', page)[0]
    await desk.post("/people", {"number": "44", "name": "Ondertussen"})
    refused = await desk.post(f"{here}/application", {"roll": roll, "row": ["2", "3"]})
    assert (refused.status_code, "Iemand heeft de zetels intussen veranderd" in refused.text) == (
        409,
        True,
    )
    assert (await desk.post(f"{here}/comparison")).status_code == 303
    thrown = await desk.post(f"{here}/rejection")
    assert thrown.headers["location"].endswith("/desk/lists")


async def test_a_file_that_is_no_list_says_what_to_do(desk):
    for data, words in ((b"1;Jan\r\n", "geen titels"), (b"", "leeg")):
        answer = await desk.post("/lists", files={"file": ("x.csv", data)})
        assert answer.status_code == 422
        assert words in answer.text


async def test_cards_are_a_file_with_codes_that_open(desk, build):
    answer = await desk.post(
        "/invitations/cards", {"which": "ticked", "seat": ["1", "3"], "language": "fr"}
    )
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    text = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    codes = CODE.findall(text)
    assert len(codes) == 2
    assert all([await opens(build, code) for code in codes])
    assert "Siège" in text
    assert (await desk.get("/people")).text.count("kaart gemaakt") == 2


async def test_nobody_to_invite_and_no_mail_server_are_said(desk):
    nobody = await desk.post("/invitations/cards", {"which": "without_code"})
    assert (nobody.status_code, "niemand om uit te nodigen" in nobody.text) == (409, True)
    letters = await desk.post("/invitations/letters", {"which": "all"})
    assert (letters.status_code, "verstuurt geen mail" in letters.text) == (409, True)
    assert "Brieven mailen" not in (await desk.get("/people")).text
    ticked = await desk.post("/invitations/cards", {"which": "ticked"})
    assert ticked.status_code == 409


async def test_a_lost_phone_is_one_button_and_the_code_is_shown_once(desk, build):
    answer = await desk.post("/people/1/code")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    code = "-".join(re.findall(r"<span>([2-9A-Z]{3,4})</span>", answer.text))
    assert await opens(build, code)
    assert not await opens(build, desk.hall.codes[0].shown())
    assert "data:image/svg+xml" in answer.text
    assert "style=" not in answer.text
    assert code.replace("-", "") not in html.unescape((await desk.get("/people/1")).text)


async def test_a_substitute_comes_and_goes_and_the_room_shows_them(desk, build):
    answer = await desk.post("/people/2/substitute", {"name": "Vera Vervanger"})
    code = "-".join(re.findall(r"<span>([2-9A-Z]{3,4})</span>", answer.text))
    assert await opens(build, code)
    for path in ("/people", "/people/2", "/room"):
        assert "Vera Vervanger" in (await desk.get(path)).text
        assert "vervangt Seat 2" in (await desk.get(path)).text
    second = await desk.post("/people/2/substitute", {"name": "Nog Iemand"})
    assert second.status_code == 409
    await desk.post("/people/2/return")
    assert await opens(build, desk.hall.codes[1].shown())
    assert "Vera" not in (await desk.get("/people/2")).text


async def test_name_and_address_are_changed_and_signing_out_leaves_the_code(desk, build):
    token = await build.token_of_seat(desk.hall, 0)
    done = await desk.post("/people/1/change", {"name": "Jan", "email": "jan@example.org"})
    assert done.status_code == 303
    assert "Jan" in (await desk.get("/people/1")).text
    wrong = await desk.post("/people/1/change", {"name": "", "email": "geen"})
    assert (wrong.status_code, 'id="email-error"' in wrong.text) == (422, True)
    await desk.post("/people/1/sign-out")
    me = await desk.client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert me.status_code == 401
    assert await opens(build, desk.hall.codes[0].shown())


async def test_an_assembly_is_founded_by_form(desk, build):
    form = {
        "name": "Burgerraad Ménage",
        "language": "fr",
        "time_zone": "Europe/Brussels",
        "held_on": "2027-01-09",
        "default_rule": "two_thirds",
        "proxies": "2",
    }
    wrong = await desk.post("/desk/new", form | {"time_zone": "Mars", "proxies": "x"})
    assert wrong.status_code == 422
    assert 'id="time_zone-error"' in wrong.text
    assert 'id="proxies-error"' in wrong.text
    done = await desk.post("/desk/new", form)
    assert done.headers["location"] == "/assemblies/burgerraad-menage/desk/people"
    assert (await desk.post("/desk/new", form)).status_code == 409
    kept = await rows(
        build,
        "SELECT language, default_rule, proxies_per_holder, participants_propose"
        " FROM assemblies WHERE slug = 'burgerraad-menage'",
    )
    assert kept == [("fr", "two_thirds", 2, False)]


async def test_a_clone_is_founded_by_form(desk, build):
    done = await desk.post("/clone", {"name": "Nog een keer", "slug": ""})
    assert done.headers["location"] == "/assemblies/nog-een-keer/desk/people"
    again = await desk.post("/clone", {"name": "Nog een keer", "slug": ""})
    assert again.status_code == 409
    wrong = await desk.post("/clone", {"name": "", "slug": "X"})
    assert wrong.status_code == 422


async def test_the_usual_rule_is_chosen_first_for_a_voting(desk, build):
    await build.tabled(desk.hall)
    await desk.client.patch(
        f"/api/v1/assemblies/{desk.hall.slug}",
        headers=desk.headers,
        json={"default_rule": "three_quarters"},
    )
    page = (await desk.get("/1/voting")).text
    assert '<option value="three_quarters" selected>' in page
    assert "Drie vierde" in (await desk.get("")).text
    await desk.post("/1/opening", data={"sure": "1"})
    assert await one(build, "SELECT rule FROM votings") == "three_quarters"


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ("names_stay", "Hun naam blijft staan in wat bekendgemaakt werd"),
        ("pseudonyms", "staat dan “Zetel 1”"),
    ],
)
async def test_somebody_is_forgotten_after_a_tick_and_what_stays_is_said_before(
    desk, build, names, told
):
    said = await desk.post("/roll-call-names", {"names": names})
    assert said.headers["location"].endswith("/desk/people#forgotten")
    assert re.search(rf'value="{names}" checked', (await desk.get("/people")).text)
    assert told in (await desk.get("/people/1")).text
    unsure = await desk.post("/people/1/forgetting")
    assert unsure.status_code == 422
    assert "Vink dit eerst aan" in unsure.text
    for _ in range(2):
        gone = await desk.post("/people/1/forgetting", {"sure": "1"})
        assert gone.headers["location"].endswith("/desk/people")
    assert (await desk.get("/people")).text.count('name="seat"') == 2
    assert (await desk.get("/people/1")).status_code == 404


async def test_whoever_may_vote_now_is_not_forgotten_and_the_page_says_why(desk, build):
    await build.open_voting(desk.hall)
    refused = await desk.post("/people/1/forgetting", {"sure": "1"})
    assert refused.status_code == 409
    assert "Deze persoon kan nu stemmen" in refused.text


async def test_an_assembly_is_founded_with_what_becomes_of_names(desk, build):
    form = {"name": "Raad van morgen", "language": "nl", "time_zone": "Europe/Brussels"}
    form |= {"default_rule": "simple", "proxies": "1", "roll_call_names": "pseudonyms"}
    assert (await desk.post("/desk/new", form)).status_code == 303
    assert await one(
        build, "SELECT roll_call_names FROM assemblies WHERE slug = 'raad-van-morgen'"
    ) == ("pseudonyms")
    wrong = await desk.post("/desk/new", form | {"slug": "andere", "roll_call_names": "x"})
    assert wrong.status_code == 422
