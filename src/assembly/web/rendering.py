# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a template and its values to an answer, in the reader's language."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Request, Response
from litestar.response import Redirect

from assembly.api.warm import Content, warm_answer
from assembly.entrance import DEFAULT
from assembly.voting.rules.exact import write_exact
from assembly.web import static
from assembly.web.catalogues import catalogue, date_words, number_words, weight_words
from assembly.web.texts import (
    AMENDMENT_STATES,
    CORRECTABLE,
    ENTRY_KINDS,
    FOLLOW_UP_WANTED,
    IN_LANGUAGE,
    ITEM_KINDS,
    ITEM_STATES,
    LANGUAGES,
    PLACES,
    PROGRESS,
    SITTING_STATES,
    SPEAKER_KINDS,
    STATES,
    STEP_STATES,
)

Asked = Request[Any, Any, Any]

PERSONAL = {"Cache-Control": "no-store"}


@cache
def environment(language: str) -> Environment:
    """Templates that escape everything, refuse what is undefined, and speak one language."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    templates.filters["date_words"] = lambda day: date_words(day, language)
    templates.filters["number_words"] = lambda number: number_words(number, language)
    templates.filters["weight_words"] = lambda weight: weight_words(weight, language)
    templates.filters["exact_words"] = lambda number: weight_words(write_exact(number), language)
    templates.tests["named"] = is_named
    templates.globals["state_words"] = STATES
    templates.globals["amendment_words"] = AMENDMENT_STATES
    templates.globals["sitting_words"] = SITTING_STATES
    templates.globals["item_words"] = ITEM_STATES
    templates.globals["item_kinds"] = ITEM_KINDS
    templates.globals["speaker_kinds"] = SPEAKER_KINDS
    templates.globals["place_words"] = PLACES
    templates.globals["progress_words"] = PROGRESS
    templates.globals["wanted_words"] = FOLLOW_UP_WANTED
    templates.globals["step_words"] = STEP_STATES
    templates.globals["entry_words"] = ENTRY_KINDS
    templates.globals["correctable"] = CORRECTABLE
    templates.globals["prefixed"] = prefixed
    templates.globals["in_language"] = IN_LANGUAGE
    templates.globals["language_names"] = LANGUAGES
    templates.globals["static"] = static.address
    return templates


def is_named(person: Any) -> bool:
    """Whether the name says more than the number of the seat: `Seat 7` is nobody's name."""
    return re.fullmatch(rf"\w+ {person.number}", person.name) is None


def language_of(request: Asked) -> str:
    """As the address says: no prefix is Dutch."""
    return str(request.scope["state"].get("language", DEFAULT))


def prefixed(language: str, path: str) -> str:
    """The address of a page in a language."""
    return path if language == DEFAULT else f"/{language}{path}"


def html_of(
    request: Asked,
    template: str,
    *,
    home: str | None = None,
    language: str | None = None,
    **values: Any,
) -> str:
    """The page as text, in the language of its address, or in the `language` it asks for.

    `home` is where one can read on in another language, if this is an answer to a form.
    """
    language = language or language_of(request)
    path = home or request.url.path
    query = urlencode(list(request.query_params.multi_items()))
    here = f"{path}?{query}" if query and home is None else path
    settings = request.app.state.settings
    page = environment(language).get_template(template)
    return page.render(
        language=language,
        languages=[(code, name, prefixed(code, here)) for code, name in LANGUAGES.items()],
        here=prefixed(language, path),
        canonical=settings.public_url + prefixed(language, path),
        url=lambda to: prefixed(language, to),
        sends_mail=settings.sends_mail,
        **values,
    )


def render(
    request: Asked,
    template: str,
    *,
    status_code: int = 200,
    headers: dict[str, str] | None = None,
    language: str | None = None,
    **values: Any,
) -> Response[str]:
    """A page made for this one request."""
    told = {"Content-Language": language or language_of(request), **(headers or PERSONAL)}
    html = html_of(request, template, language=language, **values)
    return Response(html, status_code=status_code, headers=told, media_type=MediaType.HTML)


async def public_page(
    request: Asked,
    mark: str,
    template: str,
    values: Callable[[], Awaitable[dict[str, Any]]],
    *,
    until: datetime | None = None,
) -> Response[bytes]:
    """A page for everybody, made once for each state of the public facts.

    One that depends on the day names it in its mark, and says `until` when it holds.
    """

    async def make() -> Content:
        return Content.of(html_of(request, template, **await values()).encode())

    headers = {"Content-Language": language_of(request)}
    return await warm_answer(
        request, mark, make, media_type=MediaType.HTML, headers=headers, until=until
    )


async def house_page(
    request: Asked, mark: str, template: str, values: Callable[[], Awaitable[dict[str, Any]]]
) -> Response[bytes]:
    """A page that everybody in the house with the same rights reads alike, made once for them.

    `mark` names the rights too. Nothing of one person stands on it; browsers keep no copy, and it
    goes out as it is, because compression would tell of what is beside.
    """

    async def make() -> Content:
        html = html_of(request, template, **await values()).encode()
        return Content(html, html)

    headers = {"Content-Language": language_of(request), **PERSONAL}
    return await warm_answer(request, mark, make, media_type=MediaType.HTML, headers=headers)


def translated(request: Asked, message: str) -> str:
    """A sentence of `texts` in the reader's language."""
    return str(catalogue(language_of(request)).gettext(message))


def redirect(request: Asked, path: str) -> Redirect:
    """Go on reading there, in the same language (303: after a form, too)."""
    return Redirect(prefixed(language_of(request), path), status_code=303, headers=PERSONAL)
