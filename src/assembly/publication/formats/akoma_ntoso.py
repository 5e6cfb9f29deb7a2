# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Akoma Ntoso 3.0 (OASIS LegalDocML): a resolution as a `statement`, with its voting as metadata.

Addresses follow the naming convention: `/akn/be/statement/resolution/2026-11-22/caruna-12`. Where
the source of history gives no counts there are none; those that it gives stand as a voting.
"""

from collections.abc import Iterator
from datetime import date

from babel.core import get_global

from assembly.publication.formats.value import PublicResolution
from assembly.publication.formats.words import name_of, place_of, words_of
from assembly.publication.formats.xml_text import xml
from assembly.resolutions.rules.text import Kind, Provision

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
LANGUAGES = {"nl": "nld", "fr": "fra", "de": "deu", "en": "eng"}
CHOICES = ("yes", "no", "abstain", "blank", "invalid")


def akoma_ntoso(resolution: PublicResolution) -> bytes:
    """The document."""
    return "".join(_lines(resolution)).encode()


def _lines(one: PublicResolution) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<akomaNtoso xmlns="{NAMESPACE}">\n<statement name="resolution">\n<meta>\n'
    yield from _identification(one)
    yield from _keywords(one)
    yield '<lifecycle source="#assembly"><eventRef eId="meta__evt_1" '
    yield f'date="{_day(one)}" source="#assembly" type="generation"/></lifecycle>\n'
    yield from _voting(one)
    yield from _references(one)
    if one.source is not None:
        yield '<notes source="#assembly"><note eId="meta__note_1"><p>'
        yield f"{xml(words_of(one).source)}: {xml(place_of(one) or '')}, sha-256 "
        yield f"{one.source.digest}</p></note></notes>\n"
    yield "</meta>\n<preface>"
    yield f"<p><docNumber>{xml(name_of(one))}</docNumber></p>"
    if not one.title_derived:
        yield f"<p><docTitle>{xml(one.title)}</docTitle></p>"
    yield f'<p><docStatus refersTo="#{one.outcome.value}">{xml(one.label)}</docStatus></p>'
    yield "</preface>\n<mainBody>\n"
    for place, provision in enumerate(one.provisions, start=1):
        yield _provision(provision, place)
    yield "</mainBody>\n"
    if one.voting is not None:
        sentence = one.voting.sentences[one.assembly.language]
        yield f"<conclusions><p>{xml(sentence)}</p></conclusions>\n"
    yield "</statement>\n</akomaNtoso>\n"


def _identification(one: PublicResolution) -> Iterator[str]:
    language = LANGUAGES[one.language]
    work = _work(one)
    expression = f"{work}/{language}@{_day(one)}"
    author = '<FRBRauthor href="#assembly"/>'
    dated = f'<FRBRdate date="{_day(one)}" name="decision"/>{author}'
    released = one.changed_at.date().isoformat()
    yield '<identification source="#assembly">\n'
    yield f'<FRBRWork><FRBRthis value="{work}/!main"/><FRBRuri value="{work}"/>{dated}'
    yield f'<FRBRcountry value="{_country(one)}"/><FRBRnumber value="{one.number}"/></FRBRWork>\n'
    yield f'<FRBRExpression><FRBRthis value="{expression}/!main"/>'
    yield f'<FRBRuri value="{expression}"/>{dated}<FRBRlanguage language="{language}"/>'
    yield "</FRBRExpression>\n"
    yield f'<FRBRManifestation><FRBRthis value="{expression}/!main.xml"/>'
    yield f'<FRBRuri value="{expression}.xml"/>'
    yield f'<FRBRdate date="{released}" name="publication"/>{author}</FRBRManifestation>\n'
    yield "</identification>\n"


def _keywords(one: PublicResolution) -> Iterator[str]:
    """What it is about, in the words of its language, out of the list of this installation."""
    if not one.themes:
        return
    yield '<classification source="#assembly">'
    for place, theme in enumerate(one.themes, start=1):
        shown = xml(theme.label(one.assembly.language))
        yield f'<keyword eId="meta__cls_1__kwd_{place}" value="{theme.slug}" showAs="{shown}" '
        yield f'href="{xml(theme.uri or one.theme_page(theme))}" '
        yield f'dictionary="{xml(one.assembly.site)}/themes"/>'
    yield "</classification>\n"


def _counts(one: PublicResolution) -> dict[str, int]:
    """By choice; of history, those that its source gives."""
    if one.voting is not None:
        return {choice: getattr(one.voting.counts, choice) for choice in CHOICES}
    given = one.source_counts
    if given is None:
        return {}
    told = {"yes": given.yes, "no": given.no, "abstain": given.abstain}
    return {choice: number for choice, number in told.items() if number is not None}


def _voting(one: PublicResolution) -> Iterator[str]:
    """The schema asks for counts: history that has none says its outcome in the preface."""
    counts = _counts(one)
    if not counts:
        return
    outcome = f'outcome="#{one.outcome.value}" href="{_work(one)}"'
    yield '<analysis source="#assembly"><parliamentary>'
    yield f'<voting eId="meta__vot_1" {outcome}>'
    if one.voting is not None and one.voting.quorum_required is not None:
        required = one.voting.quorum_required
        yield f'<quorum eId="meta__qrm_1" value="{required}" href="#assembly"/>'
    for place, (choice, value) in enumerate(counts.items(), start=1):
        yield f'<count eId="meta__cnt_{place}" value="{value}" href="#{choice}"/>'
    yield "</voting></parliamentary></analysis>\n"


def _references(one: PublicResolution) -> Iterator[str]:
    words, country = words_of(one), _country(one)
    yield '<references source="#assembly">\n'
    yield f'<TLCOrganization eId="assembly" href="/akn/ontology/organization/{country}/'
    yield f'{one.assembly.slug}" showAs="{xml(one.assembly.name)}"/>\n'
    concepts = {one.outcome.value: one.label}
    concepts |= {choice: str(getattr(words, choice)) for choice in _counts(one)}
    for key, shown in concepts.items():
        href = f"/akn/ontology/concept/{country}/{key.replace('_', '-')}"
        yield f'<TLCConcept eId="{key}" href="{href}" showAs="{xml(shown)}"/>\n'
    yield "</references>\n"


def _provision(provision: Provision, place: int) -> str:
    name = "point" if provision.kind is Kind.ITEM else "paragraph"
    number = f"{'point' if name == 'point' else 'para'}_{place}"
    level = f' class="level-{provision.level}"' if provision.level else ""
    marker = f"<num>{xml(provision.marker)}</num>" if provision.marker else ""
    content = f'<content eId="{number}__content"><p>{xml(provision.text)}</p></content>'
    return f'<{name} eId="{number}"{level}>{marker}{content}</{name}>\n'


def _work(one: PublicResolution) -> str:
    day, number = _day(one), f"{one.assembly.slug}-{one.number}"
    return f"/akn/{_country(one)}/statement/resolution/{day}/{number}"


def _day(one: PublicResolution) -> str:
    """When it was decided; where the source does not say, when it was brought in."""
    day: date = one.decided_on or one.published_at.date()
    return day.isoformat()


def _country(one: PublicResolution) -> str:
    """Where the assembly meets, by its time zone."""
    return str(get_global("zone_territories").get(one.assembly.time_zone, "eu")).lower()
