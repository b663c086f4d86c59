// Elements without markup in strings: text from people can never become HTML.

export const $ = (id) => document.getElementById(id);

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "data") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const HUES = [4, 28, 145, 172, 200, 225, 262, 320];

export function avatar(id, name, kind = "") {
  const letters = name.split(/\s+/).filter(Boolean).slice(0, 2).map((part) => [...part][0]).join("").toUpperCase();
  const node = el("span", { class: `avatar ${kind}`, "aria-hidden": "true" }, letters || "?");
  node.style.setProperty("--hue", HUES[Math.abs(id) % HUES.length]);
  return node;
}
