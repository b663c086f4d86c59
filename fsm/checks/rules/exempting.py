"""The way out is there in every process of deals, and asks for all that the rule looks at."""

from collections.abc import Iterator, Mapping

from fsm.checks import parts
from fsm.checks.finding import Finding
from fsm.checks.gates import may_hold
from fsm.checks.rules.breaches import OTHER
from fsm.checks.rules.names import of_type
from fsm.definition import Activity, Exempting, FieldType, Process, Requirement, Rule
from fsm.problems import Path, suggestion

_TYPES = {"reason": FieldType.CHOICE, "words": FieldType.TEXT, "until": FieldType.DATE}


def check(rule: Rule, deals: Mapping[str, Process]) -> Iterator[Finding]:
    """Whoever has to do it can ask in any deal, and says why and until when."""
    exempt = rule.exempt
    if exempt is None:
        return
    for key, process in deals.items():
        activity = process.activities.get(exempt.activity)
        path: Path = ("exempt", "activity")
        if activity is None:
            what = f"`{key}` has no activity `{exempt.activity}`"
            yield Finding(path, what, suggestion(exempt.activity, process.activities))
        elif activity.runs is None:
            what = f"`{exempt.activity}` of `{key}` asks nobody"
            yield Finding(path, what, "what asks for another date runs a process, in which a head answers")
        elif exempt.activity not in process.by_hand:
            what = f"nobody can open `{exempt.activity}` of `{key}`"
            yield Finding(path, what, "name it in `by_hand` there")
        else:
            yield from _asked(exempt, key, activity)
    for word, type_ in _TYPES.items():
        name = getattr(exempt, word)
        yield from of_type(("exempt", word), name, (type_,), f"can be `{word}`", deals)
    for key, process in deals.items():
        field = process.fields.get(exempt.reason)
        if field is not None and field.options and OTHER not in field.options:
            what = f"no `{OTHER}` among the options of `{exempt.reason}` in `{key}`"
            yield Finding(("exempt", "reason"), what, "nobody knows all reasons: add it there")
    if rule.fulfil is not None:
        for place, part in parts.within(("fulfil",), rule.fulfil):
            if part.done == exempt.activity:
                what = f"`{part.done}` asks for another date, and is what has to be done"
                yield Finding((*place, "done"), what, "whoever asks has not done it yet: leave it out")


def _asked(exempt: Exempting, key: str, activity: Activity) -> Iterator[Finding]:
    asked = {one.field: one for one in activity.ask}
    for word in _TYPES:
        name = getattr(exempt, word)
        if name not in asked:
            what = f"`{exempt.activity}` of `{key}` does not ask `{name}`"
            yield Finding(("exempt", word), what, "name it in `ask` there")
        elif not _demanded(asked[name], exempt):
            what = f"`{exempt.activity}` of `{key}` may leave `{name}` out"
            yield Finding(("exempt", word), what, _MUST[word])


_MUST = {
    "reason": "whoever asks says why: no `optional` and no `when`",
    "words": f"where the reason is `{OTHER}`, words are demanded",
    "until": "whoever asks says until when: no `optional` and no `when`",
}


def _demanded(one: Requirement, exempt: Exempting) -> bool:
    """Whether it has to be answered; words only where the reason is the other one."""
    if one.optional:
        return False
    if one.field == exempt.words:
        return may_hold(one.when, {exempt.reason: OTHER})
    return one.when is None
