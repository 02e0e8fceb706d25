"""The command line: `foedus VERB …`, one thin file per verb, each loaded only when it is called.

Exit codes: 0 for any answer ("open" is one), 2 for what was asked wrongly, 3 for invalid input.
Answers go to stdout, everything else to stderr.
"""

from foedus.cli.entry import main

__all__ = ["main"]
