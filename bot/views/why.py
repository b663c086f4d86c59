"""«Why?»: the rule behind a question, in words, and what happens when it is left unanswered."""

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Conversation
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.usecases.asked import CONTACT, NOTE, PHONE, Act, Asked
from bot.views import conditions, words
from bot.views.lines import stack
from bot.views.question import subject
from fsm.definition import Due, Process, Requirement
from fsm.questions import ATTEMPTS, EXIT, NEXT, PATIENCE, REASON, TITLE, WAIVE, WHEN


def why(asked: Asked, process: Process, t: Texts) -> Screen:
    """The gate of a stage, what an outcome asks, or the law of the next step."""
    rule = _RULES.get(asked.question.key, _of_field)
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
    chosen: str = str(asked.given.get(EXIT, "")).removeprefix("move.")
    branches = [one.to for one in outcome.to] if outcome else []
    for key in (about.to or chosen, *branches, *process.stages):
        stage = process.stages.get(key)
        if stage and any(one.field == asked.question.key for one in stage.requires):
            return key
    return None


def _of_title(_: Asked, __: Process, t: Texts) -> list[Text | str]:
    return [t.gettext("A task is called what you call it: so it stands in your day and on the deal.")]


def _of_reason(asked: Asked, _: Process, t: Texts) -> list[Text | str]:
    if asked.subject.act is Act.SNOOZE:
        said = t.gettext("From time no. {number} on, putting off needs a reason. It is kept in the history.")
        return [said.format(number=PATIENCE)]
    if asked.subject.act is Act.REOPEN:
        return [t.gettext("A closed deal is taken up again with a reason. It is kept in the history.")]
    return [t.gettext("A deal that waits has a day and a reason: so nobody takes it for a forgotten one.")]


def _of_note(_: Asked, __: Process, t: Texts) -> list[Text | str]:
    return [t.gettext("Words, a voice message, a photo or a file: what you send next is kept on this deal.")]


def _of_contact(_: Asked, __: Process, t: Texts) -> list[Text | str]:
    return [t.gettext("What is known of a client is kept once and stands on all of his deals.")]


def _of_field(asked: Asked, process: Process, t: Texts) -> list[Text | str]:
    about = asked.subject
    outcome = words.outcome_of(process, about.activity, about.outcome)
    if outcome and any(one.field == asked.question.key for one in outcome.ask):
        said = t.label(outcome.title)
        what = words.field(process, asked.question.key, t)
        told = t.gettext("“{outcome}” is written down together with: {field}.")
        return [told.format(outcome=said, field=what), *_optional(asked, t)]
    if about.act in {Act.AMEND, Act.SENT}:
        return [t.gettext("You are changing this field. The change is kept in the history.")]
    stage = _stage_that_demands(asked, process)
    if stage is None:
        return [t.gettext("The process asks for this here.")]
    head = t.gettext("For a deal to enter the stage “{stage}”, this has to be known:")
    return [
        head.format(stage=words.stage(process, stage, t)),
        *(_demand(one, asked, process, t) for one in process.stages[stage].requires),
        *_optional(asked, t),
    ]


def _optional(asked: Asked, t: Texts) -> list[str]:
    return [t.gettext("This question may be skipped.")] if asked.question.optional else []


def _demand(one: Requirement, asked: Asked, process: Process, t: Texts) -> Text:
    title = words.field(process, one.field, t)
    name: Text | str = Bold(title) if one.field == asked.question.key else title
    if one.when is None:
        return Text("· ", name)
    return Text("· ", name, " — ", conditions.condition(one.when, process, t))


def _of_when(asked: Asked, process: Process, t: Texts) -> list[Text | str]:
    about = asked.subject
    if about.act is Act.PARK:
        return [
            t.gettext("On that day the deal comes back to your list by itself."),
            t.gettext("What is open on it becomes due then, and nobody is reminded before."),
        ]
    if about.act is Act.SNOOZE:
        return [t.gettext("The task becomes due at the time that you name, and you will be reminded of it.")]
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


def _of_exit(asked: Asked, process: Process, t: Texts) -> list[Text | str]:
    return [
        t.gettext("The work of this stage is done, and the deal goes on to another one."),
        t.gettext("What the process suggests comes first; any other stage is open as well."),
    ]


def _of_waive(asked: Asked, process: Process, t: Texts) -> list[Text | str]:
    return [
        t.gettext("The process counts on these steps before the deal goes on:"),
        *(Text("· ", words.activity(process, key, t)) for key in asked.question.parts),
        t.gettext("They may be left out with a reason. It is kept in the history."),
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


_RULES = {
    WHEN: _of_when,
    NEXT: _of_next,
    ATTEMPTS: _of_attempts,
    EXIT: _of_exit,
    WAIVE: _of_waive,
    TITLE: _of_title,
    REASON: _of_reason,
    NOTE: _of_note,
    CONTACT: _of_contact,
    PHONE: _of_contact,
}


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
