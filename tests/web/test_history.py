# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""History from a file with columns: sent, mapped, asked about, brought in, by API and by form."""

from uuid import uuid4

import pytest

from assembly.clock import now
from assembly.identity.enrol import appoint_moderator
from tests.build.house import BY
from tests.build.tracked import TRACKED, a_tracked
from tests.verbs.reading import acts, one, rows

CSV = b"""Nr;Titel;Tekst;Uitslag;Datum;Voor;Tegen;Onthouding;Thema
1;Bus;"Gratis bus;
ook 's avonds.";Goedgekeurd;2024-05-03;12;3;1;Vervoer

2;;Meer bomen.;Verworpen;3/4/2024;3;12;;Groen
2;Park;Een park.;Goedgekeurd;;tien;;;
;;Totaal;;;;;;
"""
COLUMNS = {
    "number": "Nr",
    "title": "Titel",
    "text": "Tekst",
    "outcome": "Uitslag",
    "date": "Datum",
    "yes": "Voor",
    "no": "Tegen",
    "abstain": "Onthouding",
    "theme": "Thema",
}
NAMED = {"slug": "dorp-2024", "name": "Dorpsraad", "held_on": "2024-05-03"}
API = "/api/v1/histories"


@pytest.fixture
async def staff(build):
    hall = await build.hall(seats=0)
    return {"Authorization": f"Bearer {await build.token_of_staff(hall.email)}"}


async def send(client, headers, data=CSV, file="besluiten.csv"):
    answer = await client.post(f"{API}?file={file}", headers=headers, content=data)
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


async def mapped(client, headers, sent, **changes):
    told = {"revision": sent["revision"], "part": "csv", "columns": COLUMNS, **NAMED, **changes}
    answer = await client.put(f"{API}/{sent['id']}/mapping", headers=headers, json=told)
    assert answer.status_code == 200, answer.text
    return answer.json()


def reply(question, reply, value="", reason=""):
    return {"question": question["question"], "reply": reply, "value": value, "reason": reason}


async def answered(client, headers, told, *answers):
    body = {"revision": told["revision"], "answers": list(answers)}
    return await client.post(f"{API}/{told['id']}/answers", headers=headers, json=body)


async def accepted(client, headers, told):
    body = {"revision": told["revision"]}
    return await client.post(f"{API}/{told['id']}/acceptance", headers=headers, json=body)


def asked(told):
    return {one["question"]: one for one in told["questions"] if one["given"] is None}


async def all_answered(client, headers):
    told = await mapped(client, headers, await send(client, headers))
    open_ = asked(told)
    (word,) = (one for one in open_.values() if one["ask"] == "outcome-unknown")
    answer = await answered(
        client,
        headers,
        told,
        reply(word, "value", "not_adopted"),
        reply(open_["day:2"], "value", "2024-04-03"),
        reply(open_["number:3"], "value", "3"),
        reply(open_["yes:3"], "not-recorded"),
        reply(open_["number:4"], "leave-out", reason="Een telling, geen besluit."),
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_what_is_doubtful_is_asked_with_its_lines_and_nothing_is_guessed(client, staff):
    sent = await send(client, staff)
    assert (sent["encoding"], sent["delimiter"], sent["unit"]) == ("utf-8", ";", "line")
    assert sent["mapped"] is False
    assert sent["columns"] == COLUMNS
    (part,) = sent["parts"]
    assert part["columns"][0] == {"name": "Nr", "samples": ["1", "2"]}
    told = await mapped(client, staff, sent)
    found = sorted(
        (one["ask"], one["first"], one["last"], one["words"]) for one in told["questions"]
    )
    twice = "2 | Meer bomen. | Verworpen | 3/4/2024 | 3 | 12 | Groen"
    assert found == [
        ("count-unclear", 6, 6, "tien"),
        ("day-unclear", 5, 5, "3/4/2024"),
        ("number-missing", 7, 7, "Totaal"),
        ("number-twice", 5, 5, twice),
        ("number-twice", 6, 6, "2 | Park | Een park. | Goedgekeurd | tien"),
        ("outcome-missing", 7, 7, "Totaal"),
        ("outcome-unknown", 5, 5, "Verworpen"),
    ]
    assert [one["number"] for one in told["lines"]] == [1]
    refused = await accepted(client, staff, told)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/questions-open")
    assert refused.json()["questions"] == 7


async def test_with_every_answer_it_becomes_an_assembly_that_says_where_it_was_read(
    build, client, staff
):
    told = await all_answered(client, staff)
    assert asked(told) == {}
    assert [one["number"] for one in told["lines"]] == [1, 2, 3]
    assert [one["reason"] for one in told["left_out"]] == ["Een telling, geen besluit."]
    done = await accepted(client, staff, told)
    assert (done.status_code, done.json()["assembly"]) == (200, "dorp-2024"), done.text
    again = await accepted(client, staff, told)
    assert again.json()["state"] == "brought_in"
    assert (await acts(build))["bring_in"] == 1
    public = (await client.get("/api/v1/assemblies/dorp-2024/resolutions")).json()["items"]
    assert [(one["number"], one["outcome"], one["title"]) for one in public] == [
        (1, "adopted", "Bus"),
        (2, "not_adopted", "Meer bomen."),
        (3, "adopted", "Park"),
    ]
    assert public[0]["text"] == "Gratis bus;\nook 's avonds."
    source = public[0]["source"]
    assert (source["file"], source["unit"]) == ("besluiten.csv", "line")
    assert (source["first_line"], source["last_line"]) == (2, 3)
    assert source["columns"]["text"] == "Tekst"
    facts = [one["source"]["facts"] for one in public]
    assert facts[0] == {
        "decided_on": "2024-05-03",
        "yes": 12,
        "no": 3,
        "abstain": 1,
        "theme": "Vervoer",
        "answers": [],
    }
    assert (facts[1]["abstain"], facts[2]["yes"]) == (None, None)
    assert [(one["ask"], one["words"], one["value"]) for one in facts[1]["answers"]] == [
        ("outcome-unknown", "Verworpen", "not_adopted"),
        ("day-unclear", "3/4/2024", "2024-04-03"),
    ]
    assert await one(build, "SELECT count(*) FROM dossiers") == 2
    assert await rows(build, "SELECT reading->>'format' FROM sources") == [("csv",)]


async def test_the_page_of_a_resolution_shows_the_numbers_and_how_it_was_read(client, staff):
    await accepted(client, staff, await all_answered(client, staff))
    page = (await client.get("/en/assemblies/dorp-2024/resolutions/2")).text
    for words in ("besluiten.csv", "line 5", "Verworpen", "Uitslag", "Groen", "April"):
        assert words in page
    first = (await client.get("/en/assemblies/dorp-2024/resolutions/1")).text
    assert "not recorded in the source" not in first
    assert "12" in first


async def test_who_looked_at_something_else_does_nothing(client, staff):
    sent = await send(client, staff)
    told = await mapped(client, staff, sent)
    stale = await answered(client, staff, sent, reply(next(iter(told["questions"])), "value", "3"))
    assert (stale.status_code, stale.json()["type"]) == (409, "/problems/history-changed")
    assert stale.json()["revision"] == told["revision"]


async def test_other_columns_forget_the_answers_and_other_names_do_not(client, staff):
    told = await all_answered(client, staff)
    told = await mapped(client, staff, told, name="De raad")
    assert asked(told) == {}
    columns = {name: column for name, column in COLUMNS.items() if name != "theme"}
    told = await mapped(client, staff, told, columns=columns)
    assert len(asked(told)) == 7


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"columns": {"number": "Nr", "text": "Tekst"}}, "/columns/outcome"),
        ({"columns": COLUMNS | {"title": "Kop"}}, "/columns/title"),
        ({"columns": COLUMNS | {"title": "Tekst"}}, "/columns/text"),
        ({"part": "blad 2"}, "/part"),
        ({"slug": "Dorp 2024"}, "/slug"),
        ({"name": ""}, "/name"),
    ],
)
async def test_columns_and_names_that_cannot_be_are_refused_at_their_place(
    client, staff, changes, pointer
):
    sent = await send(client, staff)
    told = {"revision": 1, "part": "csv", "columns": COLUMNS, **NAMED, **changes}
    answer = await client.put(f"{API}/{sent['id']}/mapping", headers=staff, json=told)
    assert answer.status_code == 422
    assert pointer in [one["pointer"] for one in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("number:4", ("value", "nul", "")),
        ("number:4", ("leave-out", "", "")),
        ("number:4", ("not-recorded", "", "")),
        ("day:2", ("value", "3/4/2024", "")),
        ("yes:3", ("value", "-1", "")),
        ("result:4", ("value", "misschien", "")),
        ("title:1", ("value", "Bus", "")),
    ],
)
async def test_what_answers_no_question_is_refused_and_nothing_is_kept(
    client, staff, question, given
):
    told = await mapped(client, staff, await send(client, staff))
    answer = await answered(
        client,
        staff,
        told,
        {"question": "day:2", "reply": "not-recorded"},
        dict(zip(("question", "reply", "value", "reason"), (question, *given), strict=True)),
    )
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-request")
    now = (await client.get(f"{API}/{told['id']}", headers=staff)).json()
    assert now["revision"] == told["revision"]


async def test_the_same_bytes_are_the_same_file_until_it_is_thrown_away(client, staff):
    sent = await send(client, staff)
    assert (await send(client, staff))["id"] == sent["id"]
    thrown = await client.post(f"{API}/{sent['id']}/rejection", headers=staff)
    assert (thrown.status_code, thrown.json()["state"]) == (200, "rejected")
    assert (await send(client, staff))["id"] != sent["id"]


async def test_a_file_that_waits_is_seen_by_who_sent_it_and_by_administrators(build, client, staff):
    sent = await send(client, staff)
    other = await build.hall(seats=0, slug="elders")
    await build.staff("chief@example.org", administrator=True)
    theirs, chiefs = [
        {"Authorization": f"Bearer {await build.token_of_staff(email)}"}
        for email in (other.email, "chief@example.org")
    ]
    told = {"revision": 1, "part": "csv", "columns": COLUMNS, **NAMED}
    refused = [
        await client.get(f"{API}/{sent['id']}", headers=theirs),
        await client.put(f"{API}/{sent['id']}/mapping", headers=theirs, json=told),
        await answered(client, theirs, sent, {"question": "day:2", "reply": None}),
        await accepted(client, theirs, sent),
        await client.post(f"{API}/{sent['id']}/rejection", headers=theirs),
        await client.get(f"{API}/{uuid4()}", headers=theirs),
    ]
    for answer in refused:
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/import-not-found")
    page = f"/desk/history/{sent['id']}"
    assert (await client.get(page, headers=theirs)).status_code == 404
    assert (await client.post(f"{page}/rejection", headers=theirs)).status_code == 404
    for headers, seen in ((theirs, False), (staff, True), (chiefs, True)):
        assert (page in (await client.get("/desk/history", headers=headers)).text) is seen
    assert (await client.get(f"{API}/{sent['id']}", headers=chiefs)).status_code == 200
    again = await client.post(f"{API}?file=besluiten.csv", headers=theirs, content=CSV)
    assert again.status_code == 201, "nobody learns that somebody else sent the same"
    assert again.json()["id"] != sent["id"]


async def test_once_it_is_an_assembly_its_moderators_see_the_file(build, client, staff):
    told = await all_answered(client, staff)
    assert (await accepted(client, staff, told)).status_code == 200
    person_id = await build.staff("second@example.org")
    ((assembly_id,),) = await rows(build, "SELECT id FROM assemblies WHERE slug = 'dorp-2024'")
    headers = {"Authorization": f"Bearer {await build.token_of_staff('second@example.org')}"}
    assert (await client.get(f"{API}/{told['id']}", headers=headers)).status_code == 404
    async with build.sessions.begin() as session:
        await appoint_moderator(session, assembly_id, person_id, at=now(), by=BY)
    assert (await client.get(f"{API}/{told['id']}", headers=headers)).status_code == 200


async def test_a_file_over_20_mb_is_refused_on_the_page_and_over_http(client, staff):
    data = b"a;b\n" * 5_300_000
    told = await client.post(f"{API}?file=a.csv", headers=staff, content=data)
    assert (told.status_code, told.json()["type"]) == (413, "/problems/document-too-large")
    page = await client.post("/desk/history", headers=staff, files={"file": ("a.csv", data)})
    assert page.status_code == 413


async def test_a_slug_in_use_is_refused_and_the_file_stays(client, staff, build):
    await build.hall(seats=0, slug="dorp-2024")
    told = await all_answered(client, staff)
    taken = await accepted(client, staff, told)
    assert (taken.status_code, taken.json()["type"]) == (409, "/problems/already-taken")
    assert (await client.get(f"{API}/{told['id']}", headers=staff)).json()["state"] == "open"


# ── on the desk ───────────────────────────────────────────────────────────────
async def test_by_form_a_file_is_mapped_answered_and_brought_in(client, staff, build):
    form = await client.get("/en/desk/history", headers=staff)
    assert 'type="file"' in form.text
    sent = await client.post(
        "/en/desk/history", headers=staff, files={"file": ("besluiten.csv", CSV)}
    )
    assert sent.status_code == 303, sent.text
    here = sent.headers["location"]
    page = (await client.get(here, headers=staff)).text
    assert 'value="Uitslag" selected' in page
    assert "Verworpen" in page
    choice = {f"column-{field}": column for field, column in COLUMNS.items()}
    data = {"revision": "1", "part": "csv", **choice, "language": "nl"}
    data |= {"time_zone": "Europe/Brussels", "held_on": "2024-05-03"}
    wrong = await client.post(f"{here}/mapping", headers=staff, data=data | {"name": ""})
    assert wrong.status_code == 422
    assert 'id="name-error"' in wrong.text
    read = await client.post(f"{here}/mapping", headers=staff, data=data | {"name": "Dorp 2024"})
    assert read.status_code == 303, read.text
    asks = (await client.get(here, headers=staff)).text
    assert "7 questions" in asks
    word = asks.partition('name="reply-outcome:')[2].partition('"')[0]
    answers = {"revision": "2"}
    for key, value in ((f"outcome:{word}", "not_adopted"), ("day:2", "2024-04-03")):
        answers |= {f"reply-{key}": "value", f"value-{key}": value}
    answers |= {"reply-number:3": "", "value-number:3": "3", "reason-number:3": ""}
    answers |= {"reply-yes:3": "not-recorded", "value-yes:3": "", "reason-yes:3": ""}
    answers |= {"reply-number:4": "leave-out", "value-number:4": "", "reason-number:4": "Telling"}
    kept = await client.post(f"{here}/answers", headers=staff, data=answers)
    assert kept.status_code == 303, kept.text
    ready = (await client.get(here, headers=staff)).text
    assert "/acceptance" in ready
    assert "Telling" in ready
    back = await client.post(
        f"{here}/withdrawal", headers=staff, data={"revision": "3", "question": "day:2"}
    )
    assert back.status_code == 303
    assert "/acceptance" not in (await client.get(here, headers=staff)).text
    answers = {"revision": "4", "reply-day:2": "not-recorded"}
    await client.post(f"{here}/answers", headers=staff, data=answers)
    done = await client.post(f"{here}/acceptance", headers=staff, data={"revision": "5"})
    assert done.status_code == 303, done.text
    assert "/assemblies/dorp-2024" in (await client.get(here, headers=staff)).text
    assert (await client.get("/assemblies/dorp-2024/desk", headers=staff)).status_code == 200
    assert await one(build, "SELECT count(*) FROM source_facts WHERE decided_on IS NULL") == 2


async def test_tracked_changes_are_shown_in_both_readings_and_told_with_the_resolution(
    client, staff
):
    files = {"file": ("raad.docx", a_tracked(*TRACKED))}
    sent = await client.post("/desk/history", headers=staff, files=files)
    here = sent.headers["location"]
    data = {"revision": "1", "part": "text", "name": "Dorp", "slug": "dorp-w", "language": "nl"}
    data |= {f"column-{one}": one for one in ("number", "text", "outcome")}
    data |= {"time_zone": "Europe/Brussels", "held_on": ""}
    assert (await client.post(f"{here}/mapping", headers=staff, data=data)).status_code == 303
    page = (await client.get(here, headers=staff)).text
    for told in ("<del>onder 18</del>", "<ins>onder 21</ins>", "Welke lezing geldt"):
        assert told in page
    assert "Gratis bus onder 18, ook" in page
    assert "Gratis bus onder 21, ook" in page
    answers = {"revision": "2"}
    for key, value in (("change-1:1", "before"), ("change-2:1", "after")):
        answers |= {f"reply-{key}": "value", f"value-{key}": value, f"reason-{key}": ""}
    wrong = answers | {"value-change-1:1": "both"}
    assert (await client.post(f"{here}/answers", headers=staff, data=wrong)).status_code == 422
    assert (await client.post(f"{here}/answers", headers=staff, data=answers)).status_code == 303
    told = (await client.get(here.replace("/desk/history", API), headers=staff)).json()
    assert [one["text"] for one in told["lines"]] == ["Gratis bus onder 18, ook"]
    assert told["questions"][0]["readings"] == {
        "deleted": "onder 18",
        "inserted": "onder 21",
        "before": "Gratis bus onder 18, ook",
        "after": "Gratis bus onder 21, ook",
    }
    done = await client.post(f"{here}/acceptance", headers=staff, data={"revision": "3"})
    assert done.status_code == 303, done.text
    shown = (await client.get("/assemblies/dorp-w/resolutions/1")).text
    assert "Voor de wijziging" in shown
    assert "Na de wijziging" in shown
