# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of each language for how an assembly decided: data that `speech.py` fills in."""

from assembly.voting.rules.words import de, en, fr, nl
from assembly.voting.rules.words.vocabulary import Words

WORDS: dict[str, Words] = {"nl": nl.WORDS, "fr": fr.WORDS, "de": de.WORDS, "en": en.WORDS}
