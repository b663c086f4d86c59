// The list of people, and whose phone is open.

import { act, read } from "./api.js";
import { avatar, $, el } from "./dom.js";
import { fail } from "./chat.js";
import { word } from "./words.js";

export const people = new Map();
const last = new Map(); // person id -> newest message
const unread = new Map();
let current = 0;
let open = () => {};

export function connectPeople(onOpen) {
  open = onOpen;
  window.addEventListener("hashchange", choose);
  $("people").addEventListener("click", () => document.body.classList.remove("show-people"));
  $("new-person").onsubmit = (event) => {
    event.preventDefault();
    const field = event.target.first_name;
    act("users", { first_name: field.value }).then((person) => { field.value = ""; location.hash = `person=${person.id}`; }, fail);
  };
}

export async function setPeople(list) {
  const before = people.size;
  people.clear();
  for (const person of list) people.set(person.id, person);
  if (!before && people.size) for (const { id, last: message } of await read("chats")) if (message) last.set(id, message);
  draw();
  choose();
}

export function noticed(message) {
  if (message.deleted) return;
  if ((last.get(message.chat)?.message_id ?? 0) <= message.message_id) last.set(message.chat, message);
  const isNews = message.from === "bot" && !message.edit_date && !message.silent && message.chat !== current;
  if (isNews) unread.set(message.chat, (unread.get(message.chat) ?? 0) + 1);
  draw();
}

export const nameOf = (id) => {
  const person = people.get(Number(id));
  return person ? [person.first_name, person.last_name].filter(Boolean).join(" ") : String(id ?? "");
};

function choose() {
  const wanted = Number(new URLSearchParams(location.hash.slice(1)).get("person"));
  const person = people.get(wanted) ?? people.get(current) ?? people.values().next().value;
  if (!person) return;
  const changed = person.id !== current;
  current = person.id;
  unread.delete(current);
  document.body.classList.remove("show-people");
  draw();
  open(person, changed);
}

export function draw() {
  const focused = document.activeElement?.dataset?.person;
  $("people").replaceChildren(...[...people.values()].map((person) => {
    const message = last.get(person.id);
    const line = person.title || (message ? preview(message) : word("silence"));
    const count = unread.get(person.id);
    return el("li", {}, el("a", { href: `#person=${person.id}`, data: { person: person.id }, "aria-current": person.id === current ? "true" : undefined },
      avatar(person.id, nameOf(person.id)),
      el("span", { class: "name" }, el("b", {}, nameOf(person.id)), el("small", {}, line), person.title && message ? el("small", { class: "preview" }, preview(message)) : null),
      count ? el("span", { class: "badge" }, String(count)) : null));
  }));
  if (focused) document.querySelector(`[data-person="${focused}"]`)?.focus();
}

const preview = (message) => (message.text || word({ photo: "photoNoun", voice: "voiceMessage", contact: "contactCard", document: "document" }[message.kind] ?? "service")).replace(/\s+/g, " ").slice(0, 60);
