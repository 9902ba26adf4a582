// The form of an entry without signal: kept on this device with all it needs, each time with a key of its own; and brought back
// with what was typed when the server refused it.
import "./entry.js";
import { behave, make } from "../ui/start.js";
import { stored } from "./waiting.js";

const KEPT = "guanjia.registers";

behave("[data-offline]", async (mark) => {
  const form = document.querySelector("form[data-form]");
  if (!form || !("serviceWorker" in navigator) || !("caches" in window)) return;
  const fresh = !form.querySelector(".is-wrong, .form-errors");
  if (fresh) form.elements.form_key.value = crypto.randomUUID();
  for (const name of ["shown", "shown_title"]) form.append(make("input", { type: "hidden", name }));
  form.addEventListener("submit", () => {
    const looked = [...form.querySelectorAll("[data-lookup]")].map((box) => [...box.querySelectorAll("input")]);
    form.elements.shown.value = JSON.stringify(Object.fromEntries(looked.map(([hidden, field]) => [hidden.name, field.value])));
    form.elements.shown_title.value = mark.dataset.title;
  });
  const wanted = location.hash.match(/^#waiting=([\w-]+)$/)?.[1];
  if (wanted) await bringBack(form, wanted);
  try {
    await navigator.serviceWorker.register(mark.dataset.offline);
    await navigator.serviceWorker.ready;
    if (navigator.onLine) await keep(mark);
    document.documentElement.dataset.offlineReady = "";
  } catch { /* a browser that keeps nothing still sends the form */ }
});

async function keep(mark) {
  const cache = await caches.open(KEPT);
  const page = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (!page.ok || page.redirected) return;
  await cache.put(location.pathname, page);
  const lookups = await fetch(mark.dataset.lookups);
  if (lookups.ok) await cache.put(mark.dataset.lookups, lookups);
  const used = performance.getEntriesByType("resource").map((one) => new URL(one.name)).filter((one) => one.origin === location.origin && one.pathname.startsWith("/static/"));
  await Promise.all([...new Set(used.map((one) => one.pathname))].map(async (path) => {
    const answer = await fetch(path);
    if (answer.ok) await cache.put(path, answer);
  }));
}

addEventListener("hashchange", () => { if (location.hash.startsWith("#waiting=")) location.reload(); });

async function bringBack(form, key) {
  const one = await stored("readonly", (store) => store.get(key));
  if (!one || one.account !== document.body.dataset.account) return;
  history.replaceState(null, "", location.pathname);
  const shown = JSON.parse(one.fields.find(([name]) => name === "shown")?.[1] || "{}");
  const given = new Map();
  for (const [name, value] of one.fields) given.set(name, [...given.get(name) ?? [], value]);
  for (const table of form.querySelectorAll("[data-entry-rows]")) grow(table, given);
  for (const [name, values] of given) {
    if (["csrfmiddlewaretoken", "form_key", "account", "site", "shown", "shown_title"].includes(name)) continue;
    fill([...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)], values, shown[name]);
  }
  form.elements.form_key.value = one.key;
  if (one.why.length) form.prepend(make("div", { class: "form-errors", role: "alert", "data-test": "form-errors" }, make("div", {}, ...one.why.map((why) => make("p", {}, why)))));
}

function grow(table, given) {
  const name = table.querySelector("[name]").name;
  while (table.querySelectorAll(`[name="${CSS.escape(name)}"]`).length < (given.get(name)?.length ?? 0)) table.querySelector("[data-entry-add]").click();
}

function fill(inputs, values, shown) {
  if (inputs[0]?.type === "file") {
    const carrier = new DataTransfer();
    values.forEach((file) => carrier.items.add(file));
    inputs[0].files = carrier.files;
    inputs[0].dispatchEvent(new Event("change", { bubbles: true }));
    return;
  }
  inputs.forEach((input, place) => {
    if (input.type === "checkbox" || input.type === "radio") input.checked = values.includes(input.value);
    else if (input.multiple) for (const option of input.options) option.selected = values.includes(option.value);
    else input.value = values[place] ?? "";
    const box = input.closest("[data-lookup]");
    if (box && shown) box.querySelectorAll("input")[1].value = shown;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
