"""Ready reasons in words: rows keep a key, so that everybody reads it in his own language; what people wrote is theirs."""

from bot.texts import Texts
from bot.views.lines import clip

LONGEST = 120


def reason(said: str, t: Texts) -> str:
    """«Клиент занят» for r.busy; anything else as it was written."""
    return titles(t).get(said) or clip(said, LONGEST)


def titles(t: Texts) -> dict[str, str]:
    """The words of each key of suggestions.REASONS and WAIVED."""
    _ = t.gettext
    return {
        "r.busy": _("The client is busy"),
        "r.papers": _("Waiting for papers"),
        "r.no_time": _("No time for it"),
        "r.answer": _("Waiting for an answer"),
        "r.budget": _("No budget for now"),
        "r.season": _("Not the season"),
        "r.decision": _("They are deciding"),
        "r.asked": _("The client asked to wait"),
        "r.back": _("The client came back"),
        "r.mistake": _("Closed by mistake"),
        "r.needless": _("Not needed here"),
        "r.done_before": _("Done earlier"),
        "r.client_asked": _("The client asked for it"),
        "r.hurry": _("There is no time for it"),
    }
