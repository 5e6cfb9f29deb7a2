# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the public reads: Caruna as history, and a voting of ours, on pages that need no account."""

import re
from html import unescape
from html.parser import HTMLParser

import httpx
import pytest

from assembly.archive.bring_in import bring_in
from assembly.archive.found import Naming
from assembly.clock import now
from tests.build.house import Build
from tests.verbs.planning import plan

PAGES = (
    "/",
    "/assemblies/caruna-2025",
    "/assemblies/caruna-2025/resolutions",
    "/assemblies/caruna-2025/resolutions/19",
    "/assemblies/caruna-2025/resolutions/20",
    "/problems",
    "/try-a-rule",
    "/problems/already-voted",
    "/sign-in",
    "/schema",
)

TAGS = re.compile(r"<[^>]+>")


class Page(HTMLParser):
    """The parts of a page that tests ask about."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.inline: list[str] = []
        self.headings: list[str] = []
        self._heading = ""
        self.language: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang")
        if tag in {"script", "style"} or "style" in given or any(n.startswith("on") for n in given):
            self.inline.append(tag)
        if tag in {"img", "iframe", "video", "audio", "embed", "object"} or (
            tag == "link" and given.get("rel") in {"stylesheet", "icon", "preload"}
        ):
            self.loads.append(given.get("src") or given.get("href") or "")
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag in {"h1", "h2", "h3"}:
            self._heading = tag
            self.headings.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._heading:
            self._heading = ""

    def handle_data(self, data: str) -> None:
        if self._heading:
            self.headings[-1] += data


@pytest.fixture
async def caruna(build: Build, project) -> None:
    data = (project / "data/caruna-2025/000_51e6f999c075458b.txt").read_bytes()
    async with build.sessions.begin() as session:
        await bring_in(
            session,
            data,
            file="000_51e6f999c075458b.txt",
            naming=Naming(slug="caruna-2025", name="Caruna"),
            importer="test",
            at=now(),
        )


async def read(client: httpx.AsyncClient, path: str) -> str:
    answer = await client.get(path)
    assert answer.status_code == 200, (path, answer.text[:300])
    return answer.text


def words(html: str) -> str:
    """What a reader sees, with single spaces."""
    return " ".join(unescape(TAGS.sub(" ", html)).split())


def row(html: str, heading: str) -> list[str]:
    """The cells of the line of a table that begins with these words."""
    for line in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL):
        cells = [words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL)]
        if cells and cells[0] == heading:
            return cells[1:]
    raise AssertionError(heading)


async def test_every_page_stands_alone_and_asks_nothing_of_other_sites(client, caruna):
    for path in PAGES:
        answer = await client.get(path)
        assert answer.status_code == 200, path
        page = Page(answer.text)
        assert page.inline == [], path
        assert page.loads, path
        assert all(address.startswith("/static/") for address in page.loads), path
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        most = 400_000 if path == "/schema" else 60_000  # the reference grows with every operation
        assert len(answer.content) < most, path


async def test_every_link_of_the_public_pages_leads_somewhere(client, caruna):
    seen: set[str] = set()
    waiting = ["/"]
    while waiting and len(seen) < 400:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = await client.get(path)
        assert answer.status_code in {200, 303}, path
        if "html" in answer.headers["content-type"]:
            found = (link.partition("#")[0] for link in Page(answer.text).links)
            waiting += [link for link in found if link.startswith("/")]
    assert len(seen) > 100


async def test_first_load_of_a_page_with_all_it_needs_is_under_100_kb(client, caruna):
    page = await client.get("/assemblies/caruna-2025/resolutions")
    weight = int(page.headers["content-length"])
    wanted = set(Page(page.text).loads)
    for address in sorted(wanted):
        asset = await client.get(address)
        assert asset.status_code == 200
        weight += int(asset.headers["content-length"])
        if address.startswith("/static/assembly.css"):
            for font in set(re.findall(r"url\(\"?(fonts/[^\")]+)", asset.text)):
                loaded = await client.get(f"/static/{font}")
                assert loaded.status_code == 200, font
                weight += int(loaded.headers["content-length"])
    assert weight < 90_000


async def test_the_list_has_all_44_with_their_outcomes_in_words(client, caruna):
    html = await read(client, "/assemblies/caruna-2025/resolutions")
    assert html.count('class="entry"') == 44
    assert html.count("<span>Goedgekeurd</span>") == 30
    assert html.count("<span>Niet goedgekeurd</span>") == 14


@pytest.mark.parametrize(
    ("query", "entries"),
    [
        pytest.param("?outcome=adopted", 30, id="only adopted"),
        pytest.param("?outcome=not_adopted", 14, id="only not adopted"),
        pytest.param("?outcome=perhaps", 44, id="an outcome nobody knows shows all"),
        pytest.param("?q=mantelzorg", 5, id="words in the text"),
        pytest.param("?q=MANTELZORG&outcome=adopted", 3, id="words and outcome, in any case"),
        pytest.param("?q=%25", 1, id="a per cent sign is a sign, not a pattern"),
        pytest.param("?q=onvindbaar", 0, id="nothing found"),
    ],
)
async def test_the_list_is_filtered_by_outcome_and_words(client, caruna, query, entries):
    html = await read(client, f"/assemblies/caruna-2025/resolutions{query}")
    assert html.count('class="entry"') == entries


async def test_a_resolution_of_history_says_what_it_knows_and_what_not(client, caruna):
    html = await read(client, "/assemblies/caruna-2025/resolutions/19")
    assert "a.</span> <span>met duidelijke eindtermen" in html
    assert "niet geregistreerd in de bron" in html
    assert "regels 199 tot 208" in html
    assert "000_51e6f999c075458b.txt" in html
    assert "Goedgekeurd" in html
    assert 'rel="prev"' in html
    assert 'rel="next"' in html


async def test_a_text_is_shown_letter_for_letter(client, caruna):
    html = await read(client, "/assemblies/caruna-2025/resolutions/34")
    assert "<p>willen ons financieringsmechanisme" in html
    assert "We keren het Mattheus-effect om:" in html


@pytest.mark.parametrize(
    ("prefix", "language", "words"),
    [
        pytest.param("", "nl", "Niet goedgekeurd", id="Dutch without a prefix"),
        pytest.param("/fr", "fr", "Non approuvée", id="French"),
        pytest.param("/de", "de", "Nicht angenommen", id="German"),
        pytest.param("/en", "en", "Not approved", id="English"),
    ],
)
async def test_each_language_has_an_address_of_its_own(client, caruna, prefix, language, words):
    answer = await client.get(f"{prefix}/assemblies/caruna-2025/resolutions/20")
    page = Page(answer.text)
    assert page.language == language
    assert answer.headers["content-language"] == language
    assert words in answer.text
    assert 'lang="nl"' in answer.text
    for other in ("/assemblies", "/fr/assemblies", "/de/assemblies", "/en/assemblies"):
        assert f"{other}/caruna-2025/resolutions/20" in page.links
    within = f"{prefix}/assemblies/caruna-2025/resolutions/21"
    assert within in page.links


async def test_a_page_read_again_is_not_sent_again(client, caruna):
    first = await client.get("/assemblies/caruna-2025")
    again = await client.get(
        "/assemblies/caruna-2025", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    other = await client.get(
        "/fr/assemblies/caruna-2025", headers={"If-None-Match": first.headers["etag"]}
    )
    assert other.status_code == 200


async def test_a_warm_page_is_right_at_once_after_every_step(client, build):
    """Each page is read, and so kept, before the next step; none may show the step before."""
    hall = await build.hall(seats=3)
    listed = f"/assemblies/{hall.slug}/resolutions"
    one = f"{listed}/1"
    await build.draft(hall)
    assert "Gratis bus" not in await read(client, listed)
    assert (await client.get(one)).status_code == 404
    voting = await build.open_voting(hall)
    second = f"{listed}/2"
    assert "Nog niet beslist" in await read(client, second)
    await build.cast_all(hall, voting, ["yes", "yes", "no"])
    await build.close(voting)
    await build.count(voting)
    assert "Goedgekeurd" not in await read(client, second)
    assert row(await read(client, f"/assemblies/{hall.slug}"), "Nog niet beslist") == ["1"]
    await build.publish(voting)
    html = await read(client, second)
    assert "Voor 2, tegen 1, onthouding 0." in html
    assert row(await read(client, f"/assemblies/{hall.slug}"), "Goedgekeurd") == ["1"]
    assert "<span>Goedgekeurd</span>" in await read(client, listed)


async def test_what_people_typed_is_never_markup(client, build):
    hall = await build.hall(seats=1)
    await build.tabled(hall, '1 <3 2> & “quotes” " onclick=alert(1)')
    for path in ("", "/1"):
        html = await read(client, f"/assemblies/{hall.slug}/resolutions{path}")
        assert "<3" not in html
        assert "&lt;3 2&gt; &amp;" in html
        assert '" onclick' not in html
    found = await client.get(f"/assemblies/{hall.slug}/resolutions", params={"q": '"><script>'})
    assert "<script>" not in found.text


async def test_a_rehearsal_is_marked_and_in_no_list(client, build):
    hall = await build.hall(seats=2, rehearsal=True)
    await build.tabled(hall)
    assert hall.slug not in await read(client, "/")
    assert "Oefening." in await read(client, f"/assemblies/{hall.slug}")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("/assemblies/no-such", 404, id="an assembly that is not there"),
        pytest.param("/assemblies/caruna-2025/resolutions/45", 404, id="a number too high"),
        pytest.param("/nothing/here", 404, id="an address nobody made"),
        pytest.param("/problems/no-such", 404, id="a problem nobody has"),
        pytest.param("/static/../app.py", 404, id="a way out of the static folder"),
        pytest.param("/static/%2e%2e/app.py", 404, id="the same, encoded"),
    ],
)
async def test_what_is_not_there_is_a_page_with_a_way_back(client, caruna, path, status):
    answer = await client.get(path)
    assert answer.status_code == status
    if not path.startswith("/static"):
        assert "text/html" in answer.headers["content-type"]
        assert "/" in Page(answer.text).links


async def test_stylesheet_and_fonts_are_kept_for_a_year_under_the_name_of_their_content(client):
    html = await read(client, "/sign-in")
    for address in Page(html).loads:
        answer = await client.get(address)
        assert "immutable" in answer.headers["cache-control"]
        again = await client.get(address, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304


async def test_a_test_voting_changes_nothing_that_outsiders_keep(build, client):
    hall = await build.hall(seats=2)
    resolution = await build.tabled(hall)
    address = f"/assemblies/{hall.slug}/resolutions/{resolution.number}"
    before = await client.get(address)
    await plan(build, hall, on=resolution, test=True)
    after = await client.get(address)
    assert (after.headers["etag"], after.text) == (before.headers["etag"], before.text)
