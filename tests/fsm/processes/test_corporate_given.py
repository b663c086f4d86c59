"""What the customer's table of corporate sales says of the first four stages, sentence by sentence.

Each docstring quotes the sentence; whoever changes corporate.yaml sees here what was promised.
"""

from fsm.effects import Confirm, OpenActivity, Reschedule, SetOwner, StartProcess
from fsm.facts import Assign, Edit, Plan, Snooze
from fsm.questions import NEXT, WHEN, Question
from fsm.values import Participant
from tests.fsm.play import OWNER
from tests.fsm.processes.corporate import (
    BUYER,
    COLLEAGUE,
    CORPORATE,
    FRIDAY,
    HEAD,
    HEADED,
    HEADLESS,
    PUMP,
    WEDNESDAY,
    all_asked,
    asked,
    at,
    buttons,
    deal,
    later,
    moscow,
    move,
    offered,
    press,
    to,
    with_head,
)

# --- 0 `interest` Подтверждение интереса ----------------------------------------------------------------------


def test_interest_begins_with_the_call() -> None:
    """On entry: ACT Звонок «связаться и подтвердить интерес» {интерес есть · перезвонить позже · интереса нет}."""
    play = deal()
    assert (play.state, play.open) == ("interest", ["confirm_interest"])
    call = CORPORATE.activities["confirm_interest"]
    assert (call.kind, call.title["ru"]) == ("call", "Связаться и подтвердить интерес")
    assert buttons("confirm_interest") == ["Интерес есть", "Перезвонить позже", "Интереса нет"]


def test_interest_asks_the_preliminary_time_of_the_meeting() -> None:
    """*interest* → ask preliminary date/time of the meeting."""
    assert asked(deal(), "confirm_interest.interested") == ["presentation_at"]


def test_interest_leads_to_the_form_of_the_deal() -> None:
    """→ **create deal form**: client company (required), known facts, next stage choice, direction."""
    play = deal()
    press(play, "confirm_interest.interested")
    assert play.open == ["deal_form"]
    assert CORPORATE.activities["deal_form"].kind == "form"
    first = play.press("deal_form", "saved").questions
    assert [one.key for one in first] == ["client", "known_facts", "route", "amount"]
    assert Question("client") in first, "the client has to be named"
    assert "direction" in all_asked(play, "deal_form.saved")


def test_the_presentation_is_planned_at_that_time() -> None:
    """Also plan ACT «Провести презентацию» at that date/time."""
    play = deal()
    decision = press(play, "confirm_interest.interested", presentation_at=WEDNESDAY)
    opened = {one.key: one for one in decision.effects if isinstance(one, OpenActivity)}
    assert (opened["hold_presentation"].due, opened["hold_presentation"].timed) == (WEDNESDAY, True)
    assert CORPORATE.activities["hold_presentation"].title["ru"] == "Провести презентацию"


def test_call_later_is_put_off_to_a_chosen_time() -> None:
    """*call later* → postponed to a chosen time."""
    play = deal()
    assert asked(play, "confirm_interest.call_later") == [WHEN]
    press(play, "confirm_interest.call_later", **later(FRIDAY))
    assert (play.state, play.open) == ("interest", ["confirm_interest"])
    assert play.task("confirm_interest").due == FRIDAY


def test_the_planned_presentation_outlives_the_stages() -> None:
    """The planned presentation has the scope `deal` (survives stage changes)."""
    play = deal()
    press(play, "confirm_interest.interested", presentation_at=WEDNESDAY)
    planned = play.task("hold_presentation")
    press(play, "deal_form.saved")
    for stage in ("key_contacts", "negotiation", "presentation"):
        move(play, stage)
        assert play.task("hold_presentation") == planned


def test_the_presentation_may_be_held_moved_or_cancelled() -> None:
    """And the outcomes {проведена · перенесена: new time · отменена: the rep chooses what next}."""
    assert buttons("hold_presentation") == ["Проведена", "Перенесена", "Отменена"]
    play = deal()
    press(play, "confirm_interest.interested", presentation_at=WEDNESDAY)
    assert asked(play, "hold_presentation.moved") == [WHEN]
    press(play, "hold_presentation.moved", **later(FRIDAY))
    assert play.task("hold_presentation").due == FRIDAY
    assert play.fields["presentation_at"] == FRIDAY
    (what_next,) = play.press("hold_presentation", "cancelled").questions
    assert what_next.key == NEXT
    assert {"plan.0", "move.needs", "move.lost", "keep"} <= set(what_next.choices)
    press(play, "hold_presentation.cancelled", **{NEXT: "plan.0"})
    assert play.open == ["deal_form", "follow_up"]


def test_v1_the_same_rep_goes_on() -> None:
    """V1 same rep continues → `needs`, owner = current user."""
    play = deal()
    press(play, "confirm_interest.interested")
    play.actor = COLLEAGUE  # who fills in the form for the owner is the current user
    press(play, "deal_form.saved", route="me")
    assert (play.state, play.owner) == ("needs", COLLEAGUE)


def test_v2_another_rep_goes_on() -> None:
    """V2 other rep continues → `needs`, owner chosen."""
    play = deal()
    press(play, "confirm_interest.interested", presentation_at=WEDNESDAY)
    assert asked(play, "deal_form.saved", client=5, known_facts=None, amount=None, route="colleague") == [
        "colleague",
        "direction",
    ]
    press(play, "deal_form.saved", route="colleague", colleague=COLLEAGUE)
    assert (play.state, play.owner) == ("needs", COLLEAGUE)
    assert {row.task.owner for row in play.rows if row.open} == {COLLEAGUE}, "what was planned goes along"


def test_v3_the_head_of_the_direction_decides() -> None:
    """V3 several directions, head decides → direction set → `potential`, owner = head of direction."""
    play = deal()
    press(play, "confirm_interest.interested")
    known = {"client": 5, "known_facts": None, "amount": None}
    (direction,) = play.press("deal_form", "saved", {**known, "route": "head"}).questions
    assert direction == Question("direction"), "it has to be named"
    press(play, "deal_form.saved", route="head", direction=HEADED)
    assert (play.state, play.owner, play.fields["direction"]) == ("potential", HEAD, HEADED)


def test_a_form_is_an_activity_of_the_owner() -> None:
    """A form is an activity of the owner."""
    forms = [key for key, one in CORPORATE.activities.items() if one.kind == "form"]
    assert forms == [
        "deal_form",
        "record_results",
        "name_contacts",
        "choose_tactics",
        "plan_talks",
        "record_advice",
    ]
    assert [key for key in forms if CORPORATE.activities[key].owner] == []
    play = deal()
    play.do(Assign(COLLEAGUE))
    press(play, "confirm_interest.interested")
    assert play.task("deal_form").owner == COLLEAGUE


# --- 1 `potential` Определение потенциала ---------------------------------------------------------------------


def test_the_head_of_the_unit_is_asked_to_appoint() -> None:
    """IF direction set AND its unit has a head → ACT to head «Определить ответственного» {взять: owner=… · отказаться}."""
    play = with_head()
    assert play.open == ["appoint"]
    assert play.task("appoint").owner == HEAD
    assert CORPORATE.activities["appoint"].title["ru"] == "Определить ответственного"
    assert buttons("appoint") == ["Взять в работу", "Отказаться"]


def test_without_a_head_the_owner_is_the_current_user() -> None:
    """ELSE owner := current user [given], stage completes at once [inferred]."""
    for route in ({"direction": HEADLESS}, {"direction": HEADLESS, "amount": None}):
        play = deal()
        press(play, "confirm_interest.interested")
        play.actor = COLLEAGUE
        press(play, "deal_form.saved", route="head", **route)
        assert (play.state, play.owner) == ("needs", COLLEAGUE)
        assert play.visited == ["interest", "potential", "needs"]
    play = deal()  # by hand, and no direction at all
    play.actor = COLLEAGUE
    move(play, "potential")
    assert (play.state, play.owner, play.visited) == ("needs", COLLEAGUE, ["interest", "potential", "needs"])


def test_taken_the_deal_is_whose_the_head_says() -> None:
    """*take* → owner set; → `needs`."""
    play = with_head()
    assert asked(play, "appoint.take") == ["assignee"]
    decision = press(play, "appoint.take", assignee=COLLEAGUE)
    assert SetOwner(COLLEAGUE) in decision.effects
    assert (play.state, play.owner) == ("needs", COLLEAGUE)
    assert play.task("collect_info").owner == COLLEAGUE


def test_declined_it_is_lost_or_goes_elsewhere_with_a_reason() -> None:
    """*refuse* → `lost` (or `transferred`) with reason [inferred from «отказаться от участия»]."""
    play = with_head()
    assert offered(play, "appoint.refuse") == ["lost", "transferred"]
    assert asked(play, "appoint.refuse", **to("lost")) == ["close_reason", "next_contact"]
    assert asked(play, "appoint.refuse", **to("transferred")) == ["target_process", "transfer_note"]
    press(play, "appoint.refuse", **to("lost"))
    assert play.state == "lost"


# --- 2 `needs` Анализ потребностей ----------------------------------------------------------------------------


def test_information_is_collected_and_then_comes_the_call() -> None:
    """ACT «Собрать информацию» (history of the company, key contacts) → on done ACT Звонок «подтвердить интерес, …»."""
    play = at("needs")
    assert play.open == ["collect_info"]
    assert all_asked(play, "collect_info.done") == ["company_history", "participants"]
    assert play.open == ["confirm_call"]
    call = CORPORATE.activities["confirm_call"]
    assert (call.kind, call.title["ru"]) == (
        "call",
        "Подтвердить интерес, согласовать дату и время презентации",
    )


def test_calling_later_is_a_new_call_and_one_attempt_more() -> None:
    """*Перезвонить позднее* → new ACT Звонок (loop, attempt+1)."""
    play = at("needs")
    press(play, "collect_info.done")
    for attempt in (2, 3, 4):
        press(play, "confirm_call.call_later", **later(FRIDAY))
        call = play.task("confirm_call")
        assert (play.state, call.attempt, call.due) == ("needs", attempt, FRIDAY)


def test_every_other_outcome_completes_the_stage() -> None:
    """**Every other outcome** completes the stage; the rep chooses; `presentation` suggested."""
    others = CORPORATE.activities["confirm_call"].outcomes.keys() - {"call_later"}
    assert others
    for name in others:
        play = at("needs")
        press(play, "collect_info.done")
        ways = offered(play, f"confirm_call.{name}", presentation_at=WEDNESDAY, presentation_place=None)
        assert "presentation" in ways[:2]
        assert set(CORPORATE.stages) | {"keep"} == set(ways), "it is the rep's choice"
        press(play, f"confirm_call.{name}", presentation_at=WEDNESDAY, **to("presentation"))
        assert play.state == "presentation"


def test_the_call_agrees_on_the_time_and_the_planned_presentation_moves() -> None:
    """The call agrees the date and time of the presentation: asked in the outcome, and «Провести презентацию» is moved to it."""
    play = deal()
    press(play, "confirm_interest.interested", presentation_at=WEDNESDAY)
    press(play, "deal_form.saved")
    press(play, "collect_info.done")
    planned = play.task("hold_presentation")
    assert asked(play, "confirm_call.agreed")[0] == "presentation_at"
    decision = press(play, "confirm_call.agreed", presentation_at=FRIDAY, **to("presentation"))
    assert Reschedule(planned.id, FRIDAY, timed=True, snoozed=0) in decision.effects
    assert (play.task("hold_presentation").id, play.task("hold_presentation").due) == (planned.id, FRIDAY)


# --- 3 `presentation` Презентация -----------------------------------------------------------------------------


def test_the_presentation_is_prepared_by_a_list_of_five_points() -> None:
    """ACT «Подготовить презентацию» with checklist: deck · client's questions · examples · attendees · competitors?"""
    prepare = CORPORATE.activities["prepare_presentation"]
    assert prepare.title["ru"] == "Подготовить презентацию"
    points = CORPORATE.fields[prepare.checklist or ""].options
    assert [point.title["ru"] for point in points.values()] == [
        "Выбрать слайды из базы знаний",
        "Продумать вопросы клиента",
        "Подобрать примеры для показа",
        "Узнать участников от клиента",
        "Будут ли конкуренты?",
    ]


def test_prepared_it_waits_until_the_presentation_was_held() -> None:
    """→ on done **wait for signal** `presentation_held` (= ACT «Провести презентацию» done)."""
    play = at("presentation")
    press(play, "prepare_presentation.done")
    assert play.open == ["hold_presentation"]
    press(play, "hold_presentation.held")
    assert play.open == ["record_results"]


def test_one_that_was_planned_and_held_three_stages_earlier_is_waited_for_no_more() -> None:
    """The wait for a presentation that may have been planned three stages earlier."""
    play = deal()
    press(play, "confirm_interest.interested", presentation_at=WEDNESDAY)
    press(play, "deal_form.saved", route="head", direction=HEADED)
    press(play, "appoint.take", assignee=COLLEAGUE)
    press(play, "collect_info.done")
    press(play, "hold_presentation.held")
    press(play, "confirm_call.no_interest", **to("presentation"))
    assert play.open == ["prepare_presentation"]
    press(play, "prepare_presentation.done")
    assert play.open == ["record_results"]


def test_a_deal_made_by_hand_gets_its_presentation_now() -> None:
    """If that ACT does not exist (deal made by hand) create it now, start = now, rep edits the time."""
    play = at("presentation")
    presentation = play.task("hold_presentation")
    assert presentation.due == play.now
    play.do(Snooze(presentation.id, later(FRIDAY)))
    assert play.task("hold_presentation").due == FRIDAY
    assert play.task("prepare_presentation").due == moscow(26, 18), "what is reckoned from it follows"


def test_after_it_the_form_adds_attendees_tactics_and_products() -> None:
    """After signal: form — attendees added, further tactics, products of interest."""
    play = at("presentation")
    press(play, "prepare_presentation.done")
    press(play, "hold_presentation.held")
    play.fields["participants"] = (BUYER,)
    assert asked(play, "record_results.saved") == ["participants", "tactics", "products", "influential"]
    added = (BUYER, Participant(12))
    press(play, "record_results.saved", participants=added)
    assert (play.fields["participants"], play.fields["products"]) == (added, (PUMP,))
    assert play.fields["tactics"] == "Показать экономию"


def test_news_of_influential_people_leads_to_the_key_contacts() -> None:
    """New facts on influential contacts (owners, decision-makers) → `key_contacts`; none → `proposal_prep`."""
    for answer, stage in (("yes", "key_contacts"), ("no", "proposal_prep")):
        play = at("presentation")
        press(play, "prepare_presentation.done")
        press(play, "hold_presentation.held")
        press(play, "record_results.saved", influential=answer)
        assert play.state == stage


def test_entered_again_the_stage_waits_for_another_presentation() -> None:
    """Any earlier one re-entered: what the stage has waited for is waited for anew."""
    play = at("presentation")
    press(play, "prepare_presentation.done")
    press(play, "hold_presentation.held")
    press(play, "record_results.saved")
    move(play, "presentation")
    assert play.open == ["prepare_presentation", "hold_presentation"]
    press(play, "prepare_presentation.done")
    assert play.open == ["hold_presentation"]


# --- drafts ---------------------------------------------------------------------------------------------------


def test_until_the_form_is_saved_it_is_a_draft() -> None:
    """Until the deal form is saved this is a **draft deal** [inferred]: it has an owner and its call."""
    play = deal()
    assert (play.draft, play.owner, play.open) == (True, OWNER, ["confirm_interest"])
    press(play, "confirm_interest.interested")
    play.do(Edit({"client": 5}))
    play.do(Plan("follow_up", later(FRIDAY)))
    assert play.draft
    assert Confirm() in press(play, "deal_form.saved").effects
    assert not play.draft


def test_it_is_confirmed_once_also_on_its_way_through_two_stages() -> None:
    """A deal is opened at one moment, from which clocks count."""
    play = deal()
    effects = list(move(play, "potential").effects)
    assert play.visited == ["interest", "potential", "needs"]
    assert effects.count(Confirm()) == 1
    assert Confirm() not in move(play, "interest").effects
    assert not play.draft, "going back makes no draft of a deal"


def test_a_draft_that_is_won_counts_and_one_that_is_lost_does_not() -> None:
    """A draft is in no funnel, audit or share [inferred]; the deal may be finished from any stage."""
    play = deal()
    move(play, "won")
    assert not play.draft
    play = deal()
    decision = press(play, "confirm_interest.no_interest")
    assert (play.state, play.draft, play.fields["close_reason"]) == ("lost", True, "no_interest")
    assert not any(isinstance(one, StartProcess) for one in decision.effects)


def test_a_question_that_is_passed_over_leaves_what_is_known() -> None:
    """An optional field that is passed over keeps its value, also for what depends on it."""
    play = deal()
    play.do(Edit({"presentation_at": WEDNESDAY}))
    press(play, "confirm_interest.interested", presentation_at=None)
    assert play.task("hold_presentation").due == WEDNESDAY


def test_what_depends_on_an_answer_is_asked_after_it() -> None:
    """The form of a deal that was filled in before: who goes on with it may have changed."""
    play = deal()
    play.do(Edit({"route": "me"}))
    press(play, "confirm_interest.interested")
    assert asked(play, "deal_form.saved") == ["client", "known_facts", "route", "amount"]
    known = {"client": 5, "known_facts": None, "amount": None}
    assert asked(play, "deal_form.saved", route="head", **known) == ["direction"]
