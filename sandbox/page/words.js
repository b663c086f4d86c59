// The page's own words, Russian and English. What people and the bot write is never touched.

const WORDS = {
  ru: {
    people: "Люди", newPerson: "Имя нового человека", add: "Добавить", menu: "Меню", write: "Сообщение",
    hint: "Каждый человек слева — отдельный телефон с этим ботом.", attach: "Вложить", keyboard: "Клавиатура бота",
    send: "Отправить", clock: "Часы песочницы", quarter: "+15 мин", hour: "+1 ч", day: "+1 день", morning: "до утра",
    calls: "Вызовы Bot API", contact: "Отправить контакт", name: "Имя", phone: "Телефон", forwarded: "переслать от клиента",
    cancel: "Отмена", close: "Закрыть", messages: "Сообщения", tools: "Часы и вызовы", bot: "бот", typing: "печатает…",
    uploading: "отправляет файл…", edited: "изменено", start: "Запустить", invitation: "Приглашение, если есть", silence: "нет сообщений", unblock: "Разблокировать", block: "Заблокировать бота",
    photo: "Фото", document: "Файл", voice: "Голосовое, 3 с", ownContact: "Мой контакт", reply: "Ответить", copied: "Скопировано",
    real: "идут как настоящие", ahead: "впереди настоящих на", behind: "позади настоящих на", empty: "Здесь пока пусто. Нажмите «Запустить».",
    forwardedFrom: "Переслано от", today: "Сегодня", noCommands: "Бот не задал команд", ms: "мс", voiceMessage: "Голосовое сообщение",
    download: "скачать", days: "д", hours: "ч", minutes: "мин", lost: "Связь с песочницей потеряна, жду…",
    contactCard: "Контакт", nothing: "Ничего не найдено", photoNoun: "Фото", service: "событие", silent: "без звука",
  },
  en: {
    people: "People", newPerson: "Name of somebody new", add: "Add", menu: "Menu", write: "Message",
    hint: "Everybody on the left has a phone of their own with this bot.", attach: "Attach", keyboard: "The bot's keyboard",
    send: "Send", clock: "Sandbox clock", quarter: "+15 min", hour: "+1 h", day: "+1 day", morning: "to morning",
    calls: "Bot API calls", contact: "Send a contact", name: "Name", phone: "Phone", forwarded: "forward it from a client",
    cancel: "Cancel", close: "Close", messages: "Messages", tools: "Clock and calls", bot: "bot", typing: "typing…",
    uploading: "sending a file…", edited: "edited", start: "Start", invitation: "Invitation, if any", silence: "no messages", unblock: "Unblock", block: "Block the bot",
    photo: "Photo", document: "File", voice: "Voice, 3 s", ownContact: "My contact", reply: "Reply", copied: "Copied",
    real: "running as the real one", ahead: "ahead of the real one by", behind: "behind the real one by", empty: "Nothing here yet. Press Start.",
    forwardedFrom: "Forwarded from", today: "Today", noCommands: "The bot has set no commands", ms: "ms", voiceMessage: "Voice message",
    download: "download", days: "d", hours: "h", minutes: "min", lost: "Lost the sandbox, waiting…",
    contactCard: "Contact", nothing: "Nothing found", photoNoun: "Photo", service: "event", silent: "silent",
  },
};

const asked = new URLSearchParams(location.search).get("lang");
let language = asked in WORDS ? asked : localStorage.getItem("language") in WORDS ? localStorage.getItem("language") : "ru";

export const word = (name) => WORDS[language][name];
export const locale = () => language;

export function otherLanguage() {
  return language === "ru" ? "en" : "ru";
}

export function switchLanguage() {
  language = otherLanguage();
  localStorage.setItem("language", language);
  translate();
}

export function translate() {
  document.documentElement.lang = language;
  document.title = language === "ru" ? "Песочница" : "Sandbox";
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", word(node.dataset.label));
    node.title = word(node.dataset.label);
  }
  for (const node of document.querySelectorAll("[data-hint]")) {
    node.placeholder = word(node.dataset.hint);
    node.setAttribute("aria-label", word(node.dataset.hint));
  }
}
