// Puts the page together: events in, drawing out.

import { listen, read } from "./api.js";
import { called } from "./calls.js";
import { acting, answered, chat, connectChat, drawChat, fail, heard, openChat, tickChat, toast } from "./chat.js";
import { drawClock, move, setClock } from "./clock.js";
import { connectComposer, drawComposer, setBot, startInline } from "./composer.js";
import { avatar, $ } from "./dom.js";
import { connectPeople, draw as drawPeople, noticed, setPeople } from "./people.js";
import { otherLanguage, switchLanguage, translate, word } from "./words.js";

if (new URLSearchParams(location.search).get("embed")) document.body.classList.add("embed");

function redraw() {
  $("language").textContent = otherLanguage().toUpperCase();
  $("bot-state").textContent = word("bot");
  drawPeople();
  drawClock();
  drawComposer();
}

function opened(person, changed) {
  if (changed) openChat(person).catch(fail);
  else {
    chat.person = person;
    drawComposer();
  }
}

async function freshCommands() {
  if (chat.person) chat.commands = (await read(`chats/${chat.person.id}`)).commands;
}

translate();
connectPeople(opened);
connectChat(drawComposer, startInline);
connectComposer();
redraw();

$("language").onclick = () => { switchLanguage(); redraw(); drawChat(); };
$("show-people").onclick = () => document.body.classList.toggle("show-people");
document.querySelector(".stage").addEventListener("click", (event) => {
  if (!event.target.closest("#show-people, #show-tools")) document.body.classList.remove("show-people", "show-tools");
});
$("show-tools").onclick = () => document.body.classList.toggle("show-tools");
for (const button of document.querySelectorAll("[data-move]")) button.onclick = () => move(button.dataset.move).catch(fail);

let met = false;
listen({
  hello: ({ bot, calls }) => {
    $("bot-name").textContent = bot.first_name;
    $("bot-avatar").replaceWith(Object.assign(avatar(bot.id, bot.first_name, "bot"), { id: "bot-avatar" }));
    setBot(bot);
    $("calls").replaceChildren();
    calls.forEach(called);
    if (met && chat.person) openChat(chat.person).catch(fail); // what was missed while the stream was down
    met = true;
  },
  clock: setClock,
  people: ({ people }) => setPeople(people),
  message: (message) => { heard(message); noticed(message); },
  answer: answered,
  action: acting,
  call: called,
  commands: freshCommands,
  reset: () => location.reload(),
}, (connected) => { if (!connected) toast(word("lost")); });

setInterval(() => { drawClock(); tickChat(); }, 1000);
