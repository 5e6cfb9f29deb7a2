# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One plain sentence per language that says what was decided and why, with the numbers.

The same words stand in the record, on the page and in what `assembly verify` recomputes, so they
are part of the rules and not of a page's catalogue. After the reason stand all counts; blank and
invalid papers where there were any.
"""

from collections.abc import Iterable, Mapping

from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.rules.majority import Majority
from assembly.voting.rules.outcome import CollegeVerdict, Ground, Rule, Verdict, as_rule
from assembly.voting.rules.quorum import Quorum, Unmet
from assembly.voting.rules.speech import Part, Speech
from assembly.voting.rules.tally import Tally
from assembly.voting.rules.words import WORDS

LANGUAGES = ("nl", "fr", "de", "en")


def label(outcome: Outcome | None, language: str) -> str:
    """The outcome's own words; "Geen uitslag" where a void voting has none."""
    return WORDS[language].void if outcome is None else outcome.label(language)


def rule_words(rule: Rule | Majority, language: str, *, weighted: bool = False) -> str:
    """The rule in words: "meer dan de helft van de stemmen voor en tegen"; quorum, colleges."""
    whole, speech = as_rule(rule), Speech.of(language, weighted=weighted)
    parts = [speech.rule(whole.majority)]
    if whole.quorum is not None:
        quorum = _on_quorum(whole.quorum, language).quorum(whole.quorum)
        parts.append(speech.words.rule_quorum.format(quorum=quorum))
    if isinstance(whole.college_rule, Majority):
        parts.append(speech.words.rule_each.format(rule=speech.rule(whole.college_rule)))
    elif whole.college_rule is not None:
        parts += _by_name(speech.words.rule_college, whole.college_rule, speech)
    return "".join(parts)


def condition(rule: Rule | Majority, language: str, *, weighted: bool = False) -> str:
    """What an elector reads before choosing: "Goedgekeurd bij meer dan de helft van …"."""
    whole, speech = as_rule(rule), Speech.of(language, weighted=weighted)
    words = speech.words
    parts = [words.condition.format(rule=speech.rule(whole.majority))]
    if isinstance(whole.college_rule, Majority):
        parts.append(words.condition_each.format(rule=speech.rule(whole.college_rule)))
    elif whole.college_rule is not None:
        parts += _by_name(words.condition_college, whole.college_rule, speech)
    if whole.quorum is not None:
        quorum = _on_quorum(whole.quorum, language).quorum(whole.quorum)
        void = whole.quorum.unmet is Unmet.VOID
        parts.append(words.condition_quorum.format(quorum=quorum))
        parts.append(words.otherwise_void if void else words.otherwise_not_adopted)
    return " ".join(parts)


def sentence(
    verdict: Verdict,
    tally: Tally,
    rule: Rule | Majority,
    language: str,
    *,
    weighted: bool = False,
) -> str:
    """Label and reason; the quorum and the colleges where they carry it; then all counts."""
    whole, speech = as_rule(rule), Speech.of(language, weighted=weighted)
    reason = _reason(verdict, tally, whole, speech, language)
    why = [speech.words.whole.format(label=label(verdict.outcome, language), why=reason)]
    if verdict.ground is Ground.COLLEGE_NOT_MET:
        overall = speech.majority(_whole(verdict, tally, whole))
        why.append(speech.words.in_the_whole.format(why=overall))
        failed = [college for college in verdict.colleges if not college.met]
        why += _in_colleges(failed, whole, speech)
    if verdict.ground is Ground.MAJORITY_MET:
        why += _in_colleges(verdict.colleges, whole, speech)
    if verdict.quorum is not None and verdict.quorum.met and whole.quorum is not None:
        check = _on_quorum(whole.quorum, language).check(whole.quorum, verdict.quorum)
        why.append(speech.words.quorum_met.format(check=check))
    if verdict.outcome is None:
        why.append(speech.words.voided)
    return " ".join([*why, speech.counts(tally)])


def sentences(
    verdict: Verdict, tally: Tally, rule: Rule | Majority, *, weighted: bool = False
) -> dict[str, str]:
    """The sentence in every language this house speaks."""
    return {
        language: sentence(verdict, tally, rule, language, weighted=weighted)
        for language in LANGUAGES
    }


def _reason(verdict: Verdict, tally: Tally, rule: Rule, speech: Speech, language: str) -> str:
    """The clause after the label."""
    if verdict.ground is Ground.QUORUM_NOT_MET and verdict.quorum and rule.quorum:
        check = _on_quorum(rule.quorum, language).check(rule.quorum, verdict.quorum)
        return speech.words.quorum_not_met.format(check=check)
    if verdict.ground is Ground.COLLEGE_NOT_MET:
        failed = [college.name for college in verdict.colleges if not college.met]
        frame = speech.words.college_not_met[0 if len(failed) == 1 else 1]
        return frame.format(names=speech.names(failed))
    return speech.majority(_whole(verdict, tally, rule))


def _whole(verdict: Verdict, tally: Tally, rule: Rule) -> Part:
    tie = verdict.ground is Ground.TIE
    return Part(rule.majority, tally.yes, verdict.base, verdict.needed_yes, tie)


def _in_colleges(colleges: Iterable[CollegeVerdict], rule: Rule, speech: Speech) -> list[str]:
    return [
        speech.words.in_college.format(
            name=speech.name(college.name),
            why=speech.majority(
                Part(
                    rule.majority_in(college.name) or rule.majority,
                    college.yes,
                    college.base,
                    college.needed_yes,
                )
            ),
        )
        for college in colleges
    ]


def _by_name(frame: str, rules: Mapping[str, Majority], speech: Speech) -> list[str]:
    return [
        frame.format(name=speech.name(name), rule=speech.rule(majority))
        for name, majority in rules.items()
    ]


def _on_quorum(quorum: Quorum, language: str) -> Speech:
    """A quorum speaks of heads, whatever the voting counts, unless it says weights."""
    return Speech.of(language, weighted=quorum.in_weights)
