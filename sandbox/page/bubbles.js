// One message as a bubble: text, media, buttons.

import { avatar, el } from "./dom.js";
import { rich } from "./entities.js";
import { locale, word } from "./words.js";

export function bubble(message, { person, find, onPress, onReply, onPhoto, waiting }) {
  const own = message.from !== "bot";
  const body = el("div", { class: `bubble ${own ? "own" : "theirs"} is-${message.kind}` });
  if (message.forward_origin) body.append(el("div", { class: "forwarded" }, `${word("forwardedFrom")} `, el("b", {}, origin(message.forward_origin))));
  if (message.reply_to) body.append(quote(find(message.reply_to)));
  if (message.photo) {
    const image = el("img", { src: `/sim/files/${message.photo}`, alt: message.text || word("photoNoun"), width: message.width, height: message.height });
    body.append(el("button", { class: "photo", type: "button", "aria-label": word("photoNoun"), onclick: () => onPhoto(image.src) }, image));
  }
  if (message.document) body.append(document_(message.document));
  if (message.voice) body.append(el("div", { class: "voice" }, el("span", { class: "play", "aria-hidden": "true" }, "▶"), el("span", { class: "wave", "aria-hidden": "true" }), el("small", {}, `0:${String(message.voice.duration).padStart(2, "0")}`)));
  if (message.contact) body.append(contact(message.contact));
  if (message.text) body.append(el("div", { class: "text" }, ...rich(message.text, message.entities, person)));
  if (message.kind === "service") body.append(el("em", {}, word("service")));
  body.append(meta(message));
  const row = el("article", { class: `row ${own ? "own" : "theirs"}`, id: `m${message.message_id}`, data: { message: message.message_id } }, el("div", { class: "stack" }, body, buttons(message, waiting, onPress)));
  row.append(el("button", { class: "reply plain", type: "button", "aria-label": word("reply"), title: word("reply"), onclick: () => onReply(message) }, "↩"));
  if (message.reaction) body.append(el("span", { class: "reaction" }, message.reaction));
  return row;
}

function origin(from) {
  return from.sender_user_name ?? [from.sender_user?.first_name, from.sender_user?.last_name].filter(Boolean).join(" ");
}

function quote(message) {
  const who = !message ? "…" : message.from === "bot" ? word("bot") : "";
  const text = message ? message.text || message.kind : "…";
  return el("a", { class: "quote", href: message ? `#m${message.message_id}` : undefined, onclick: (event) => { event.preventDefault(); if (message) document.getElementById(`m${message.message_id}`)?.scrollIntoView({ block: "center" }); } }, el("b", {}, who), el("span", {}, text.slice(0, 80)));
}

function document_(file) {
  const size = file.file_size > 1048576 ? `${(file.file_size / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(file.file_size / 1024))} KB`;
  const kind = (file.file_name ?? "").split(".").pop().slice(0, 4).toUpperCase();
  return el("a", { class: "document", href: `/sim/files/${file.file_id}`, download: file.file_name ?? "file" },
    el("span", { class: "file-icon", "aria-hidden": "true" }, kind), el("span", {}, el("b", {}, file.file_name ?? "file"), el("small", {}, `${size} · ${word("download")}`)));
}

function contact(card) {
  const name = [card.first_name, card.last_name].filter(Boolean).join(" ");
  return el("div", { class: "contact" }, avatar(name.length, name), el("span", {}, el("b", {}, name), el("a", { href: `tel:${card.phone_number}` }, card.phone_number)));
}

function meta(message) {
  const moment = new Date((message.edit_date ?? message.date) * 1000);
  const time = moment.toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });
  const ticks = message.from !== "bot" ? " ✓✓" : "";
  return el("small", { class: "meta", title: moment.toLocaleString(locale()) }, `${message.silent ? `${word("silent")} · ` : ""}${message.edit_date ? `${word("edited")} ` : ""}${time}${ticks}`);
}

function buttons(message, waiting, onPress) {
  if (!message.buttons.length) return null;
  return el("div", { class: "buttons" }, ...message.buttons.map((row) => el("div", {}, ...row.map((button) => {
    const busy = waiting(message, button);
    return el("button", {
      type: "button", class: `inline ${button.style ?? ""} ${busy ? "busy" : ""}`, disabled: button.disabled, "aria-busy": busy ? "true" : undefined,
      onclick: () => onPress(message, button),
    }, button.text, button.url ? el("i", { "aria-hidden": "true" }, "↗") : button.copy_text ? el("i", { "aria-hidden": "true" }, "⧉") : null);
  }))));
}
