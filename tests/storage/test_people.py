from storage import people, teams
from storage.db import Database
from tests.storage.rows import DAY, NOW, a_person

BIG = 9_876_543_210_987


async def test_a_person_is_found_by_telegram_and_by_row(db: Database) -> None:
    async with db.begin() as tx:
        team = await teams.add(tx, name="Север")
        anna = await people.add(
            tx,
            name="Анна",
            roles=["rep", "head", "rep"],
            telegram_id=BIG,
            team_id=team,
            joined_at=NOW,
            zone="Asia/Omsk",
        )
    async with db.read() as session:
        found = await people.by_telegram(session, BIG)
        assert found == people.Person(
            anna,
            BIG,
            "Анна",
            frozenset({"rep", "head"}),
            team,
            "ru",
            "Asia/Omsk",
            540,
            1080,
            540,
            NOW,
            None,
            None,
            people.EVENING,
            people.DIGEST,
        )
        assert await people.get(session, anna) == found
        assert await people.of(session, [anna, 404]) == {anna: found}
        assert await people.by_telegram(session, 404) is None
        assert await people.get(session, 404) is None


async def test_who_is_active_and_who_can_be_written_to(db: Database) -> None:
    async def now() -> tuple[bool, bool]:
        async with db.read() as session:
            person = await people.get(session, anna)
        assert person is not None
        return person.active, person.reachable

    async with db.begin() as tx:
        anna = await a_person(tx)
    assert await now() == (False, False)
    async with db.begin() as tx:
        await people.join(tx, anna, telegram_id=BIG, now=NOW)
    assert await now() == (True, True)
    async with db.begin() as tx:
        await people.block(tx, anna, now=NOW)
    assert await now() == (True, False)
    async with db.begin() as tx:
        await people.unblock(tx, anna)
    assert await now() == (True, True)
    async with db.begin() as tx:
        await people.block(tx, anna, now=NOW)
        await people.leave(tx, anna, now=NOW)
    assert await now() == (False, False)
    async with db.begin() as tx:
        await people.join(tx, anna, telegram_id=BIG, now=NOW + DAY)
    assert await now() == (True, True)


async def test_a_change_is_for_one_person(db: Database) -> None:
    async with db.begin() as tx:
        team = await teams.add(tx, name="Север")
        anna, oleg = await a_person(tx, "Анна"), await a_person(tx, "Олег")
        await people.set_language(tx, anna, "en")
        await people.set_roles(tx, anna, {"head", "admin"})
        await people.set_team(tx, anna, team)
        found = await people.of(tx, [anna, oleg])
    assert (found[anna].language, found[anna].roles, found[anna].team_id) == (
        "en",
        frozenset({"head", "admin"}),
        team,
    )
    assert (found[oleg].language, found[oleg].roles, found[oleg].team_id) == ("ru", frozenset({"rep"}), None)


async def test_teams_are_a_tree(db: Database) -> None:
    async with db.begin() as tx:
        company = await teams.add(tx, name="Компания")
        north = await teams.add(tx, name="Север", parent_id=company)
        city = await teams.add(tx, name="Город", parent_id=north)
        south = await teams.add(tx, name="Юг", parent_id=company)
        assert await teams.all_(tx) == [
            teams.Team(city, "Город", north),
            teams.Team(company, "Компания", None),
            teams.Team(north, "Север", company),
            teams.Team(south, "Юг", company),
        ]
        assert await teams.below(tx, north) == {north, city}
        assert await teams.below(tx, company) == {company, north, city, south}
        assert await teams.above(tx, city) == (city, north, company)
        assert await teams.above(tx, company) == (company,)


async def test_people_of_a_team_and_those_who_answer_for_it(db: Database) -> None:
    async with db.begin() as tx:
        company = await teams.add(tx, name="Компания")
        north = await teams.add(tx, name="Север", parent_id=company)
        city = await teams.add(tx, name="Город", parent_id=north)
        south = await teams.add(tx, name="Юг", parent_id=company)
        director = await a_person(tx, "Алла", roles=["head", "director"], team_id=company)
        head = await a_person(tx, "Яна", roles=["head"], team_id=north)
        rep = await a_person(tx, "Борис", team_id=city)
        gone = await a_person(tx, "Вера", team_id=city)
        other = await a_person(tx, "Глеб", team_id=south)
        await people.leave(tx, gone, now=NOW)

        assert [one.id for one in await people.of_team(tx, north)] == [rep, head]
        assert [one.id for one in await people.of_team(tx, north, role="rep")] == [rep]
        assert [one.id for one in await people.heads(tx, city)] == [head, director]
        assert [one.id for one in await people.heads(tx, south)] == [director]
        assert [one.id for one in await people.everyone(tx)] == [director, rep, other, head]
        assert [one.id for one in await people.everyone(tx, role="head")] == [director, head]
