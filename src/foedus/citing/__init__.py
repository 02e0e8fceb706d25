"""Sources and provisions as a lawyer cites them: OSCOLA footnotes, and CSL-JSON for everybody else's tools.

    Source, Provision ──cited, cited_law──▶ Citation ──Footnotes──▶ Note: full at first, then “(n 3)”
    Source, Instrument ──csl──▶ an item of CSL-JSON

What the record does not say of a source is left out of its citation; nothing is looked up or guessed. It knows no case and
computes no answer.
"""

from foedus.citing.csl import csl
from foedus.citing.footnotes import Footnotes, Note
from foedus.citing.instruments import cited_law
from foedus.citing.kinds import Kind, kind_of
from foedus.citing.runs import Run, plain
from foedus.citing.works import Citation, cited, cited_words

__all__ = ["Citation", "Footnotes", "Kind", "Note", "Run", "cited", "cited_law", "cited_words", "csl", "kind_of", "plain"]
