"""`python -m tests.transcripts [--rewrite]`: compare the transcripts with what the commands say now."""

import sys

from tests.transcripts.transcript_session import main

sys.exit(main())
