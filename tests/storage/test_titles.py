from fsm.definition import FieldType
from storage import clients, teams, titles
from storage.db import Database
from tests.build import MONDAY, a_product, a_user


async def test_rows_are_called_by_their_names_and_what_is_gone_is_absent(db: Database) -> None:
    async with db.begin() as tx:
        anna = (await a_user(tx, "Анна")).id
        team = await teams.add(tx, name="Юг")
        server = await a_product(tx, "Сервер")
        client = await clients.add(tx, name="Ромашка", owner_id=anna, now=MONDAY)
    async with db.read() as session:
        found = await titles.of(
            session,
            {
                FieldType.PERSON: {anna, 99},
                FieldType.TEAM: {team},
                FieldType.PRODUCT: {server},
                FieldType.CLIENT: {client},
                FieldType.CONTACT: {1},
            },
        )
        assert await titles.of(session, {}) == titles.Titles()
    assert found.of(FieldType.PERSON, anna) == "Анна"
    assert found.of(FieldType.PERSON, 99) is None
    assert found.of(FieldType.TEAM, team) == "Юг"
    assert found.of(FieldType.PRODUCT, server) == "Сервер"
    assert found.of(FieldType.CLIENT, client) == "Ромашка"
    assert found.of(FieldType.CONTACT, 1) is None
