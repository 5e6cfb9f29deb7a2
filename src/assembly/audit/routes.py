# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/api/v1/log`: what lets anybody hold this installation to what it once said. Without account.

Leaves are shown as hashes only; what a leaf says is in the bundle of what it is about.
"""

from typing import Annotated, Any

from litestar import MediaType, Request, Response, Router, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, QueryParameter

from assembly.api.dependencies import Sessions
from assembly.api.problems import refusals
from assembly.audit.queries import (
    Signed,
    checkpoint_at,
    consistency_path,
    inclusion_path,
    keys_of,
    latest,
    leaf_hashes,
)
from assembly.audit.rules.keys import write_key
from assembly.audit.schemas import (
    ConsistencyOut,
    InclusionOut,
    JsonWebKey,
    JsonWebKeys,
    LeavesOut,
)
from assembly.errors import CheckpointNotFound, InvalidRequest

LONGEST = 2**53
MOST = 1000
ETERNAL = {"Cache-Control": "public, max-age=31536000, immutable"}
FRESH = {"Cache-Control": "no-cache"}
KEYS = {"Cache-Control": "public, max-age=300"}
NOTE = ResponseSpec(
    str,
    generate_examples=False,
    description="A signed note: origin, size, root in base64, time, signatures",
    media_type=MediaType.TEXT,
)
KNOWN = refusals(CheckpointNotFound, InvalidRequest)

Size = Annotated[int, QueryParameter(ge=1, le=LONGEST, description="Of a signed checkpoint")]
Before = Annotated[int, QueryParameter(ge=0, le=LONGEST, description="Of an earlier one, or 0")]
Start = Annotated[int, QueryParameter(ge=0, le=LONGEST, description="Index of the first leaf")]


@get("/log/checkpoint", operation_id="readCheckpoint", responses={200: NOTE} | KNOWN)
async def newest(request: Request[Any, Any, Any], sessions: Sessions) -> Response[str]:
    """The newest checkpoint, as a signed note (C2SP tlog-checkpoint). Keep it: it is a promise.

    304 for whoever has it already.
    """
    async with sessions.begin() as session:
        found = _there(await latest(session), "Nothing is in the log yet.")
    tag = f'"{found.size}"'
    if request.headers.get("if-none-match") == tag:
        return Response("", status_code=304, headers={"ETag": tag, **FRESH})
    return _note(found, {"ETag": tag, **FRESH})


@get("/log/checkpoints/{size:int}", operation_id="readCheckpointAt", responses={200: NOTE} | KNOWN)
async def earlier(size: FromPath[int], sessions: Sessions) -> Response[str]:
    """The checkpoint of a log of this length; it never changes."""
    async with sessions.begin() as session:
        found = _there(await checkpoint_at(session, min(size, LONGEST)), "No such checkpoint.")
    return _note(found, ETERNAL)


@get("/log/consistency", operation_id="readConsistency", responses=KNOWN)
async def consistency(before: Before, size: Size, sessions: Sessions) -> Response[ConsistencyOut]:
    """The proof that the log of `size` begins with that of `before`; both were signed."""
    async with sessions.begin() as session:
        _there(await checkpoint_at(session, size), "The log was never signed at this size.")
        if before:
            _there(await checkpoint_at(session, before), "It was never signed at that size before.")
        if before > size:
            raise InvalidRequest(f"A log of {size} leaves is not that long.")
        path = await consistency_path(session, before, size)
    return Response(
        ConsistencyOut(before=before, size=size, path=[one.hex() for one in path]),
        headers=ETERNAL,
    )


@get("/log/leaves/{index:int}", operation_id="readInclusion", responses=KNOWN)
async def included(index: FromPath[int], size: Size, sessions: Sessions) -> Response[InclusionOut]:
    """The hash of a leaf, and the proof that it is in the log of `size`."""
    async with sessions.begin() as session:
        _there(await checkpoint_at(session, size), "The log was never signed at this size.")
        if not 0 <= index < size:
            raise InvalidRequest(f"A log of {size} leaves has none of this index.")
        (leaf,) = await leaf_hashes(session, index, index + 1)
        path = await inclusion_path(session, index, size)
    told = InclusionOut(
        index=index, size=size, leaf_hash=leaf.hex(), path=[one.hex() for one in path]
    )
    return Response(told, headers=ETERNAL)


@get("/log/leaves", operation_id="readLeaves", responses=refusals(InvalidRequest))
async def leaves(sessions: Sessions, start: Start = 0) -> Response[LeavesOut]:
    """The hashes of up to 1000 leaves, so that anybody may keep a copy and work out every root."""
    async with sessions.begin() as session:
        found = await leaf_hashes(session, start, start + MOST)
    told = LeavesOut(start=start, end=start + len(found), hashes=[one.hex() for one in found])
    return Response(told, headers=ETERNAL if len(found) == MOST else FRESH)


@get(["/log/keys"], operation_id="readKeys")
async def keys(sessions: Sessions) -> Response[JsonWebKeys]:
    """The keys under checkpoints, as a JSON web key set; also at `/.well-known/jwks.json`."""
    return await key_set(sessions)


@get("/.well-known/jwks.json", operation_id="readWellKnownKeys", include_in_schema=False)
async def well_known(sessions: Sessions) -> Response[JsonWebKeys]:
    """As RFC 7517 has it, where programs look for it."""
    return await key_set(sessions)


async def key_set(sessions: Sessions) -> Response[JsonWebKeys]:
    """Every key that ever signed."""
    async with sessions.begin() as session:
        found = await keys_of(session)
    told = [JsonWebKey.model_validate(write_key(key)) for key, _ in found]
    return Response(JsonWebKeys(keys=told), headers=KEYS)


def _there(found: Signed | None, otherwise: str) -> Signed:
    if found is None:
        raise CheckpointNotFound(otherwise)
    return found


def _note(found: Signed, headers: dict[str, str]) -> Response[str]:
    return Response(found.note, media_type=MediaType.TEXT, headers=headers)


router = Router(
    "/",
    route_handlers=[newest, earlier, consistency, included, leaves, keys],
    tags=["Log"],
)
