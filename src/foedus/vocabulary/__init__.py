"""The words that law and evidence share: types, individuals, phrases and ground facts.

    "{S} requests help by {R}"            a phrase: a sentence with typed slots
    "{} requests help by {}"              its skeleton, which is also its name
    Fact(skeleton, ("Arda", …))     the phrase with its slots filled

A sentence is matched by its skeleton, never by grammar of English: exact words or an error that
names the nearest phrase. A negative exists only where the phrase declares one.
"""

from foedus.vocabulary.phrases import (
    Fact,
    Kind,
    Phrase,
    Slot,
    Type,
    Vocabulary,
    another,
    is_another,
    skeleton_of,
)

__all__ = ["Fact", "Kind", "Phrase", "Slot", "Type", "Vocabulary", "another", "is_another", "skeleton_of"]
