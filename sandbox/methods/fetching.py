"""getUpdates and the webhook: how updates reach the bot."""

from sandbox.errors import BadRequest, Refused
from sandbox.messenger import Messenger
from sandbox.params import Params
from sandbox.updates import CONFLICT
from sandbox.webhook import Webhook, start_webhook

LONGEST_POLL = 50
ACTIVE = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_SECRET = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


async def get_updates(messenger: Messenger, params: Params) -> list[str]:
    """The bodies of the updates, already serialised."""
    if messenger.webhook is not None:
        raise Refused(409, ACTIVE)
    _remember_allowed(messenger, params)
    offset = params.number("offset", 0)
    limit = params.number("limit", 100, 1, 100)
    timeout = params.number("timeout", 0, 0, LONGEST_POLL)
    return [update.body for update in await messenger.updates.poll(offset, limit, timeout)]


def _remember_allowed(messenger: Messenger, params: Params) -> None:
    kinds = (
        params.json("allowed_updates", "allowed updates JSON object")
        if params.text("allowed_updates")
        else None
    )
    if kinds is None:
        return
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise BadRequest("expected an Array of String")
    messenger.updates.allow(kinds)


async def set_webhook(messenger: Messenger, params: Params) -> bool:
    url = params.text("url")
    if not url:
        return await delete_webhook(messenger, params)
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
        raise BadRequest("bad webhook: An HTTPS URL must be provided for webhook")
    secret = params.text("secret_token")
    if len(secret) > 256:
        raise BadRequest("secret token is too long")
    if not set(secret) <= _SECRET:
        raise BadRequest("secret token contains unallowed characters")
    _remember_allowed(messenger, params)
    connections = params.number("max_connections", 40, 1, 100)
    await _stop(messenger, params)
    messenger.updates.interrupt(Refused(409, f"{CONFLICT} setWebhook request"))
    messenger.webhook = start_webhook(Webhook(messenger.updates, messenger.clock, url, secret, connections))
    return True


async def delete_webhook(messenger: Messenger, params: Params) -> bool:
    await _stop(messenger, params)
    return True


async def _stop(messenger: Messenger, params: Params) -> None:
    if messenger.webhook is not None:
        await messenger.webhook.stop()
        messenger.webhook = None
    if params.flag("drop_pending_updates"):
        messenger.updates.clear()


def get_webhook_info(messenger: Messenger, params: Params) -> dict[str, object]:
    info: dict[str, object] = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": messenger.updates.count(),
    }
    if messenger.webhook is not None:
        info.update(messenger.webhook.info())
    if messenger.updates.allowed is not None:
        info["allowed_updates"] = sorted(messenger.updates.allowed)
    return info
