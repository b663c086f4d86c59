"""What is known of a client, looked at and put right: its name, its segment, people there and how they are reached."""

from bot.usecases import forms
from bot.usecases.access import ForbiddenError
from bot.usecases.attended import Act, Attended, attended, calendar_of, care_of, tell
from bot.usecases.work import Work
from storage import caring, contacts, dossier
from storage.caring import SEGMENTS


async def known(work: Work, client_id: int) -> Attended:
    """What is known of it. ForbiddenError where there is no such client, or the person may not work it."""
    async with work.db.read() as session:
        care, owner = await care_of(session, work, client_id)
        return Attended(
            care, calendar_of(work, owner).day_of(work.now), people=await dossier.people(session, client_id)
        )


async def segment(work: Work, client_id: int, key: str) -> Attended:
    """Another segment. ForbiddenError for one that there is not."""
    if key not in SEGMENTS:
        raise ForbiddenError
    async with work.begin() as tx:
        care, _ = await care_of(tx, work, client_id)
        if care.segment != key:
            await caring.change(tx, care.id, segment=key)
            await tell(tx, work, care, Act.SEGMENT, was=care.segment, became=key)
        return await attended(tx, work, care.id, Act.SEGMENT)


async def rename(work: Work, client_id: int, name: str) -> Attended:
    """Another name."""
    async with work.begin() as tx:
        await forms.close(tx, work)
        care, _ = await care_of(tx, work, client_id)
        if care.name != name:
            await caring.change(tx, care.id, name=name)
            await tell(tx, work, care, Act.NAME, was=care.name, became=name)
        return await attended(tx, work, care.id, Act.NAME)


async def add_contact(work: Work, client_id: int, name: str, phone: str | None) -> Attended:
    """One more person there; whoever has this number there already keeps it, with this name."""
    async with work.begin() as tx:
        await forms.close(tx, work)
        care, _ = await care_of(tx, work, client_id)
        there = await contacts.with_phones(tx, care.id)
        if not any((phone is not None and phone in one.phones) or one.name == name for one in there):
            await contacts.add(tx, client_id=care.id, name=name, phone=phone)
            await tell(tx, work, care, Act.CONTACT, became=name)
        return await attended(tx, work, care.id, Act.CONTACT)


async def reach(work: Work, client_id: int, contact_id: int, act: Act, value: str) -> Attended:
    """One more number (E.164) of somebody there, or another address. ForbiddenError for whoever is not there."""
    async with work.begin() as tx:
        await forms.close(tx, work)
        care, _ = await care_of(tx, work, client_id)
        contact = await contacts.get(tx, contact_id)
        if contact is None or contact.client_id != care.id:
            raise ForbiddenError
        if act is Act.PHONE:
            changed = await contacts.add_phone(tx, contact_id, value)
        else:
            changed = contact.email != value
            await contacts.set_email(tx, contact_id, value)
        if changed:
            await tell(tx, work, care, act, became=value, who=contact.name)
        return await attended(tx, work, care.id, act)
