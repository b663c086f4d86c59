// The live list of Bot API calls, newest first; a press shows parameters and answer.

import { read } from "./api.js";
import { $, el } from "./dom.js";
import { nameOf } from "./people.js";
import { word } from "./words.js";

const MOST = 150;

export function called(call) {
  const good = call.status === 200;
  const summary = el("summary", {},
    el("code", {}, call.method), el("span", { class: "to" }, call.chat ? nameOf(call.chat) : ""),
    el("span", { class: `status ${good ? "good" : "bad"}` }, call.status ? String(call.status) : "✕"),
    el("small", {}, `${call.ms.toFixed(1)} ${word("ms")}`));
  const details = el("details", { ontoggle: () => details.open && expand(details, call.number) }, summary);
  if (call.description || call.fault) details.append(el("p", { class: "why" }, [call.fault, call.description].filter(Boolean).join(" · ")));
  $("calls").prepend(el("li", {}, details));
  while ($("calls").children.length > MOST) $("calls").lastChild.remove();
}

async function expand(details, number) {
  if (details.querySelector("pre")) return;
  const [call] = await read(`log?since=${number - 1}&until=${number}`);
  if (call) details.append(el("pre", { tabindex: "0" }, JSON.stringify({ params: call.params, answer: call.answer }, null, 1)));
}
