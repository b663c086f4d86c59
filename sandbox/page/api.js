// Talks to /sim/: verbs as promises, events as a stream that comes back by itself.

export async function act(verb, body) {
  const answer = await fetch(`/sim/${verb}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return checked(answer);
}

export async function sendFile(verb, user, file, fields = {}) {
  const form = new FormData();
  form.append("user", user);
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file, file.name);
  return checked(await fetch(`/sim/${verb}`, { method: "POST", body: form }));
}

export const read = async (path) => checked(await fetch(`/sim/${path}`));

async function checked(answer) {
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error ?? answer.statusText);
  return body;
}

export function listen(handlers, onState) {
  const stream = new EventSource("/sim/events");
  for (const [kind, handle] of Object.entries(handlers)) {
    stream.addEventListener(kind, (event) => handle(JSON.parse(event.data)));
  }
  stream.onopen = () => onState(true);
  stream.onerror = () => onState(false);
}
