"""Whom to call: the contact of a client, with a phone in E.164, as one row states it. One number is one contact."""

import re
from dataclasses import dataclass, field, replace

from bot.imports.problems import N_
from bot.imports.reading import Reader, WrongCell
from bot.imports.tables import Row
from bot.words.phone import phone
from bot.words.refusals import NotUnderstood, Reason
from storage.imports.plan import Contact, named
from storage.names import fold

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_INN = re.compile(r"\d{10}|\d{12}")


@dataclass(slots=True)
class Contacts:
    """The contacts of one import by their key; the same one again adds only what was missing."""

    by_key: dict[str, Contact] = field(default_factory=dict)
    _by_name: dict[str, str] = field(default_factory=dict)
    _clients: dict[str, str] = field(default_factory=dict)

    def add(self, reader: Reader, row: Row, client: tuple[str, str] | None, *, alone: bool) -> str | None:
        """The key of the contact in this row, None for none; `client` is its key and name.

        WrongCell for one that cannot be read, or told apart from others; if it has to be of this client `alone`, also
        when it is of another one already.
        """
        found = _read(reader, row, client[0] if client else None)
        if found is None:
            return None
        if client:
            self._clients.setdefault(*client)
        called = named(found.client, fold(found.name)) if found.client else None
        key = found.key
        if found.phone is None and called is not None:
            key = self._by_name.get(called, key)
        there = self.by_key.get(key)
        if there is None:
            self.by_key[key] = found
        elif alone and there.client != found.client:
            column = "phone" if found.phone else "email"
            told = N_(
                "another client has this contact already: {client}",
                client=self._clients[there.client] if there.client else "",
            )
            raise WrongCell(reader.header(column), found.phone or found.email, told)
        else:
            nameless = there.name in {there.phone, there.email}
            self.by_key[key] = replace(
                there,
                name=found.name if nameless else there.name,
                client=there.client or found.client,
                email=there.email or found.email,
            )
        if called is not None:
            self._by_name.setdefault(called, key)
        return key


def inn(reader: Reader, row: Row) -> str | None:
    """The tax number of the client, ten or twelve digits. Raises WrongCell."""
    text = reader.text(row, "inn", longest=50)
    if text is None:
        return None
    digits = text.replace(" ", "")
    if not digits.isascii() or not _INN.fullmatch(digits):
        raise WrongCell(reader.header("inn"), text, N_("an INN has 10 or 12 digits"))
    return digits


def _read(reader: Reader, row: Row, client: str | None) -> Contact | None:
    name = reader.text(row, "contact", longest=200)
    number, email = _phone(reader, row), _email(reader, row)
    called = name or email or number
    if called is None:
        return None
    key = fold(called)
    if not key:
        raise WrongCell(reader.header("contact"), called, N_("no letter or digit in this name"))
    if number is None and email is None and client is None:
        told = N_("neither a phone, an e-mail nor a client: nobody can tell who that is")
        raise WrongCell(reader.header("contact"), called, told)
    known = number or (email.lower() if email else None) or named(client or "", key)
    return Contact(known, called[:200], client, number, email)


def _phone(reader: Reader, row: Row) -> str | None:
    text = reader.text(row, "phone", longest=200)
    if text is None:
        return None
    try:
        return phone(text)
    except NotUnderstood as error:
        raise WrongCell(reader.header("phone"), text, _why(error.reason)) from None


def _why(reason: Reason) -> str:
    match reason:
        case Reason.SEVERAL:
            return N_("several phone numbers; leave one here")
        case Reason.EXTENSION:
            return N_("a phone number with an extension; leave the number alone")
        case Reason.TOO_SHORT:
            return N_("the phone number is too short")
        case Reason.TOO_LONG:
            return N_("the phone number is too long")
        case Reason.NO_SUCH_NUMBER:
            return N_("there is no such phone number")
        case _:
            return N_("not a phone number")


def _email(reader: Reader, row: Row) -> str | None:
    text = reader.text(row, "email", longest=320)
    if text is not None and not _EMAIL.fullmatch(text):
        raise WrongCell(reader.header("email"), text, N_("not an e-mail address"))
    return text
