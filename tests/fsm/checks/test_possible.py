"""What counts as impossible is so for every deal, and what counts as possible is so for some deal."""

from decimal import Decimal
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from fsm.checks.possible import Steps, World, possible
from fsm.conditions import holds
from fsm.definition import Condition

SUMS = [None, *(Decimal(one) for one in range(5))]
WORDS = [None, "x", "y", "z"]
TEAMS = [None, 1, 2]
FACTS = [frozenset(), frozenset({"one"}), frozenset({"two"}), frozenset({"one", "two"})]
bounds = st.integers(1, 4).map(Decimal)
atoms = st.one_of(
    st.builds(Condition, field=st.just("sum"), at_least=bounds),
    st.builds(Condition, field=st.just("sum"), below=bounds),
    st.builds(Condition, field=st.sampled_from(["sum", "word", "team"]), known=st.booleans()),
    st.builds(
        Condition,
        field=st.just("word"),
        equals=st.lists(st.sampled_from(["x", "y"]), min_size=1, max_size=2).map(tuple),
    ),
    st.builds(Condition, done=st.sampled_from(["one", "two"])),
    st.just(Condition(headed="team")),
)
conditions: st.SearchStrategy[Condition] = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds(Condition, all=st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Condition, any=st.lists(inner, min_size=1, max_size=3).map(tuple)),
        inner.map(lambda one: Condition.model_validate({"not": one})),
    ),
    max_leaves=10,
)
demands = st.lists(st.tuples(conditions, st.booleans()), min_size=1, max_size=3)


def met(
    demanded: list[tuple[Condition, bool]], *, word: list[str | None], done: list[frozenset[str]]
) -> bool:
    """Whether some deal meets them all: tried out."""
    return any(
        all(
            holds(one, {"sum": total, "word": said, "team": team}, facts, {1: 7}) is wanted
            for one, wanted in demanded
        )
        for total, said, team, facts in product(SUMS, word, TEAMS, done)
    )


@given(demands)
def test_it_is_what_trying_out_every_deal_says(demanded: list[tuple[Condition, bool]]) -> None:
    assert possible(demanded, Steps()) is met(demanded, word=WORDS, done=FACTS)


@given(demands)
def test_what_a_process_does_not_have_stays_unknown(demanded: list[tuple[Condition, bool]]) -> None:
    world = World(fields=("sum", "team"), facts=("one",))
    assert possible(demanded, Steps(), world) is met(demanded, word=[None], done=FACTS[:2])


@given(demands)
def test_with_no_steps_left_everything_is_possible(demanded: list[tuple[Condition, bool]]) -> None:
    assert possible(demanded, Steps(0))


def test_what_would_take_for_ever_is_given_up() -> None:
    """One more guest than rooms: every way to lodge them has to be tried, and there are too many."""
    rooms, guests = range(9), range(10)
    lodged = [Condition(any=tuple(Condition(done=f"g{guest}_{room}") for room in rooms)) for guest in guests]
    alone = [
        Condition(any=tuple(Condition.model_validate({"not": {"done": f"g{one}_{room}"}}) for one in pair))
        for room in rooms
        for pair in combinations(guests, 2)
    ]
    steps = Steps()
    assert possible([(one, True) for one in (*lodged, *alone)], steps)
    assert steps.left < 0


def test_what_is_sure_is_looked_at_before_what_may_be_chosen() -> None:
    pairs = [Condition(any=(Condition(done=f"a{one}"), Condition(done=f"b{one}"))) for one in range(40)]
    hopeless = [Condition(field="sum", known=True), Condition(field="sum", known=False)]
    steps = Steps()
    assert not possible([(one, True) for one in (*hopeless, *pairs)], steps)
    assert steps.left > 0
