// A back-test streams its progress, a line at a time; the last line is what it found. Leaving or Cancel stops it.
import { behave, startIn } from "../ui/start.js";

behave("form[data-trial]", (form) => {
  const place = document.getElementById("trial");
  const cancel = form.querySelector("[data-trial-cancel]");
  const send = form.querySelector("[type=submit]");
  let running = null;

  function show(html) {
    place.innerHTML = html;
    startIn(place);
  }
  function say(text) {
    place.replaceChildren(Object.assign(document.createElement("p"), { className: "note", textContent: text }));
  }
  async function run() {
    running = new AbortController();
    cancel.hidden = false;
    send.setAttribute("aria-disabled", "true");
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${form.action}?${new URLSearchParams(new FormData(form))}`, {
        signal: running.signal,
        headers: { "HX-Request": "true" },
      });
      const days = form.querySelector("#trial-asked");
      if (answer.status === 422 && !answer.headers.get("HX-Trigger")) {
        days.innerHTML = await answer.text();
        startIn(days);
        return;
      }
      if (!answer.ok) {
        const told = JSON.parse(answer.headers.get("HX-Trigger") || "{}")["ui:toast"];
        say(told?.text ?? place.dataset.failed);
        return;
      }
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        rest += value ?? "";
        const lines = rest.split("\n");
        rest = done ? "" : lines.pop();
        const last = lines.filter((line) => line.trim()).pop();
        if (last) show(last);
        if (done) break;
      }
      if (place.querySelector(".trial-progress")) say(place.dataset.failed);
    } catch (error) {
      say(error.name === "AbortError" ? place.dataset.stopped : place.dataset.failed);
    } finally {
      running = null;
      cancel.hidden = true;
      send.removeAttribute("aria-disabled");
      place.removeAttribute("aria-busy");
    }
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!running) run();
  });
  cancel.addEventListener("click", () => running?.abort());
});
