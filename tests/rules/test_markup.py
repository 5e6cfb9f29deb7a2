# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What looks like a tag is refused; what only has the sign is text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembly.errors import MarkupInText
from assembly.resolutions.rules.markup import markup_in, require_no_markup


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        pytest.param("Wij <b>eisen</b> meer", "<b>", id="an opening tag"),
        pytest.param("einde</p>", "</p>", id="a closing tag"),
        pytest.param("<br/>", "<br/>", id="an empty tag"),
        pytest.param('<a href="x">', '<a href="x">', id="a tag with an attribute"),
        pytest.param("x <!-- y", "<!--", id="a comment"),
        pytest.param("<!DOCTYPE html>", "<!DOCTYPE html>", id="a declaration"),
        pytest.param("<?xml version?>", "<?xml version?>", id="an instruction"),
        pytest.param("<SCRIPT src=x", "<SCRIPT", id="a script that never ends"),
        pytest.param("a < b", None, id="less than"),
        pytest.param("a<b", None, id="less than, without a space and an end"),
        pytest.param("a < b en c > d", None, id="less and more"),
        pytest.param("wij <3 de tram, 5<6>4", None, id="before a number"),
        pytest.param("<< oud >>", None, id="quotation marks of a typewriter"),
        pytest.param("scriptie <", None, id="only the sign"),
    ],
)
def test_what_looks_like_a_tag_is_found(text, tag):
    assert markup_in(text) == tag


@given(st.text(st.characters(exclude_characters="<")))
@settings(deadline=None)
def test_without_the_sign_there_is_no_tag(text):
    assert markup_in(text) is None


def test_the_refusal_says_where_and_shows_a_beginning():
    with pytest.raises(MarkupInText, match=r"Provision 3 holds markup: .{20}…\.$") as told:
        require_no_markup('<a href="' + "x" * 90 + '">', "Provision 3", provision=3)
    assert told.value.facts == {"provision": 3}
