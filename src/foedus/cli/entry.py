"""The entry point: the verbs by name, and what becomes of errors."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from foedus import __version__

__all__ = ["foedus", "main"]

USAGE, INVALID = 2, 3

VERBS = {
    "serve": ("serve", "The workbench: all of this as pages in a browser."),
    "assess": ("assess", "The whole table: every question under every stance."),
    "ask": ("ask", "One question, in the regime's own phrases."),
    "why": ("why", "The reasons of one answer, and the rules that did not apply."),
    "hinges": ("hinges", "What would settle an answer or flip it, and what to ask next."),
    "interview": ("interview", "Answer what can still matter, until the question is settled."),
    "note": ("note", "One typed line becomes a claim of your case, after a look at it."),
    "history": ("history", "Every version of a case: who saved what, and when."),
    "chance": ("chance", "How likely each answer is, on your priors for the open facts."),
    "agenda": ("agenda", "Who owes what by when; what may be done, and what not yet."),
    "timeline": ("timeline", "The record by the hour, and when answers changed."),
    "conflicts": ("conflicts", "What contradicts what, and what was set aside and why."),
    "compare": ("compare", "What separates two cases that were answered apart."),
    "precedents": ("precedents", "Which stances explain all the grounds an alliance gave."),
    "design": ("design", "Other rules for the same members: power, and chance."),
    "sweep": ("sweep", "The same questions over very many situations, counted."),
    "export": ("export", "A question in the language of an outside solver, to check us."),
    "publish": ("publish", "A folder to hand over: page, drawings, record and answers."),
    "report": ("report", "A two-page memo with footnotes: Word, HTML, PDF, Markdown."),
    "matter": ("matter", "A live request, followed act by act; a guided walk."),
    "parties": ("parties", "Who was bound by what on a day; a day-level panel."),
    "vote": ("vote", "A roll call: carried, or defeated by which rule, or whose veto."),
    "law": ("law", "A provision: wordings, rules, readings and who holds them."),
    "check": ("check", "Whether a law or case folder is sound, and what it covers."),
    "doctor": ("doctor", "What this Foedus runs on, and which executor counts."),
    "new": ("new", "A folder a spreadsheet user can fill."),
}
"""Verb → the module that holds it, and what `foedus --help` says of it."""


class _Verbs(click.Group):
    """A group that imports a verb when it is called, and knows its summary without that."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command = import_module(f"foedus.cli.{VERBS[cmd_name][0]}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        from foedus.problem import nearest

        if args and args[0] not in VERBS and not args[0].startswith("-"):
            hint = nearest(args[0], list(VERBS)) or f"verbs: {', '.join(VERBS)}"
            ctx.fail(f"no verb is called “{args[0]}”; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl([(name, words) for name, (_, words) in VERBS.items()])


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(__version__, "--version", message="foedus %(version)s")
def foedus() -> None:
    """Alliance law in a crisis: what treaty and record answer, what is open, and why.

    \b
    foedus assess CASE            the table of questions and stances
    foedus why CASE QUESTION      the reasons behind one answer
    foedus law REGIME PROVISION   the law behind the reasons

    Exit codes: 0 for any answer (“open” is one), 2 for a wrong question, 3 for invalid input.
    """


def main(args: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    from foedus.cli.output import encodable, failed

    encodable()
    try:
        code = foedus.main(args, prog_name="foedus", standalone_mode=False)
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort:
        code = 130
    except OSError as error:
        code = failed(error)
    except Exception as error:  # the one place that turns an Invalid into an exit code
        code = _invalid(error)
    sys.exit(code if isinstance(code, int) else 0)


def _invalid(error: Exception) -> int:
    """Print every problem of an invalid input or question; let any other exception through."""
    from foedus.problem import Invalid

    if not isinstance(error, Invalid):
        raise error
    from foedus.cli.output import complain

    return complain(error)
