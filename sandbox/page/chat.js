// The chosen person's chat: its messages, what is pressed in it and what the bot answers.

import { act, read } from "./api.js";
import { bubble } from "./bubbles.js";
import { nowMs, tickTimes } from "./clock.js";
import { $, el } from "./dom.js";
import { locale, word } from "./words.js";

export const chat = { person: null, messages: new Map(), keyboard: null, commands: [], replyTo: null };
const pressed = new Map(); // query id -> message id and data
let onChange = () => {};
let onInline = () => {};
let typingUntil = 0;
let meanwhile = null; // what was heard while the chat was being read; it is newer than what is read

export function connectChat(changed, inline) {
  onChange = changed;
  onInline = inline;
  $("messages").addEventListener("click", (event) => {
    const command = event.target.closest("[data-command]")?.dataset.command;
    if (command) act("say", { user: chat.person.id, text: command }).catch(fail);
  });
  $("reply-bar").querySelector("button").onclick = () => setReply(null);
}

export async function openChat(person) {
  chat.person = person;
  chat.messages = new Map();
  setReply(null);
  const news = (meanwhile = []);
  const view = await read(`chats/${person.id}`).catch((problem) => { meanwhile = null; throw problem; });
  if (meanwhile !== news) return; // another chat, or this one again, is being opened by now
  meanwhile = null;
  for (const message of view.messages) if (!message.deleted) chat.messages.set(message.message_id, message);
  chat.keyboard = view.keyboard;
  chat.commands = view.commands;
  drawChat();
  news.forEach(heard);
  onChange();
  toEnd();
}

export function heard(message) {
  if (message.chat !== chat.person?.id) return;
  if (meanwhile) return void meanwhile.push(message);
  const list = $("messages");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 120;
  const isNew = !chat.messages.has(message.message_id);
  if (message.deleted) chat.messages.delete(message.message_id);
  else chat.messages.set(message.message_id, message);
  if (message.from === "bot") setTyping("");
  if (message.keyboard && !message.keyboard.force_reply) chat.keyboard = message.keyboard.remove_keyboard ? null : message.keyboard;
  place(message);
  onChange();
  if (atEnd || (isNew && message.from !== "bot")) toEnd();
}

export function drawChat() {
  const list = $("messages");
  list.replaceChildren();
  for (const message of chat.messages.values()) place(message);
  if (!chat.messages.size) list.append(el("p", { class: "empty" }, word("empty")));
}

function place(message) {
  const list = $("messages");
  const old = document.getElementById(`m${message.message_id}`);
  if (message.deleted) return old?.remove();
  list.querySelector(".empty")?.remove();
  const focused = old?.contains(document.activeElement) ? [...old.querySelectorAll("button")].indexOf(document.activeElement) : -1;
  const row = bubble(message, {
    person: chat.person,
    find: (id) => chat.messages.get(id),
    waiting: (m, button) => [...pressed.values()].some((p) => p.message === m.message_id && p.data === button.data && button.data),
    onPress: press,
    onReply: setReply,
    onPhoto: enlarge,
  });
  if (old) old.replaceWith(row);
  else {
    dayLine(message);
    list.append(row);
  }
  if (focused >= 0) row.querySelectorAll("button")[focused]?.focus({ preventScroll: true });
}

function dayLine(message) {
  const list = $("messages");
  const day = new Date(message.date * 1000).toDateString();
  if (list.dataset.day === day && list.querySelector(".day")) return;
  list.dataset.day = day;
  const date = new Date(message.date * 1000);
  const shown = day === new Date(nowMs()).toDateString() ? word("today") : date.toLocaleDateString(locale(), { day: "numeric", month: "long" });
  list.append(el("p", { class: "day" }, el("span", {}, shown)));
}

function press(message, button) {
  if (button.url) return window.open(button.url, "_blank", "noopener,noreferrer");
  if (button.copy_text) return navigator.clipboard?.writeText(button.copy_text.text).then(() => toast(word("copied")), fail);
  if (button.inline_query !== undefined) return onInline(button.inline_query);
  act("press", { user: chat.person.id, message_id: message.message_id, data: button.data }).then((query) => {
    if (query.answer) return;
    pressed.set(query.id, { message: message.message_id, data: button.data });
    refresh(message.message_id);
    setTimeout(() => settle(query.id), 20_000);
  }, fail);
}

function settle(id) {
  const entry = pressed.get(id);
  if (!entry) return;
  pressed.delete(id);
  refresh(entry.message);
}

const refresh = (id) => chat.messages.has(id) && place(chat.messages.get(id));

export function answered(query) {
  settle(query.id);
  if (query.kind !== "callback" || query.user !== chat.person?.id || !query.answer) return;
  const { text, show_alert: alert, url } = query.answer;
  if (text && alert) {
    $("alert").querySelector("p").textContent = text;
    $("alert").showModal();
  } else if (text) toast(text);
  if (url) window.open(url, "_blank", "noopener,noreferrer");
}

let hiding = 0;
export function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { $("toast").hidden = true; }, 4000);
}

export const fail = (problem) => toast(problem.message);

export function acting({ chat: id, action }) {
  if (id === chat.person?.id) setTyping(action.startsWith("upload") ? word("uploading") : word("typing"));
}

function setTyping(text) {
  typingUntil = text ? Date.now() + 5000 : 0;
  $("bot-state").textContent = text || word("bot");
}

export function tickChat() {
  tickTimes($("messages"), chat.person?.language_code);
  if (typingUntil && Date.now() > typingUntil) setTyping("");
}

export function setReply(message) {
  chat.replyTo = message;
  $("reply-bar").hidden = !message;
  if (message) {
    $("reply-bar").querySelector("span").textContent = `${word("reply")}: ${(message.text || message.kind).slice(0, 80)}`;
    $("text").focus();
  }
}

function enlarge(source) {
  $("viewer").querySelector("img").src = source;
  $("viewer").showModal();
}

export function toEnd() {
  $("messages").scrollTop = $("messages").scrollHeight;
  requestAnimationFrame(() => { $("messages").scrollTop = $("messages").scrollHeight; });
}
