# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What changed between two texts, word by word, so that people can read it.

The comparison finds the longest stretches in common (difflib, after Ratcliff and Obershelp, 1988)
and is then made readable: no scattered signs or single words left standing between changes, the
whole sentence where most of it is rewritten, and an inserted or deleted sentence begins where a
sentence begins. The same two texts always give the same edits; putting the edits into the old text
gives the new one to the letter.
"""

from collections.abc import Sequence

from assembly.resolutions.rules.compare import differences
from assembly.resolutions.rules.readable import readable
from assembly.resolutions.rules.word_edits import Edit


def redline(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """The edits that make `new` of `old`, in order, none touching the next; none if they are equal.

    Takes time with the length of the two, also where they repeat themselves.
    """
    return readable(differences(old, new), old)
