"""A process as cards and arrows, and as Mermaid."""

import pytest

from fsm.drawing import Arrow, mermaid, picture
from fsm.loading import load, shipped
from fsm.stage_drawing import stage_picture
from fsm.telling import worded
from tests.fsm.written import changed

SIMPLE = shipped()["simple"]
CORPORATE = shipped()["corporate"]


def test_stages_are_cards_with_what_is_demanded_and_done() -> None:
    cards = picture(SIMPLE, "ru").cards
    assert [(card.id, card.title, card.sort) for card in cards] == [
        ("prospecting", "Поиск", "stage"),
        ("engaging", "Переговоры", "stage"),
        ("won", "Успех", "won"),
        ("lost", "Отказ", "lost"),
    ]
    assert cards[1].gate == ("Продукт", "Контактное лицо")
    assert [(step.title, step.because) for step in cards[1].steps] == [
        ("Выяснить потребность", ""),
        ("Подготовить КП", ""),
        ("Отправить КП", ""),
        ("Созвониться ещё раз", "если «КП отправлено»"),
    ]


def test_usual_moves_are_arrows() -> None:
    assert picture(SIMPLE, "ru").arrows == (
        Arrow("prospecting", "engaging"),
        Arrow("prospecting", "lost"),
        Arrow("engaging", "won"),
        Arrow("engaging", "lost"),
        Arrow("engaging", "prospecting"),
    )


def test_what_is_allowed_everywhere_is_said_once_and_not_drawn() -> None:
    found = picture(CORPORATE, "en")
    assert "past stages" in found.jumps
    assert "to an end from anywhere" in found.jumps
    assert len(found.arrows) < 2 * len(found.cards)
    assert {arrow.target for arrow in found.arrows}.isdisjoint({"lost", "transferred"})


def test_a_way_that_is_taken_by_itself_says_when() -> None:
    (alone,) = (arrow for arrow in picture(CORPORATE, "en").arrows if arrow.alone)
    assert (alone.source, alone.target) == ("potential", "needs")
    assert alone.label.startswith("if the team of")


def test_what_is_done_anew_is_a_loop() -> None:
    cards = {card.id: card for card in picture(CORPORATE, "en").cards}
    assert cards["contracting"].loops
    assert not cards["needs"].loops


def test_the_start_is_the_first_card_wherever_it_is_written() -> None:
    process = load(
        changed(
            ("start: prospecting", "start: engaging"),
            ("moves: [engaging, lost]", "moves: [lost]"),
            ("    requires: [product, contact]\n", ""),
        ),
        name="p.yaml",
    )
    assert [card.id for card in picture(process, "en").cards] == ["engaging", "prospecting", "won", "lost"]


def test_a_long_demand_is_cut_on_an_arrow_of_mermaid() -> None:
    process = load(
        changed(("requires: [amount, close_date]", "requires: [amount, close_date, phone]")), name="p.yaml"
    )
    assert "engaging --> won : Amount, Closing date …" in mermaid(process, "en")


def test_mermaid() -> None:
    assert mermaid(SIMPLE, "en") == (
        "stateDiagram-v2\n"
        '    state "Prospecting" as prospecting\n'
        '    state "Engaging" as engaging\n'
        '    state "Won" as won\n'
        '    state "Lost" as lost\n'
        "    [*] --> prospecting\n"
        "    prospecting --> engaging : Product, Contact\n"
        "    prospecting --> lost : Reason of the loss\n"
        "    engaging --> won : Amount, Closing date\n"
        "    engaging --> lost : Reason of the loss\n"
        "    engaging --> prospecting\n"
        "    won --> [*]\n"
        "    lost --> [*]\n"
        "    note right of prospecting\n"
        "        Call the client\n"
        "    end note\n"
        "    note right of engaging\n"
        "        Find out the need\n"
        "        Prepare the proposal\n"
        "        Send the proposal\n"
        "        Call again (if “The proposal is sent”)\n"
        "    end note\n"
        "    classDef won fill:#DDF0EA,stroke:#00805D\n"
        "    classDef lost fill:#FAE6DA,stroke:#C44E00\n"
        "    class won won\n"
        "    class lost lost\n"
    )


def test_titles_and_keys_do_not_break_the_diagram() -> None:
    text = changed(
        ("{ru: Поиск, en: Prospecting}", "{ru: Поиск, en: 'A \"b\"; c: <d>'}"),
        ("en: Call the client}", "en: 'end note'}"),
    )
    process = load(
        text.replace("  won:\n", "  end:\n").replace("[won, lost, p", "[end, lost, p"), name="p.yaml"
    )
    drawn = mermaid(process, "en")
    assert '    state "A #34;b#34;#59; c#58; #60;d#62;" as prospecting\n' in drawn
    assert '    state "Won" as end_\n' in drawn
    assert "    engaging --> end_ : " in drawn
    assert drawn.count("\n    end note\n") == drawn.count("    note ")


@pytest.mark.parametrize(("language", "expected"), [("ru", "Успех"), ("en", "Won"), ("de", "Успех")])
def test_a_label_in_a_language_that_it_lacks_is_still_a_text(language: str, expected: str) -> None:
    assert worded(SIMPLE.stages["won"].title, language) == expected


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("key", shipped())
def test_every_stage_can_be_drawn_alone(key: str, language: str) -> None:
    process = shipped()[key]
    for stage in process.stages:
        found = stage_picture(process, stage, language)
        cards = {step.id for step in found.steps} | {one.id for one in found.exits}
        assert {arrow.source for arrow in found.arrows} | {arrow.target for arrow in found.arrows} <= cards
        assert len(cards) == len(found.steps) + len(found.exits)
        own = {one.open for one in process.stages[stage].opens}
        assert all(step.endings for step in found.steps if step.id in own)


def test_a_stage_says_what_each_button_leads_to() -> None:
    found = stage_picture(SIMPLE, "engaging", "en")
    send = next(step for step in found.steps if step.id == "send_proposal")
    assert [(one.title, one.leads) for one in send.endings] == [
        ("The proposal is sent", "open “Call again”"),
        ("Refused", "to “Lost”"),
    ]
    assert {(arrow.source, arrow.target) for arrow in found.arrows if arrow.target == "send_proposal"} == {
        ("find_need", "send_proposal"),
        ("prepare_proposal", "send_proposal"),
    }
    assert [(one.title, one.note) for one in found.exits] == [
        ("Prospecting", "by the button on the card of the deal"),
        ("Won", "by the button on the card of the deal"),
        ("Lost", ""),
    ]


def test_what_asks_and_what_is_done_anew_is_seen_in_a_stage() -> None:
    found = stage_picture(CORPORATE, "contracting", "en")
    back = [arrow for arrow in found.arrows if arrow.target == "contract_draft"]
    assert {arrow.source for arrow in back} == {"contract_info", "contract_sign"}
    asking = stage_picture(CORPORATE, "key_contacts", "en").steps[0]
    assert asking.endings[0].asks == "asks: Participants"


def test_buttons_that_do_the_same_are_told_once() -> None:
    (call,) = stage_picture(SIMPLE, "prospecting", "en").steps
    assert [(one.title, one.leads) for one in call.endings] == [
        ("Reached", "what is next?"),
        ("No answer, Busy", "new attempts, then “Lost”"),
        ("Call back", "ask when to do it again"),
        ("Wrong number", "again: the same day"),
        ("Refused", "to “Lost”"),
    ]


def test_what_is_only_begun_in_a_stage_is_not_told_in_full() -> None:
    found = stage_picture(SIMPLE, "engaging", "en")
    assert next(step for step in found.steps if step.id == "follow_up").endings == ()
    assert "follow_up" not in {arrow.source for arrow in found.arrows}
