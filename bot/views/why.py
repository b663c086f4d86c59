"""«Why?»: the rule behind a question, in words, and what happens when it is left unanswered."""

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Conversation
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.usecases.asked import Asked
from bot.views import words
from bot.views.lines import stack
from bot.views.question import subject
from fsm.definition import Due, Process, Requirement
from fsm.questions import ATTEMPTS, NEXT, WHEN


def why(asked: Asked, process: Process, t: Texts) -> Screen:
    """The gate of a stage, what an outcome asks, or the law of the next step."""
    rule = {WHEN: _of_when, NEXT: _of_next, ATTEMPTS: _of_attempts}.get(asked.question.key, _of_field)
    return Screen(
        stack(
            *subject(asked.subject, process, t),
            "",
            *rule(asked, process, t),
            "",
            t.gettext("Nothing changes until you have answered; the answers given so far are kept."),
        ),
        (
            (
                Button(t.gettext("‹ To the question"), Conversation(asked.draft, "ask")),
                Button(t.gettext("Cancel"), Conversation(asked.draft, "cancel")),
            ),
        ),
    )


def _stage_that_demands(asked: Asked, process: Process) -> str | None:
    """The stage whose gate has the field: where the conversation leads, else whichever has it."""
    about = asked.subject
    outcome = words.outcome_of(process, about.activity, about.outcome)
    leads = about.to or (outcome.to if outcome else None)
    order = ([leads] if leads else []) + [key for key in process.stages if key != leads]
    for key in order:
        stage = process.stages.get(key)
        if stage and any(one.field == asked.question.key for one in stage.requires):
            return key
    return None


def _of_field(asked: Asked, process: Process, t: Texts) -> list[Text | str]:
    about = asked.subject
    outcome = words.outcome_of(process, about.activity, about.outcome)
    if outcome and asked.question.key in outcome.ask:
        said = t.label(outcome.title)
        what = words.field(process, asked.question.key, t)
        return [
            t.gettext("“{outcome}” is written down together with: {field}.").format(outcome=said, field=what)
        ]
    stage = _stage_that_demands(asked, process)
    if stage is None:
        return [t.gettext("The process asks for this here.")]
    head = t.gettext("For a deal to enter the stage “{stage}”, this has to be known:")
    return [
        head.format(stage=words.stage(process, stage, t)),
        *(_demand(one, asked, process, t) for one in process.stages[stage].requires),
    ]


def _demand(one: Requirement, asked: Asked, process: Process, t: Texts) -> Text:
    title = words.field(process, one.field, t)
    name: Text | str = Bold(title) if one.field == asked.question.key else title
    if one.when is None:
        return Text("· ", name)
    field = process.fields.get(one.when.field)
    options = [t.label(field.options[key].title) for key in one.when.equals if field and key in field.options]
    condition = t.gettext("if {field}: {values}").format(
        field=words.field(process, one.when.field, t), values=", ".join(options)
    )
    return Text("· ", name, " — ", condition)


def _of_when(asked: Asked, process: Process, t: Texts) -> list[Text | str]:
    about = asked.subject
    outcome = words.outcome_of(process, about.activity, about.outcome)
    planned = outcome.next.plan if outcome and outcome.next else about.activity
    return [
        t.gettext("No deal stays without a next step."),
        t.gettext(
            "“{activity}” will open for the time that you name, and you will be reminded of it."
        ).format(activity=words.activity(process, planned, t)),
    ]


def _of_next(asked: Asked, process: Process, t: Texts) -> list[Text | str]:
    return [
        t.gettext("No deal stays without a next step."),
        t.gettext("A finished step leaves another one, a move to a stage, or what is planned already."),
    ]


def _of_attempts(asked: Asked, process: Process, t: Texts) -> list[Text | str]:
    about = asked.subject
    outcome = words.outcome_of(process, about.activity, about.outcome)
    ladder = process.ladders.get(outcome.ladder) if outcome and outcome.ladder else None
    steps = ", ".join(_step(due, t) for due in ladder.steps) if ladder else ""
    return [
        t.gettext("After a failed attempt the next one is planned by itself: {steps}.").format(steps=steps),
        t.gettext("After the last one you decide: go on, or close the deal."),
    ]


def _step(due: Due, t: Texts) -> str:
    if due.working_hours is not None:
        return t.ngettext("in {number} working hour", "in {number} working hours", due.working_hours).format(
            number=due.working_hours
        )
    if due.working_days is not None:
        return t.ngettext("in {number} working day", "in {number} working days", due.working_days).format(
            number=due.working_days
        )
    days = due.days or 0
    return t.ngettext("in {number} day", "in {number} days", days).format(number=days)
