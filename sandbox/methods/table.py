"""Method names to functions. What is not here is unknown to the sandbox and answered with 404."""

from collections.abc import Callable
from typing import Any

from sandbox.messenger import Messenger
from sandbox.methods import account, answers, editing, fetching, looking, sending
from sandbox.params import Params

Method = Callable[[Messenger, Params], Any]

METHODS: dict[str, Method] = {
    "getWebhookInfo": fetching.get_webhook_info,
    "getMe": account.get_me,
    "logOut": account.log_out,
    "close": account.log_out,
    "setMyCommands": account.set_my_commands,
    "getMyCommands": account.get_my_commands,
    "deleteMyCommands": account.delete_my_commands,
    "setChatMenuButton": account.set_chat_menu_button,
    "getChatMenuButton": account.get_chat_menu_button,
    "setMyName": account.set_my_name,
    "getMyName": account.get_my_name,
    "setMyDescription": account.set_my_description,
    "getMyDescription": account.get_my_description,
    "setMyShortDescription": account.set_my_short_description,
    "getMyShortDescription": account.get_my_short_description,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendVoice": sending.send_voice,
    "sendContact": sending.send_contact,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "answerCallbackQuery": answers.answer_callback_query,
    "answerInlineQuery": answers.answer_inline_query,
    "getFile": looking.get_file,
    "getChat": looking.get_chat,
    "getChatMember": looking.get_chat_member,
    "setMessageReaction": looking.set_message_reaction,
    "createForumTopic": looking.create_forum_topic,
}
BY_LOWER_NAME: dict[str, Method] = {name.lower(): method for name, method in METHODS.items()}
