// Beneath the pages of registers: an entry form that was opened once opens without signal too, and what is sent then waits.
// What waits lies in IndexedDB until waiting.js has had the server's answer; nothing is sent from here.
const KEPT = "guanjia.registers";
const FORM = /^\/registers\/books\/[^/]+\/[^/]+\/new\/$/;
const LOOKUP = /\/lookup\/(places\/)?$/;
const MOST_FOUND = 20;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const request = event.request, url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate" && FORM.test(url.pathname)) {
    event.respondWith(request.method === "POST" ? send(request, url) : fetch(request).catch(() => kept(url)));
  } else if (request.method === "GET" && url.pathname.startsWith("/static/")) {
    event.respondWith(fetch(request).catch(() => kept(url)));
  } else if (request.method === "GET" && LOOKUP.test(url.pathname)) {
    event.respondWith(fetch(request).catch(() => found(url)));
  }
});

async function kept(url) {
  const cache = await caches.open(KEPT);
  return await cache.match(url.pathname, { ignoreSearch: true, ignoreVary: true }) ?? Response.error();
}

async function found(url) {
  const cache = await caches.open(KEPT);
  const all = await (await cache.match("/registers/lookup/all/"))?.json() ?? {};
  const words = (url.searchParams.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ([, text, detail]) => words.every((word) => `${text} ${detail}`.toLowerCase().includes(word));
  const results = (all[url.pathname] ?? []).filter(fits).slice(0, MOST_FOUND).map(([id, text, detail]) => ({ id, text, detail }));
  return new Response(JSON.stringify({ results }), { headers: { "Content-Type": "application/json" } });
}

// The answer of the server, when there is one; a redirect means it was done, so the form waits no longer.
async function send(request, url) {
  const copy = request.clone();
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    await keep(await copy.formData(), url);
    return Response.redirect(`${url.pathname}?waiting`, 303);
  }
  if (answer.type === "opaqueredirect") await forget((await copy.formData()).get("form_key"));
  return answer;
}

async function keep(sent, url) {
  const fields = [...sent].filter(([name, value]) => name !== "csrfmiddlewaretoken" && (typeof value === "string" || value.size));
  const [key, account] = [sent.get("form_key"), sent.get("account")];
  if (!key || !account) return;
  const title = sent.get("shown_title") ?? "";
  await stored("readwrite", (store) => store.put({ key, account, url: url.pathname, title, at: Date.now(), fields, why: [] }));
  for (const one of await clients.matchAll()) one.postMessage("waiting");
}

const forget = (key) => stored("readwrite", (store) => store.delete(key ?? ""));

function stored(mode, deed) {
  return new Promise((done, wrong) => {
    const asked = indexedDB.open("guanjia.waiting", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("forms", { keyPath: "key" });
    asked.onerror = () => wrong(asked.error);
    asked.onsuccess = () => {
      const change = asked.result.transaction("forms", mode);
      deed(change.objectStore("forms"));
      change.oncomplete = () => { asked.result.close(); done(); };
      change.onabort = () => { asked.result.close(); wrong(change.error); };
    };
  });
}
