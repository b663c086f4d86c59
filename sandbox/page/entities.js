// Formatted text as elements. JavaScript counts strings in UTF-16 units, as the Bot API counts its offsets.

import { absolute, relative } from "./clock.js";
import { el } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span",
};

export function rich(text, entities, person) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, sorted, 0, text.length, person);
}

function span(text, entities, from, to, person) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || entity.offset >= to) continue;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inner = entities.slice(i + 1).filter((other) => other.offset < end);
    nodes.push(wrap(entity, text.slice(entity.offset, end), span(text, inner, entity.offset, end, person), person));
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function wrap(entity, plain, children, person) {
  const kind = entity.type;
  if (kind === "spoiler") {
    const show = (event) => event.currentTarget.classList.add("shown");
    return el("span", { class: "spoiler", role: "button", tabindex: "0", onclick: show, onkeydown: (e) => e.key === "Enter" && show(e) }, ...children);
  }
  if (TAGS[kind]) return el(TAGS[kind], { "data-language": entity.language }, ...children);
  if (kind === "text_link" || kind === "url") {
    const address = entity.url ?? (/^\w+:/.test(plain) ? plain : `http://${plain}`);
    return /^(https?|tg|mailto):/i.test(address)
      ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children)
      : el("span", {}, ...children);
  }
  if (kind === "email") return el("a", { href: `mailto:${plain}` }, ...children);
  if (kind === "phone_number") return el("a", { href: `tel:${plain.replace(/[^+\d]/g, "")}` }, ...children);
  if (kind === "bot_command") return el("button", { class: "command", type: "button", data: { command: plain } }, ...children);
  if (kind === "date_time") return time(entity, children, person);
  if (["mention", "hashtag", "cashtag", "text_mention"].includes(kind)) return el("span", { class: "mention" }, ...children);
  return el("span", {}, ...children);
}

function time(entity, children, person) {
  const shape = entity.date_time_format ?? "";
  const title = absolute(entity.unix_time, "wDT", person?.language_code);
  const moment = new Date(entity.unix_time * 1000).toISOString();
  if (!shape) return el("time", { title, datetime: moment }, ...children);
  if (shape === "r") {
    return el("time", { title, datetime: moment, data: { relative: entity.unix_time } }, relative(entity.unix_time, person?.language_code));
  }
  return el("time", { title, datetime: moment }, absolute(entity.unix_time, shape, person?.language_code));
}
