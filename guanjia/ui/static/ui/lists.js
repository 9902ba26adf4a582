// Lists by keyboard: j k (or arrows) move, Enter opens, x ticks, / searches, Escape leaves the search.
import { behave, say, typing } from "./start.js";

let here = null;

function rows() {
  return [...document.querySelectorAll("[data-list] [data-row]")];
}

function go(step) {
  const all = rows();
  if (!all.length) return;
  const from = all.indexOf(here);
  const next = all[Math.min(all.length - 1, Math.max(0, from < 0 ? (step > 0 ? 0 : all.length - 1) : from + step))];
  here?.classList.remove("is-here");
  here = next;
  here.classList.add("is-here");
  here.scrollIntoView({ block: "nearest" });
  (here.querySelector("a.row-link") ?? here.querySelector("a, input"))?.focus({ preventScroll: true });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (typing(event)) {
    if (event.key === "Escape" && event.target.matches("[data-list-search]")) event.target.blur();
    return;
  }
  if (event.key === "/" ) {
    const search = document.querySelector("[data-list-search]");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  } else if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "Enter" && here && !event.target.closest("a, button, input, summary")) location.assign(here.dataset.href);
  else if (event.key === "x" && here) here.querySelector("[data-tick]")?.click();
});

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-row][data-href]");
  if (!row || event.target.closest("a, button, input, label, summary, form:not([data-bulk])") || getSelection().toString()) return;
  if (event.ctrlKey || event.metaKey) open(row.dataset.href, "_blank");
  else location.assign(row.dataset.href);
});

behave("[data-bulk]", (form) => {
  const bar = form.querySelector("[data-bulk-bar]");
  const all = form.querySelector("[data-tick-all]");
  if (!bar) return;
  const ticks = () => [...form.querySelectorAll("[data-tick]")];
  function show() {
    const count = ticks().filter((one) => one.checked).length;
    bar.hidden = !count;
    bar.querySelector("[data-bulk-count]").textContent = say("selected", count);
    all.checked = count > 0 && count === ticks().length;
    all.indeterminate = count > 0 && count < ticks().length;
  }
  form.addEventListener("change", (event) => {
    if (event.target === all) ticks().forEach((one) => { one.checked = all.checked; });
    show();
  });
  form.querySelector("[data-untick]").addEventListener("click", () => { ticks().forEach((one) => { one.checked = false; }); show(); });
  show();
});
