# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Getting what was published over HTTP, as anybody may: no account, no database."""

import json
import re

import httpx

from assembly.errors import InvalidRequest

VOTING = re.compile(r"/votings/([0-9a-fA-F-]{36})(?:/|$)")
RESOLUTION = re.compile(r"/assemblies/([a-z0-9-]+)/resolutions/([0-9]+)/?$")
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
LARGEST = 500_000_000


def fetch_published(address: str) -> bytes:
    """The bundle of the voting or the resolution at this address, or `InvalidRequest`.

    Any address of a voting leads to it (its page, its result, its box), and a resolution's, as page
    or as data, by its own link.
    """
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        raise InvalidRequest(f"{address!r} is no address.") from None
    with _line(url) as line:
        if found := VOTING.search(url.path):
            return _read(line, url.copy_with(raw_path=_bundle(found[1])))
        if found := RESOLUTION.search(url.path):
            path = f"/api/v1/assemblies/{found[1]}/resolutions/{found[2]}"
            links = _links(line, url.copy_with(raw_path=path.encode()))
            if "bundle" not in links:
                raise InvalidRequest("This resolution has no published result of ours to check.")
            return _read(line, url.join(links["bundle"]))
    raise InvalidRequest("This is the address of no voting and of no resolution.")


def fetch_consistency(address: str, before: int, size: int) -> list[bytes]:
    """The proof that the log at this address of `size` begins with that of `before`."""
    url = httpx.URL(address)
    path = f"/api/v1/log/consistency?before={before}&size={size}"
    with _line(url) as line:
        answer = _read(line, url.copy_with(raw_path=path.encode()))
    try:
        return [bytes.fromhex(one) for one in json.loads(answer)["path"]]
    except (ValueError, KeyError, TypeError):
        raise InvalidRequest(f"What {url.host} answers is no proof.") from None


def _line(url: httpx.URL) -> httpx.Client:
    trusts = url.host not in LOOPBACK
    return httpx.Client(timeout=60, trust_env=trusts, headers={"Accept": "application/json"})


def _bundle(voting_id: str) -> bytes:
    return f"/api/v1/votings/{voting_id}/bundle".encode()


def _links(line: httpx.Client, url: httpx.URL) -> dict[str, str]:
    try:
        return dict(httpx.Response(200, content=_read(line, url)).json()["links"])
    except (ValueError, KeyError, TypeError):
        raise InvalidRequest(f"What {url} answers is no resolution.") from None


def _read(line: httpx.Client, url: httpx.URL) -> bytes:
    try:
        answer = line.get(url)
    except httpx.HTTPError as problem:
        raise InvalidRequest(f"Nothing readable answers at {url}: {problem}.") from None
    if answer.status_code != httpx.codes.OK or len(answer.content) > LARGEST:
        raise InvalidRequest(f"{url} answered with {answer.status_code}; nothing to check.")
    return answer.content
