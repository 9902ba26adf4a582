// Short messages: they go after a while, unless they tell of a fault or somebody is reading them.
import { behave, make, say } from "./start.js";

const STAYS = 6000;
const TONES = { good: "success", bad: "error", warn: "warning" };
const DRAWINGS = {
  success: "M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0M9 12l2 2l4 -4",
  error: "M3 12a9 9 0 1 0 18 0a9 9 0 0 0 -18 0M12 8v4M12 16h.01",
};

function drawing(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ class: "icon", width: 18, height: 18, viewBox: "0 0 24 24", "aria-hidden": "true" })) svg.setAttribute(name, value);
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export function toast(text, tone = "success", action) {
  tone = TONES[tone] ?? tone;
  const box = document.getElementById("toasts");
  if (!box) return;
  const note = make("div", { class: "toast-note", "data-toast": "", "data-tone": tone });
  if (tone === "error") note.setAttribute("role", "alert");
  note.append(make("span", { class: "toast-icon" }, drawing(DRAWINGS[tone] ?? DRAWINGS.success)), make("span", { class: "toast-text" }, text));
  if (action) {
    const button = make("button", { type: "button", class: "btn btn-sm" }, action.label);
    button.addEventListener("click", () => { action.run(); note.remove(); });
    note.append(button);
  }
  const close = make("button", { type: "button", class: "icon-btn", "data-dismiss": "", "aria-label": say("close") }, drawing("M18 6l-12 12M6 6l12 12"));
  note.append(close);
  box.append(note);
  watch(note);
}

function watch(note) {
  if (note.__watched) return;
  note.__watched = true;
  note.querySelector("[data-dismiss]")?.addEventListener("click", () => note.remove());
  if (note.dataset.tone === "error") return;
  let timer = setTimeout(() => note.remove(), STAYS);
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("pointerleave", () => { timer = setTimeout(() => note.remove(), 2000); });
}

behave("[data-toast]", watch);
document.addEventListener("ui:toast", (event) => toast(event.detail.text, event.detail.tone));
document.addEventListener("htmx:sendError", () => toast(say("lost"), "error"));
document.addEventListener("htmx:responseError", (event) => {
  const said = event.detail.xhr.getResponseHeader("HX-Trigger") || event.detail.xhr.getResponseHeader("HX-Refresh");
  if (!said) toast(say("trouble"), "error");
});
