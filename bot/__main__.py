"""The command line: `voronka`, the same as `python -m bot`. Each command loads its module when it is called."""

import os
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.failure import Failure

app = typer.Typer(
    name="voronka",
    help="A sales assistant that lives in a Telegram chat: one deal is one run of a described process.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

process_app = typer.Typer(
    help="Processes: which there are, whether a file is one, what it looks like.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(process_app, name="process")

rule_app = typer.Typer(
    help="Rules: which there are, whether a file is one.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(rule_app, name="rule")

_INTERRUPTED = 130  # what typer makes of Ctrl-C
_DAY = ["%Y-%m-%d", "%d.%m.%Y"]
Json = Annotated[bool, typer.Option("--json", help="Print the numbers as JSON.")]


class Chart(StrEnum):
    """The pictures that there are."""

    FUNNEL = "funnel"
    CYCLE = "cycle"
    RULES = "rules"
    EXCEPTIONS = "exceptions"
    DISCIPLINE = "discipline"


class Language(StrEnum):
    RU = "ru"
    EN = "en"


@app.command()
def demo(
    *,
    data: Annotated[
        Path | None, typer.Option(help="A folder to import, instead of the made-up company.")
    ] = None,
    host: Annotated[str, typer.Option(help="Address of the chat page.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Its port; 0 picks a free one.")] = 8081,
    allow_remote: Annotated[
        bool,
        typer.Option("--allow-remote", help="Let --host be one that others reach: they can do everything."),
    ] = False,
) -> None:
    """The product with a messenger of its own in the browser; no token, no network."""
    from bot.commands import demo as command

    command.run(data=data, host=host, port=port, allow_remote=allow_remote)


@app.command("run")
def run_() -> None:
    """The real bot, by the settings in .env or the environment, until Ctrl-C or SIGTERM."""
    from bot.commands import run as command

    command.run()


@app.command("import")
def import_(
    path: Annotated[
        Path | None, typer.Argument(help="A CSV or XLSX file, or a folder of them.", show_default=False)
    ] = None,
    *,
    mapping: Annotated[
        Path | None, typer.Option(help="YAML that says what the columns mean; else guessed from the headers.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, write nothing.")] = False,
    as_json: Json = False,
    per_day: Annotated[
        int | None,
        typer.Option(min=1, max=1000, help="Most activities on one day of a rep.", show_default="20"),
    ] = None,
    process: Annotated[str | None, typer.Option(help="Process of the deals; else the mapping's.")] = None,
    undo: Annotated[str | None, typer.Option(metavar="ID|last", help="Take an import back, whole.")] = None,
) -> None:
    """Import deals, clients, products and people; the same files again change nothing."""
    if undo is not None and path is None:
        from bot.commands import undo_import

        undo_import.run(undo, as_json=as_json)
        return
    if path is None or undo is not None:
        raise typer.BadParameter("say PATH to import, or --undo ID to take an import back")
    from bot.commands import import_ as command

    command.run(path, mapping=mapping, dry_run=dry_run, as_json=as_json, per_day=per_day, process=process)


@app.command()
def chart(
    name: Annotated[
        Chart, typer.Argument(metavar="NAME", help="funnel, cycle, rules, exceptions or discipline.")
    ],
    *,
    process: Annotated[str | None, typer.Option(help="Key of the process; else the company's.")] = None,
    rep: Annotated[
        str | None, typer.Option(help="Only this person's deals: a name, or its beginning.")
    ] = None,
    team: Annotated[str | None, typer.Option(help="Only this team's deals, with the teams below it.")] = None,
    since: Annotated[datetime | None, typer.Option("--from", formats=_DAY, help="First day.")] = None,
    until: Annotated[datetime | None, typer.Option("--to", formats=_DAY, help="Last day, included.")] = None,
    rule: Annotated[str | None, typer.Option(help="Of `rules`: this one only.")] = None,
    out: Annotated[Path | None, typer.Option(help="The picture is written here, FILE.png.")] = None,
    as_json: Json = False,
    language: Annotated[Language | None, typer.Option(help="Of the picture; else the setting's.")] = None,
) -> None:
    """A picture (--out) or the numbers that it shows (--json); the chat's commands use the same queries."""
    if out is None and not as_json:
        raise typer.BadParameter("say --out FILE.png for the picture or --json for its numbers")
    from bot.commands import chart as command

    command.run(
        name.value,
        process=process,
        rep=rep,
        team=team,
        since=since and since.date(),
        until=until and until.date(),
        out=out,
        as_json=as_json,
        language=language and language.value,
        rule=rule,
    )


@app.command()
def invite(
    role: Annotated[str, typer.Argument(help="rep, head, director, admin, ...")] = "rep",
    *,
    team: Annotated[str | None, typer.Option(help="The team that the person joins.")] = None,
    person: Annotated[str | None, typer.Option(help="An imported person whom the link lets in.")] = None,
    days: Annotated[int, typer.Option(min=1, max=365, help="How long the link is good.")] = 7,
) -> None:
    """A single-use link that lets one person in."""
    from bot.commands import invite as command

    command.run(role, team=team, person=person, days=days)


@app.command()
def backup(
    *,
    out: Annotated[
        Path | None,
        typer.Option(help="The file to be written; none is written over.", show_default="by date"),
    ] = None,
) -> None:
    """Everything in one file, made while the product runs; docs/deployment.md says how to restore it."""
    from bot.commands import backup as command

    command.run(out=out)


@app.command()
def doctor(
    *,
    as_json: Json = False,
    alive: Annotated[
        bool, typer.Option("--alive", help="Only whether the product works now, cheaply: for health checks.")
    ] = False,
) -> None:
    """Check settings, Telegram, database and machine: a line each; exit status 1 if something is wrong."""
    from bot.commands import doctor as command

    if alive:
        command.alive()
    else:
        command.run(as_json=as_json)


@process_app.command("list")
def process_list() -> None:
    """The processes that ship with the product."""
    from bot.commands import process as command

    command.list_()


@process_app.command("check")
def process_check(
    process: Annotated[str, typer.Argument(metavar="FILE|NAME", help="A YAML file or a shipped process.")],
) -> None:
    """One line per problem, FILE:LINE: what, what was meant; exit status 1 if there is any."""
    from bot.commands import process as command

    command.check(process)


@process_app.command("schema")
def process_schema(
    *,
    out: Annotated[Path | None, typer.Option(help="FILE.json to write; else it is printed.")] = None,
) -> None:
    """The process language as a JSON Schema: editors complete its words and explain them."""
    from bot.commands import process as command

    command.schema(out=out)


@process_app.command("diagram")
def process_diagram(
    name: Annotated[str, typer.Argument(help="A shipped process, or a YAML file.")],
    *,
    out: Annotated[Path | None, typer.Option(help="FILE.png, .mmd or .md; else Mermaid is printed.")] = None,
    stage: Annotated[str | None, typer.Option(help="Key of a stage: it alone, with all its steps.")] = None,
    language: Annotated[
        Language | None, typer.Option("--language", "--lang", help="Of the labels; else the setting's.")
    ] = None,
) -> None:
    """A picture of a process: what is done in its stages, and the moves between them."""
    from bot.commands import process as command

    command.diagram(name, out=out, language=language and language.value, stage=stage)


@rule_app.command("list")
def rule_list(
    *,
    table: Annotated[
        Language | None, typer.Option(help="All that they say, as a table of Markdown in this language.")
    ] = None,
) -> None:
    """The rules that ship with the product: key, whether it works, how much is allowed, title."""
    from bot.commands import rule as command

    command.list_(table=table and table.value)


@rule_app.command("check")
def rule_check(
    rule: Annotated[str, typer.Argument(metavar="FILE|NAME", help="A YAML file or a shipped rule.")],
) -> None:
    """One line per problem, FILE:LINE: what, what was meant; exit status 1 if there is any."""
    from bot.commands import rule as command

    command.check(rule)


@rule_app.command("schema")
def rule_schema(
    *,
    out: Annotated[Path | None, typer.Option(help="FILE.json to write; else it is printed.")] = None,
) -> None:
    """The language of rules as a JSON Schema: editors complete its words and explain them."""
    from bot.commands import rule as command

    command.schema(out=out)


@rule_app.command("replay")
def rule_replay(
    rule: Annotated[str, typer.Argument(metavar="NAME", help="Key of a rule.")],
    *,
    limit: Annotated[int | None, typer.Option(help="Another number of days, hours or times.")] = None,
    border: Annotated[str | None, typer.Option(metavar="SUM", help="Another border of its deals.")] = None,
    rep: Annotated[str | None, typer.Option(help="Only this person's: a name, or its beginning.")] = None,
    team: Annotated[str | None, typer.Option(help="Only this team's, with the teams below it.")] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--from", formats=_DAY, help="First day, a year ago at most.", show_default="90 days ago"
        ),
    ] = None,
    until: Annotated[datetime | None, typer.Option("--to", formats=_DAY, help="Last day, included.")] = None,
    as_json: Json = False,
) -> None:
    """What another number would have brought over what has happened: violations, whose, how long the digests."""
    from bot.commands import rule_replay as command

    command.run(
        rule,
        limit=limit,
        border=border,
        rep=rep,
        team=team,
        since=since and since.date(),
        until=until and until.date(),
        as_json=as_json,
    )


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 done; 1 it failed, one line on standard error says why; 2 wrong usage."""
    try:
        status = _status(arguments)
        sys.stdout.flush()
    except OSError as error:
        # Python must not complain once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # A reader (`| head`) that has seen enough is no failure to speak of; a full disk is.
        return 1 if isinstance(error, BrokenPipeError) else _failed(_words(error))
    return status


def _status(arguments: list[str] | None) -> int:
    try:
        app(arguments, prog_name="voronka")
    except SystemExit as ended:
        if ended.code == _INTERRUPTED:
            return _failed("interrupted")
        return ended.code if isinstance(ended.code, int) else 0
    except Failure as failure:
        return _failed(str(failure))
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - no traceback reaches a user, whatever happened
        return _failed(_words(error))
    return 0


def _failed(why: str) -> int:
    line = " ".join(why.split())
    sys.stderr.write(f"voronka: {line}\n")
    return 1


def _words(error: Exception) -> str:
    """A sentence for what nobody foresaw, and for what every command may meet."""
    match type(error).__name__:
        case "WrongSettings":
            return str(error)
        case "Busy":
            return "the database is busy: another program is writing; try again in a moment"
        case _ if isinstance(error, OSError) and error.strerror:
            return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
        case name:
            return f"unexpected {name}: {error}. This is a fault of the program, please report it"


if __name__ == "__main__":
    sys.exit(main())
