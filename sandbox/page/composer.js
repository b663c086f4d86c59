// What a person does at the bottom of the chat: text, commands, attachments, the reply keyboard, inline queries.

import { act, sendFile } from "./api.js";
import { chat, fail, setReply, toEnd } from "./chat.js";
import { $, el } from "./dom.js";
import { word } from "./words.js";

let keyboardShown = true;
let botName = "";
let asking = 0;

export function connectComposer() {
  $("composer").onsubmit = (event) => { event.preventDefault(); sendText(); };
  $("text").onkeydown = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); sendText(); }
    if (event.key === "Escape") closeMenus();
  };
  $("text").oninput = () => { fit(); suggest(); };
  $("open-commands").onclick = () => toggle("commands", commandItems(""));
  $("open-attachments").onclick = () => toggle("attachments", attachmentItems());
  $("toggle-keyboard").onclick = () => { keyboardShown = !keyboardShown; drawComposer(); };
  $("start").onsubmit = (event) => {
    event.preventDefault();
    const payload = payloadOf($("invitation").value.trim()) ?? $("invitation").value.trim();
    $("invitation").value = "";
    (chat.person.blocked ? act("unblock", { user: chat.person.id }) : say(`/start ${payload}`.trim())).catch(fail);
  };
  $("messages").addEventListener("click", (event) => {
    const payload = payloadOf(event.target.closest("a")?.href ?? "");
    if (payload === null) return;
    event.preventDefault(); // a link to this very bot opens this very chat
    say(`/start ${payload}`.trim()).catch(fail);
  });
  $("block").onclick = () => act(chat.person.blocked ? "unblock" : "block", { user: chat.person.id }).catch(fail);
  $("contact").onclose = sendContact;
  $("file").onchange = upload;
  document.addEventListener("click", (event) => { if (!event.target.closest(".menu, #open-commands, #open-attachments, #text")) closeMenus(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenus(); });
}

export function setBot(bot) {
  botName = bot.username;
}

// The payload of a deep link to this bot, null for anything else.
function payloadOf(link) {
  const [, name, payload] = link.match(/^(?:https?:\/\/)?t\.me\/(\w+)(?:\?start=([\w-]*))?$/i) ?? [];
  return name?.toLowerCase() === botName.toLowerCase() ? payload ?? "" : null;
}

function say(text) {
  const reply = chat.replyTo?.message_id ?? 0;
  setReply(null);
  return act("say", { user: chat.person.id, text, reply_to: reply }).then(toEnd);
}

function sendText() {
  const text = $("text").value.trim();
  if (!text || !chat.person || text.toLowerCase().startsWith(`@${botName.toLowerCase()} `)) return;
  $("text").value = "";
  fit();
  closeMenus();
  const payload = payloadOf(text);
  say(payload === null ? text : `/start ${payload}`.trim()).catch(fail);
}

function fit() {
  $("text").style.height = "auto";
  $("text").style.height = `${Math.min($("text").scrollHeight, 120)}px`;
}

export function startInline(query) {
  $("text").value = `@${botName} ${query}`;
  $("text").focus();
  suggest();
}

function suggest() {
  const text = $("text").value;
  if (/^\/\w*$/.test(text)) show("commands", commandItems(text.slice(1)));
  else closeMenus();
  clearTimeout(asking);
  const query = text.toLowerCase().startsWith(`@${botName.toLowerCase()} `) ? text.slice(botName.length + 2) : null;
  if (query === null) { $("results").hidden = true; return; }
  asking = setTimeout(() => askInline(query), 300);
}

async function askInline(query) {
  const user = chat.person.id;
  const { answer } = await act("inline", { user, query, wait: 10_000 });
  if (!answer || !$("text").value.endsWith(query) || chat.person.id !== user) return;
  $("results").hidden = false;
  $("results").replaceChildren(...answer.results.map((result) => el("button", {
    type: "button", role: "option",
    onclick: () => {
      $("results").hidden = true;
      $("text").value = "";
      act("inline/choose", { user, query, result }).then(toEnd, fail);
    },
  }, el("b", {}, result.title), el("small", {}, result.description))));
  if (!answer.results.length) $("results").append(el("p", {}, word("nothing")));
}

function commandItems(prefix) {
  const fitting = chat.commands.filter((command) => command.command.startsWith(prefix));
  if (!fitting.length) return prefix ? [] : [el("p", {}, word("noCommands"))];
  return fitting.map(({ command, description }) => item(() => { $("text").value = ""; say(`/${command}`).catch(fail); }, el("b", {}, `/${command}`), el("span", {}, description)));
}

function attachmentItems() {
  const pick = (verb, accept) => () => { $("file").accept = accept; $("file").dataset.verb = verb; $("file").value = ""; $("file").click(); };
  const user = chat.person.id;
  return [
    item(pick("photo", "image/*"), icon("photo"), word("photo")),
    item(pick("document", ""), icon("document"), word("document")),
    item(() => $("contact").showModal(), icon("contact"), word("contactCard")),
    item(() => act("contact", { user }).then(toEnd, fail), icon("phone"), word("ownContact")),
    item(() => act("voice", { user, duration: 3, reply_to: chat.replyTo?.message_id ?? 0 }).then(() => setReply(null), fail), icon("voice"), word("voice")),
  ];
}

const SHAPES = {
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4", document: "M7 3h7l4 4v14H7zM14 3v4h4", phone: "M8 3h8v18H8zM11 18h2",
  contact: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.500 7.5 5.500", voice: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
};

function icon(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  drawing.append(path);
  return drawing;
}

const item = (run, ...content) => el("button", { type: "button", role: "menuitem", onclick: () => { closeMenus(); run(); } }, ...content);

function toggle(id, items) {
  if ($(id).hidden) { closeMenus(); show(id, items); $(id).querySelector("button")?.focus(); } else closeMenus();
}

function show(id, items) {
  $(id).replaceChildren(...items);
  $(id).hidden = !items.length;
}

function closeMenus() {
  $("commands").hidden = true;
  $("attachments").hidden = true;
}

function upload() {
  const file = $("file").files[0];
  if (!file) return;
  const fields = { reply_to: chat.replyTo?.message_id ?? 0 };
  setReply(null);
  sendFile($("file").dataset.verb, chat.person.id, file, fields).then(toEnd, fail);
}

function sendContact() {
  if ($("contact").returnValue !== "send") return;
  const form = $("contact").querySelector("form");
  const [name, phone] = [form.first_name.value, form.phone.value];
  const user = chat.person.id;
  const sent = form.forwarded.checked
    ? act("forward", { user, from_name: name, contact: { phone_number: phone, first_name: name } })
    : act("contact", { user, phone, first_name: name });
  sent.then(toEnd, fail);
  $("contact").returnValue = "";
}

export function drawComposer() {
  const { person, keyboard } = chat;
  const asleep = !person?.started || person.blocked;
  $("composer").hidden = asleep;
  $("start").hidden = !person || !asleep;
  $("start").querySelector("button").textContent = person?.blocked ? word("unblock") : word("start");
  $("invitation").hidden = Boolean(person?.blocked);
  $("block").hidden = !person?.started;
  $("block").classList.toggle("active", Boolean(person?.blocked));
  $("block").title = person?.blocked ? word("unblock") : word("block");
  $("block").setAttribute("aria-label", $("block").title);
  $("toggle-keyboard").hidden = !keyboard;
  $("keyboard").hidden = !keyboard || asleep || !(keyboardShown || keyboard.is_persistent);
  $("text").placeholder = keyboard?.input_field_placeholder ?? word("write");
  if (!keyboard) return;
  $("keyboard").classList.toggle("small", Boolean(keyboard.resize_keyboard));
  $("keyboard").replaceChildren(...keyboard.keyboard.map((row) => el("div", {}, ...row.map((button) => el("button", {
    type: "button", class: button.style, onclick: () => pressReply(button),
  }, button.text)))));
}

function pressReply(button) {
  const sent = button.request_contact ? act("contact", { user: chat.person.id }) : say(button.text);
  if (chat.keyboard.one_time_keyboard) keyboardShown = false;
  sent.then(drawComposer, fail);
}
