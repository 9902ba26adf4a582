// Entries that wait on this device: how many, which, and sending them when the signal is back. Each is sent with the key its
// form had, so the server makes one entry of it however often it is sent; and only for the account that filled it in.
import { behave, make } from "../ui/start.js";

const account = document.body.dataset.account ?? "";

export function stored(mode, deed) {
  return new Promise((done, wrong) => {
    const asked = indexedDB.open("guanjia.waiting", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("forms", { keyPath: "key" });
    asked.onerror = () => wrong(asked.error);
    asked.onsuccess = () => {
      const change = asked.result.transaction("forms", mode);
      const answer = deed(change.objectStore("forms"));
      change.oncomplete = () => { asked.result.close(); done(answer?.result); };
      change.onabort = () => { asked.result.close(); wrong(change.error); };
    };
  });
}

const mine = async () => (await stored("readonly", (store) => store.getAll())).filter((one) => one.account === account).sort((one, other) => one.at - other.at);

const token = () => document.cookie.match(/(?:^|; )guanjia_csrf=([^;]+)/)?.[1] ?? "";

// What became of a form: "done", "wait" (no signal, signed out, somebody else signed in, trouble), or why it was refused.
async function sent(one) {
  const body = new FormData();
  for (const [name, value] of one.fields) body.append(name, value);
  let answer;
  try {
    answer = await fetch(one.url, { method: "POST", body, headers: { "HX-Request": "true", "X-CSRFToken": token() } });
  } catch { return "wait"; }
  if (answer.headers.has("HX-Redirect") || (answer.redirected && answer.url.includes("/registers/entries/"))) return "done";
  const told = answer.headers.get("HX-Trigger");
  if (answer.status === 422 && !told) return reasons(await answer.text());
  if ([400, 403, 404, 413, 422].includes(answer.status) && told) return [JSON.parse(told)["ui:toast"]?.text ?? String(answer.status)];
  return [404, 413].includes(answer.status) ? [String(answer.status)] : "wait";
}

function reasons(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const beside = [...page.querySelectorAll(".field.is-wrong")].map((field) => `${field.querySelector(".field-label")?.childNodes[0]?.textContent.trim() ?? ""}: ${field.querySelector(".field-error")?.textContent.trim() ?? ""}`);
  return [...[...page.querySelectorAll(".form-errors p")].map((one) => one.textContent.trim()), ...beside];
}

let sending = false;
async function sendAll(again) {
  if (sending || !account || !navigator.onLine) return;
  sending = true;
  const work = async () => {
    for (const one of await mine()) {
      if (one.why.length && !again) continue;
      const became = await sent(one);
      if (became === "wait") break;
      if (became === "done") await stored("readwrite", (store) => store.delete(one.key));
      else await stored("readwrite", (store) => store.put({ ...one, why: became.length ? became : ["?"] }));
      await showAll();
    }
  };
  try {
    await (navigator.locks ? navigator.locks.request("guanjia.waiting", work) : work());
  } finally { sending = false; }
  await showAll();
}

const boxes = [];
async function showAll() {
  const items = await mine();
  for (const box of boxes) show(box, items);
}

function show(box, items) {
  box.hidden = !items.length;
  box.dataset.waiting = String(items.length);
  box.querySelector("[data-count]").textContent = String(items.length);
  const words = box.dataset;
  box.querySelector("ul").replaceChildren(...items.map((one) => {
    const correct = make("a", { class: "btn btn-sm", href: `${one.url}#waiting=${one.key}` }, words.correct);
    const drop = make("button", { class: "btn btn-sm btn-quiet", type: "button" }, words.drop);
    drop.addEventListener("click", async () => {
      if (!confirm(words.sure)) return;
      await stored("readwrite", (store) => store.delete(one.key));
      await showAll();
    });
    const line = make("li", { class: one.why.length ? "is-refused" : "", "data-test": "waiting-item" }, make("b", {}, one.title), make("span", { class: "quiet" }, new Date(one.at).toLocaleString()));
    for (const why of one.why) line.append(make("p", { class: "field-error" }, why));
    line.append(make("span", { class: "waiting-deeds" }, correct, drop));
    return line;
  }));
}

behave("[data-waiting]", (box) => {
  boxes.push(box);
  box.querySelector("[data-send]").addEventListener("click", () => sendAll(true));
  showAll().then(() => sendAll(false));
});

addEventListener("online", () => sendAll(false));
navigator.serviceWorker?.addEventListener("message", (event) => { if (event.data === "waiting") showAll(); });
