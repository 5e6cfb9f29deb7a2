# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sentences of minutes, one module a language; every one has the same blanks in each."""

from assembly.sittings.rules.words import de, en, fr, nl

SENTENCES = {"nl": nl.SENTENCES, "fr": fr.SENTENCES, "de": de.SENTENCES, "en": en.SENTENCES}
AND = {"nl": "en", "fr": "et", "de": "und", "en": "and"}
