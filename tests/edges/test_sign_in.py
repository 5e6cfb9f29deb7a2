# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in: codes and passwords, the limit on attempts, tokens, cookies, and other sites."""

import asyncio
import hashlib
import re
from http.cookies import Morsel, SimpleCookie
from typing import Any

import httpx
import pytest

from assembly.identity.rules.codes import ALPHABET, Code
from tests.build.house import PASSWORD, Build, Hall
from tests.edges.town import bearer, is_problem, rows

SIGN_IN, SIGN_OUT, ME = "/api/v1/sign-in", "/api/v1/sign-out", "/api/v1/me"
COOKIE = "__Host-assembly"
WRONG = "a wrong enough password"

Headers = dict[str, str]


async def enter(client: httpx.AsyncClient, code: str, headers: Headers | None = None) -> Any:
    return await client.post(SIGN_IN, json={"code": code}, headers=headers)


async def enter_as_staff(client: httpx.AsyncClient, email: str, password: str) -> Any:
    return await client.post(SIGN_IN, json={"email": email, "password": password})


async def token_for(client: httpx.AsyncClient, hall: Hall, index: int = 0) -> str:
    answer = await enter(client, hall.codes[index].shown())
    assert answer.status_code == 200, answer.text
    return str(answer.json()["token"])


async def holds(client: httpx.AsyncClient, token: str) -> bool:
    return (await client.get(ME, headers=bearer(token))).status_code == 200


def another(code: Code) -> str:
    """The code of the same handle with a wrong secret."""
    first = next(letter for letter in ALPHABET if letter != code.secret[0])
    return Code(code.handle, first + code.secret[1:]).shown()


def cookie_of(answer: httpx.Response) -> Morsel[str]:
    return SimpleCookie(answer.headers["set-cookie"])[COOKIE]


def with_cookie(token: str, **headers: str) -> Headers:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {"Cookie": f"{COOKIE}={token}"} | named


async def change(build: Build, sql: str, token: str) -> None:
    """An UPDATE of the one row of `tokens` that this token is."""
    digest = hashlib.sha256(token.encode()).digest()
    async with build.sessions.begin() as session:
        connection = await session.connection()
        done = await connection.exec_driver_sql(
            f"UPDATE tokens SET {sql} WHERE digest = $1", (digest,)
        )
    assert done.rowcount == 1


# ── codes and passwords ───────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(lambda code: code, id="as it is printed"),
        pytest.param(lambda code: code.lower(), id="in lower case"),
        pytest.param(lambda code: code.replace("-", ""), id="without dashes"),
        pytest.param(lambda code: code.replace("-", " "), id="with spaces"),
        pytest.param(lambda code: code.replace("-", "–"), id="with the dashes of a phone"),
        pytest.param(lambda code: f"  {' '.join(code)}\n", id="with a space after every letter"),
        pytest.param(lambda code: code.replace("-", "\u00a0"), id="with no-break spaces"),
    ],
)
async def test_a_code_opens_in_any_case_with_any_spaces_and_dashes(client, build, typed):
    hall = await build.hall(seats=1)
    answer = await enter(client, typed(hall.codes[0].shown()))
    assert answer.status_code == 200, answer.text
    signed = answer.json()
    assert (signed["role"], signed["name"]) == ("participant", "Seat 1")
    assert answer.headers["cache-control"] == "no-store"
    me = (await client.get(ME, headers=bearer(signed["token"]))).json()
    assert (me["assembly"], me["seat"]) == (hall.slug, 1)


async def test_staff_enter_with_their_address_in_any_case(client, build):
    hall = await build.hall(seats=0)
    answer = await enter_as_staff(client, f" {hall.email.upper()} ", PASSWORD)
    assert answer.status_code == 200, answer.text
    assert answer.json()["role"] == "staff"


async def test_a_wrong_code_and_an_unknown_one_get_the_same_answer(client, build):
    hall = await build.hall(seats=1)
    unknown = Code("2222", "222222").shown()
    answers = [await enter(client, code) for code in (another(hall.codes[0]), unknown)]
    assert answers[0].content == answers[1].content
    assert {**answers[0].headers} == {**answers[1].headers}
    is_problem(answers[0], 401, "bad-credentials")
    assert answers[0].headers["www-authenticate"].startswith("Bearer")


async def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(client, build):
    hall = await build.hall(seats=0)
    answers = [
        await enter_as_staff(client, hall.email, WRONG),
        await enter_as_staff(client, "nobody-here@example.org", PASSWORD),
        await enter_as_staff(client, "nobody-here@example.org", WRONG),
    ]
    assert len({answer.content for answer in answers}) == 1
    is_problem(answers[0], 401, "bad-credentials")
    assert "set-cookie" not in answers[0].headers


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="empty"),
        pytest.param("K7QM-3XR", id="too short"),
        pytest.param("K7QM-3XR-9TW-2", id="too long"),
        pytest.param("K7QM-3XR-9T0", id="with a zero"),
        pytest.param("K7QM-3XR-9Tİ", id="with a letter of another alphabet"),
        pytest.param("K7QM-3XR-9T%", id="with a percent sign"),
    ],
)
async def test_what_can_be_no_code_is_told_how_codes_look(client, typed):
    problem = is_problem(await enter(client, typed), 401, "bad-credentials")
    assert "ten characters" in problem["detail"]
    assert not typed or typed not in problem["detail"]


async def test_a_code_of_another_installation_key_is_worth_nothing(client, build):
    """What the database keeps is keyed: whoever copies it still needs the secret of the house."""
    hall = await build.hall(seats=1)
    kept = await rows(
        build,
        "SELECT secret_hash FROM credentials JOIN seats ON seats.id = seat_id"
        " WHERE seats.assembly_id = :id",
        id=hall.assembly.id,
    )
    plain = hall.codes[0].handle + hall.codes[0].secret
    assert str(kept[0][0]).startswith("$argon2id$")
    assert not await build.hasher.check_password(str(kept[0][0]), plain)
    assert await build.hasher.check_code(str(kept[0][0]), hall.codes[0])


async def test_a_revoked_code_opens_nothing_and_its_sign_ins_are_void(client, build):
    hall = await build.hall(seats=2)
    token, neighbour = await token_for(client, hall), await token_for(client, hall, 1)
    moderator = bearer(await build.token_of_staff(hall.email))
    path = f"/api/v1/assemblies/{hall.slug}/seats/1/code"
    assert (await client.delete(path, headers=moderator)).status_code == 204
    assert (await client.delete(path, headers=moderator)).status_code == 204
    is_problem(await enter(client, hall.codes[0].shown()), 401, "bad-credentials")
    assert not await holds(client, token)
    assert await holds(client, neighbour)
    seats = (await client.get(f"/api/v1/assemblies/{hall.slug}/seats", headers=moderator)).json()
    assert [seat["has_code"] for seat in seats] == [False, True]


async def test_a_reissued_code_opens_and_the_old_one_with_its_sign_ins_does_not(client, build):
    hall = await build.hall(seats=1)
    token = await token_for(client, hall)
    moderator = bearer(await build.token_of_staff(hall.email))
    path = f"/api/v1/assemblies/{hall.slug}/seats/1/code"
    answer = await client.post(path, headers=moderator)
    assert (answer.status_code, answer.headers["cache-control"]) == (201, "no-store")
    new = answer.json()
    assert (new["number"], new["name"]) == (1, "Seat 1")
    assert not await holds(client, token)
    is_problem(await enter(client, hall.codes[0].shown()), 401, "bad-credentials")
    again = await enter(client, new["code"])
    assert again.status_code == 200
    me = (await client.get(ME, headers=bearer(again.json()["token"]))).json()
    assert (me["assembly"], me["seat"]) == (hall.slug, 1)


async def test_a_new_code_is_no_second_ballot(client, build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    await build.cast(hall, voting, 0, "yes")
    moderator = bearer(await build.token_of_staff(hall.email))
    new = await client.post(f"/api/v1/assemblies/{hall.slug}/seats/1/code", headers=moderator)
    token = (await enter(client, new.json()["code"])).json()["token"]
    answer = await client.post(
        f"/api/v1/votings/{voting.id}/ballots", json={"choice": "no"}, headers=bearer(token)
    )
    is_problem(answer, 409, "already-voted")


async def test_a_code_reissued_twice_at_once_leaves_one_code_that_opens(client, build):
    """Two moderators, or one who presses twice: nobody is left with a fault or with two codes."""
    hall = await build.hall(seats=1)
    moderator = bearer(await build.token_of_staff(hall.email))
    path = f"/api/v1/assemblies/{hall.slug}/seats/1/code"
    answers = await asyncio.gather(*(client.post(path, headers=moderator) for _ in range(4)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    codes = [answer.json()["code"] for answer in answers if answer.status_code == 201]
    opened = [(await enter(client, code)).status_code for code in codes]
    assert opened.count(200) == 1


# ── the limit on attempts ─────────────────────────────────────────────────────
async def test_the_eleventh_attempt_is_refused_even_with_the_right_code(client, build):
    hall = await build.hall(seats=2)
    right, wrong = hall.codes[0].shown(), another(hall.codes[0])
    for _ in range(10):
        is_problem(await enter(client, wrong), 401, "bad-credentials")
    for code in (wrong, right):
        answer = await enter(client, code)
        problem = is_problem(answer, 429, "too-many-attempts")
        assert 1 <= int(answer.headers["retry-after"]) <= 600
        assert problem["retry_after"] == int(answer.headers["retry-after"])
    assert (await enter(client, hall.codes[1].shown())).status_code == 200, "a hall is one address"
    await _ten_minutes_later(build)
    assert (await enter(client, right)).status_code == 200


async def test_the_limit_is_the_same_for_an_account_and_for_one_that_does_not_exist(client, build):
    hall = await build.hall(seats=0)
    for email in (hall.email, "not-even-enrolled@example.org"):
        typed = [email, email.upper(), f" {email} "] * 4
        answers = [await enter_as_staff(client, typed[turn], WRONG) for turn in range(11)]
        statuses = [answer.status_code for answer in answers]
        assert statuses == [401] * 10 + [429]
        is_problem(answers[-1], 429, "too-many-attempts")


async def test_a_code_nobody_has_is_limited_like_one_that_somebody_has(client):
    answers = [await enter(client, Code("3333", "222222").shown()) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]


async def test_a_success_clears_what_went_before(client, build):
    hall = await build.hall(seats=1)
    right, wrong = hall.codes[0].shown(), another(hall.codes[0])
    for _ in range(2):
        answers = [await enter(client, wrong) for _ in range(9)]
        assert {answer.status_code for answer in answers} == {401}
        assert (await enter(client, right)).status_code == 200


async def test_guesses_made_at_once_are_all_counted(client, build):
    hall = await build.hall(seats=1)
    wrong = another(hall.codes[0])
    answers = await asyncio.gather(*(enter(client, wrong) for _ in range(40)))
    statuses = [answer.status_code for answer in answers]
    assert (statuses.count(401), statuses.count(429)) == (10, 30)


async def test_waiting_is_not_made_longer_by_asking_again(client, build):
    hall = await build.hall(seats=1)
    wrong = another(hall.codes[0])
    for _ in range(10):
        await enter(client, wrong)
    waits = [int((await enter(client, wrong)).headers["retry-after"]) for _ in range(5)]
    assert waits == sorted(waits, reverse=True)


async def test_who_is_in_stays_in_while_somebody_guesses_at_their_code(client, build):
    hall = await build.hall(seats=1)
    token = await token_for(client, hall)
    answers = [await enter(client, another(hall.codes[0])) for _ in range(11)]
    assert answers[-1].status_code == 429
    assert await holds(client, token)


async def _ten_minutes_later(build: Build) -> None:
    async with build.sessions.begin() as session:
        connection = await session.connection()
        await connection.exec_driver_sql(
            "UPDATE attempts SET since = since - interval '601 seconds'"
        )


# ── tokens ────────────────────────────────────────────────────────────────────
async def test_a_token_says_nothing_and_only_its_digest_is_kept(client, build):
    hall = await build.hall(seats=1)
    tokens = [await token_for(client, hall) for _ in range(2)]
    assert tokens[0] != tokens[1]
    tables = await rows(
        build, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    )
    for token in tokens:
        assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
        for (table,) in tables:
            found = await rows(
                build,
                f"SELECT count(*) FROM {table} t WHERE to_jsonb(t)::text LIKE :token",
                token=f"%{token}%",
            )
            assert found == [(0,)], table
        digest = hashlib.sha256(token.encode()).digest()
        kept = "SELECT count(*) FROM tokens WHERE digest = :digest"
        assert await rows(build, kept, digest=digest) == [(1,)]


@pytest.mark.parametrize(
    ("sql", "in_force"),
    [
        pytest.param("used_at = now() - interval '239 minutes'", True, id="unused for 239 minutes"),
        pytest.param("used_at = now() - interval '241 minutes'", False, id="unused for too long"),
        pytest.param("expires_at = now() + interval '5 seconds'", True, id="in its last seconds"),
        pytest.param("expires_at = now() - interval '1 second'", False, id="used often, but old"),
        pytest.param("revoked_at = now()", False, id="revoked"),
    ],
)
async def test_a_token_ends(client, build, sql, in_force):
    hall = await build.hall(seats=1)
    token = await token_for(client, hall)
    await change(build, sql, token)
    answer = await client.get(ME, headers=bearer(token))
    assert (answer.status_code == 200) == in_force
    if not in_force:
        is_problem(answer, 401, "not-signed-in")


async def test_using_a_token_keeps_it_from_falling_idle_but_not_from_ending(client, build):
    hall = await build.hall(seats=1)
    token = await token_for(client, hall)
    digest = hashlib.sha256(token.encode()).digest()
    await change(build, "used_at = now() - interval '200 minutes'", token)
    (before,) = await rows(build, "SELECT expires_at FROM tokens WHERE digest = :d", d=digest)
    assert await holds(client, token)
    ((used_just_now, after),) = await rows(
        build,
        "SELECT used_at > now() - interval '1 minute', expires_at FROM tokens WHERE digest = :d",
        d=digest,
    )
    assert used_just_now
    assert (after,) == before


async def test_the_end_that_is_told_is_the_end_that_is_kept(client, build, settings):
    hall = await build.hall(seats=1)
    signed = (await enter(client, hall.codes[0].shown())).json()
    digest = hashlib.sha256(signed["token"].encode()).digest()
    ((hours, same),) = await rows(
        build,
        "SELECT extract(epoch FROM expires_at - issued_at) / 3600,"
        " expires_at = CAST(:told AS text)::timestamptz FROM tokens WHERE digest = :digest",
        told=signed["expires_at"],
        digest=digest,
    )
    assert (hours, same) == (settings.token_hours, True)


async def test_signing_out_voids_this_token_and_no_other(client, build):
    hall = await build.hall(seats=1)
    phone, laptop = await token_for(client, hall), await token_for(client, hall)
    answer = await client.post(SIGN_OUT, headers=bearer(phone))
    assert (answer.status_code, answer.content) == (204, b"")
    assert not await holds(client, phone)
    assert await holds(client, laptop)
    is_problem(await client.post(SIGN_OUT, headers=bearer(phone)), 401, "not-signed-in")


async def test_a_wrong_bearer_is_told_so_even_where_nobody_needs_one(client):
    for path in (ME, "/api/v1/assemblies"):
        answer = await client.get(path, headers=bearer("not-a-token"))
        is_problem(answer, 401, "not-signed-in")
        assert "not-a-token" not in answer.text


# ── cookies ───────────────────────────────────────────────────────────────────
async def test_the_cookie_is_for_this_host_https_and_no_script(client, build, settings):
    hall = await build.hall(seats=1)
    answer = await enter(client, hall.codes[0].shown())
    assert len(answer.headers.get_list("set-cookie")) == 1
    cookie = cookie_of(answer)
    assert cookie.value == answer.json()["token"]
    assert cookie["secure"] is True
    assert cookie["httponly"] is True
    assert cookie["samesite"].lower() in {"lax", "strict"}
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert int(cookie["max-age"]) == settings.token_hours * 3600


async def test_signing_in_with_a_cookie_gives_a_new_token_and_voids_the_old_one(client, build):
    hall = await build.hall(seats=2)
    old = await token_for(client, hall)
    answer = await enter(
        client, hall.codes[1].shown(), with_cookie(old, Sec_Fetch_Site="same-origin")
    )
    new = cookie_of(answer).value
    assert new not in {old, ""}
    assert not await holds(client, old)
    assert await holds(client, new)


async def test_signing_in_with_a_bearer_leaves_the_other_sign_in_alone(client, build):
    hall = await build.hall(seats=1)
    old = await token_for(client, hall)
    answer = await enter(client, hall.codes[0].shown(), bearer(old))
    assert answer.status_code == 200
    assert await holds(client, old)


async def test_a_token_that_the_client_chose_is_never_adopted(client, build):
    """No fixation: the cookie that was there before means nothing afterwards."""
    hall = await build.hall(seats=1)
    chosen = "chosen-by-somebody-else"
    answer = await enter(
        client, hall.codes[0].shown(), with_cookie(chosen, Sec_Fetch_Site="same-origin")
    )
    assert answer.status_code == 200
    assert answer.json()["token"] != chosen
    assert not await holds(client, chosen)


async def test_a_failed_sign_in_leaves_the_present_one_as_it_is(client, build):
    hall = await build.hall(seats=2)
    token = await token_for(client, hall)
    headers = with_cookie(token, Sec_Fetch_Site="same-origin")
    answer = await enter(client, another(hall.codes[1]), headers)
    is_problem(answer, 401, "bad-credentials")
    assert "set-cookie" not in answer.headers
    assert await holds(client, token)


async def test_signing_out_makes_the_browser_forget(client, build):
    hall = await build.hall(seats=1)
    token = await token_for(client, hall)
    headers = with_cookie(token, Sec_Fetch_Site="same-origin")
    answer = await client.post(SIGN_OUT, headers=headers)
    assert answer.status_code == 204
    cookie = cookie_of(answer)
    assert (cookie.value, cookie["max-age"], cookie["path"]) == ("", "0", "/")
    assert cookie["secure"] is True, "a browser refuses to change a __Host- cookie without it"
    assert not await holds(client, token)


async def test_a_cookie_that_has_ended_makes_one_the_public_and_locks_nobody_out(client, build):
    hall = await build.hall(seats=1)
    token = await token_for(client, hall)
    await change(build, "expires_at = now()", token)
    headers = with_cookie(token, Sec_Fetch_Site="same-origin")
    assert (await client.get("/api/v1/assemblies", headers=headers)).status_code == 200
    is_problem(await client.get(ME, headers=headers), 401, "not-signed-in")
    assert (await enter(client, hall.codes[0].shown(), headers)).status_code == 200


# ── requests that another site started ────────────────────────────────────────
@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        pytest.param({"Sec_Fetch_Site": "same-origin"}, True, id="from our own page"),
        pytest.param({"Sec_Fetch_Site": "none"}, True, id="that the person typed themselves"),
        pytest.param({"Sec_Fetch_Site": "cross-site"}, False, id="from another site"),
        pytest.param({"Sec_Fetch_Site": "same-site"}, False, id="from a neighbouring subdomain"),
        pytest.param({"Sec_Fetch_Site": ""}, False, id="with an empty Sec-Fetch-Site"),
        pytest.param(
            {"Sec_Fetch_Site": "cross-site", "Origin": "http://test"},
            False,
            id="from another site, whatever Origin says",
        ),
        pytest.param({"Origin": "http://test"}, True, id="of an old browser, from our own page"),
        pytest.param({"Origin": "http://evil.test"}, False, id="of an old browser, from elsewhere"),
        pytest.param({"Origin": "http://test.evil"}, False, id="from a name that begins like ours"),
        pytest.param({"Origin": "http://test:81"}, False, id="from another port"),
        pytest.param({"Origin": "null"}, False, id="from a sandboxed frame"),
        pytest.param({}, False, id="that says nothing of where it came from"),
        pytest.param(
            {"Authorization": "Basic dGVzdDp0ZXN0", "Sec_Fetch_Site": "cross-site"},
            False,
            id="from another site, with an Authorization that is no bearer",
        ),
    ],
)
async def test_a_cookie_changes_something_only_from_our_own_pages(client, build, headers, ours):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    token = await token_for(client, hall)
    answer = await client.post(
        f"/api/v1/votings/{voting.id}/ballots",
        json={"choice": "yes"},
        headers=with_cookie(token, **headers),
    )
    if ours:
        assert answer.status_code == 201, answer.text
    else:
        is_problem(answer, 403, "cross-site-request")
    cast = await rows(build, "SELECT count(*) FROM ballots WHERE voting_id = :id", id=voting.id)
    assert cast == [(int(ours),)]


async def test_a_cookie_reads_from_wherever_the_link_was(client, build):
    hall = await build.hall(seats=1)
    token = await token_for(client, hall)
    answer = await client.get(ME, headers=with_cookie(token, Sec_Fetch_Site="cross-site"))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="from a script"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="from a page elsewhere that has a token"),
        pytest.param({"Origin": "https://tools.example.org"}, id="from a tool in a browser"),
    ],
)
async def test_a_bearer_is_not_bound_to_our_pages(client, build, headers):
    hall = await build.hall(seats=1)
    token = await token_for(client, hall)
    answer = await client.post(SIGN_OUT, headers=bearer(token) | headers)
    assert answer.status_code == 204


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="by Sec-Fetch-Site"),
        pytest.param({"Origin": "https://evil.example"}, id="by Origin"),
    ],
)
async def test_another_site_cannot_sign_anybody_in(client, build, headers):
    """Otherwise it could sign people in as somebody else and watch what they do (login CSRF)."""
    hall = await build.hall(seats=1)
    answer = await enter(client, hall.codes[0].shown(), headers)
    is_problem(answer, 403, "cross-site-request")
    assert "set-cookie" not in answer.headers
    form = await client.post("/sign-in", data={"code": hall.codes[0].shown()}, headers=headers)
    assert form.status_code == 403
    assert "set-cookie" not in form.headers


# ── the form for people ───────────────────────────────────────────────────────
async def test_the_form_sets_the_same_cookie_and_keeps_no_code(client, build):
    hall = await build.hall(seats=1)
    code = hall.codes[0].shown()
    answer = await client.post("/sign-in", data={"code": code.lower()})
    assert (answer.status_code, answer.headers["location"]) == (303, "/my-votings")
    cookie = cookie_of(answer)
    assert cookie["secure"] is True
    assert cookie["httponly"] is True
    assert (cookie["path"], cookie["samesite"].lower() in {"lax", "strict"}) == ("/", True)
    page = await client.get("/my-votings", headers=with_cookie(cookie.value))
    assert page.status_code == 200
    refused = await client.post("/sign-in", data={"code": another(hall.codes[0])})
    assert (refused.status_code, refused.headers["cache-control"]) == (401, "no-store")
    assert another(hall.codes[0]) not in refused.text


async def test_the_form_and_the_api_count_attempts_together(client, build):
    hall = await build.hall(seats=1)
    wrong = another(hall.codes[0])
    for turn in range(10):
        if turn % 2:
            answer = await enter(client, wrong)
        else:
            answer = await client.post("/sign-in", data={"code": wrong})
        assert answer.status_code == 401
    answer = await client.post("/sign-in", data={"code": wrong})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
