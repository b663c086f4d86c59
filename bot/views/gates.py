"""How strict each process is, and the switch for it."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Firm, Idle, Strictness
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.usecases.gates import FIELDS, STEPS, Gated
from bot.views.layout import LABEL, my_day
from bot.views.lines import clip, stack
from fsm.definition import Mode


def gates(found: Sequence[Gated], t: Texts, *, toast: str | None = None) -> Screen:
    """Two switches for every process: fields of stages that are passed over, and steps that are not done."""
    _ = t.gettext
    return Screen(
        stack(
            Bold(_("How strict the processes are")),
            "",
            _(
                "Fields: strictly, a jump forward asks for what the stages in between demand; softly, only for what its goal demands."
            ),
            _("Steps: strictly, a forward move asks why a step is left out; softly, it only points it out."),
            _("A lost deal can be closed in either case."),
            *(line for one in found for line in _lines(one, t)),
        ),
        (
            *(row for one in found for row in _switches(one, t)),
            (Button(_("‹ Company"), Firm("", "", 0)), my_day(t)),
        ),
        toast=toast,
    )


def mode(found: Mode, t: Texts) -> str:
    return t.gettext("strictly") if found is Mode.STRICT else t.gettext("softly")


def what(key: str, t: Texts) -> str:
    return t.gettext("Fields") if key == FIELDS else t.gettext("Steps")


def _lines(one: Gated, t: Texts) -> list[Text | str]:
    gate, written = one.process.gate, one.written
    lines: list[Text | str] = [
        "",
        Bold(clip(t.label(one.process.title))),
        f"{what(FIELDS, t)}: {mode(gate.fields, t)} · {what(STEPS, t)}: {mode(gate.steps, t)}",
    ]
    if gate != written:
        said = t.gettext("As written: fields {fields}, steps {steps}")
        lines.append(Italic(said.format(fields=mode(written.fields, t), steps=mode(written.steps, t))))
    return lines


def _switches(one: Gated, t: Texts) -> Keyboard:
    key = one.process.process
    chosen = {FIELDS: one.process.gate.fields, STEPS: one.process.gate.steps}
    rows: list[tuple[Button, ...]] = [
        (Button(clip(f"— {t.label(one.process.title)} —", LABEL), Idle()),),
    ]
    for name, now in chosen.items():
        rows.append(
            tuple(
                Button(
                    f"{'● ' if now is each else ''}{what(name, t)}: {mode(each, t)}",
                    Strictness(key, name, each.value),
                    look=Look.MAIN if now is each else None,
                )
                for each in Mode
            )
        )
    return tuple(rows)
