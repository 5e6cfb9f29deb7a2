# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Stylesheet, icon and fonts, from memory, under addresses that change with their content."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from assembly.api.warm import Content
from assembly.errors import NoSuchAddress

FOLDER = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".js": "text/javascript",
    ".txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file in memory."""

    content: Content
    media_type: str
    digest: str


def bare(written: bytes) -> bytes:
    """A script or sheet of ours as it is sent: without indentation and comments, but its licence.

    They are half of a script that goes over a phone's line. A comment of ours has its lines for
    itself; no string of ours goes over several lines.
    """
    lines = []
    inside = False
    for line in map(str.strip, written.decode().splitlines()):
        opens = line.startswith("/*")
        told = inside or opens or line.startswith("//")
        inside = (inside or opens) and "*/" not in line
        if line and ("SPDX" in line or not told):
            lines.append(line)
    return "\n".join(lines).encode()


def _load() -> dict[str, Asset]:
    assets = {}
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in TYPES:
            content = path.read_bytes()
            name = path.relative_to(FOLDER).as_posix()
            if path.suffix in (".js", ".css") and ".min." not in name:
                content = bare(content)
            digest = hashlib.sha256(content).hexdigest()[:12]
            assets[name] = Asset(Content.of(content), TYPES[path.suffix], digest)
    return assets


ASSETS = _load()


def address(name: str) -> str:
    """Where a page asks for it; another content is another address."""
    return f"/static/{name}?v={ASSETS[name].digest}"


@get("/static/{name:path}", include_in_schema=False)
async def serve(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """The file, to be kept for a year when the address names its content."""
    asset = ASSETS.get(str(name).removeprefix("/"))
    if asset is None:
        raise NoSuchAddress("There is nothing at this address.")
    etag = f'"{asset.digest}"'
    named = request.query_params.get("v") == asset.digest or str(name).endswith(".woff2")
    headers = {
        "ETag": etag,
        "Vary": "Accept-Encoding",
        "Cache-Control": "public, max-age=31536000, immutable" if named else "no-cache",
    }
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, headers=headers)
    body = asset.content.for_who_accepts(request.headers.get("accept-encoding", ""), headers)
    return Response(body, headers=headers, media_type=asset.media_type)
