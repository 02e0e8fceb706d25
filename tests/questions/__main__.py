"""`python -m tests.questions [--rewrite]`: compare docs/questions.md with today's answers, or write it anew."""

import sys

from tests.questions.question_page import main

sys.exit(main())
