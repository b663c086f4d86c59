// The simulated time: the offset comes from the sandbox, the seconds run here.

import { act } from "./api.js";
import { $ } from "./dom.js";
import { locale, word } from "./words.js";

let ahead = 0; // milliseconds from this browser's clock to the sandbox's
let offset = 0; // seconds from real to simulated

export const nowMs = () => Date.now() + ahead;

export function setClock(view) {
  ahead = view.unix * 1000 - Date.now();
  offset = view.offset;
  drawClock();
}

export function drawClock() {
  const now = new Date(nowMs());
  $("now").textContent = now.toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  $("today").textContent = now.toLocaleDateString(locale(), { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  $("now").dateTime = now.toISOString();
  $("phone-time").textContent = now.toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });
  $("offset").textContent = Math.abs(offset) < 1 ? word("real") : `${word(offset > 0 ? "ahead" : "behind")} ${span(Math.abs(offset))}`;
}

function span(seconds) {
  const parts = [[Math.floor(seconds / 86400), "days"], [Math.floor(seconds / 3600) % 24, "hours"], [Math.floor(seconds / 60) % 60, "minutes"]];
  return parts.filter(([count]) => count).slice(0, 2).map(([count, unit]) => `${count} ${word(unit)}`).join(" ") || `0 ${word("minutes")}`;
}

export function move(step) {
  return act("clock", { move: step === "morning" ? nextMorning() : step });
}

function nextMorning() {
  const morning = new Date(nowMs());
  if (morning.getHours() >= 9) morning.setDate(morning.getDate() + 1);
  morning.setHours(9, 0, 0, 0);
  return morning.toISOString();
}

const UNITS = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

export function relative(unix, language) {
  const seconds = unix - nowMs() / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(language || locale(), { numeric: "always" }).format(Math.trunc(seconds / size), unit);
}

export function absolute(unix, shape, language) {
  const options = {};
  if (shape.includes("w")) options.weekday = shape.length === 1 ? "long" : "short";
  if (shape.includes("d")) Object.assign(options, { day: "2-digit", month: "2-digit", year: "2-digit" });
  if (shape.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (/[tT]/.test(shape)) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (shape.includes("T")) options.second = "2-digit";
  return new Intl.DateTimeFormat(language || locale(), options).format(new Date(unix * 1000));
}

export function tickTimes(root, language) {
  for (const node of root.querySelectorAll("time[data-relative]")) node.textContent = relative(Number(node.dataset.relative), language);
}
