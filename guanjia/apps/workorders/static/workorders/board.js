// The dispatch board: moved by keys, assigned by number or by dragging, refreshed only when something changed.
import { typing } from "../ui/start.js";
import "./rows.js";

const board = document.querySelector("[data-dispatch]");
const panel = () => document.getElementById("board-order");
const open = () => panel().querySelector("[data-order-panel]");
const cards = () => [...document.querySelectorAll("[data-card]")].filter((card) => card.offsetParent);
let here = "", seen = "", dragged = null;

// --- The cards: one is marked, and stays marked when the columns are brought anew

function mark(card, focus = true) {
  document.querySelectorAll("[data-card].is-here").forEach((one) => one.classList.remove("is-here"));
  if (!card) return;
  here = card.dataset.card;
  card.classList.add("is-here");
  if (focus) card.focus({ preventScroll: false });
}

const marked = () => cards().find((card) => card.dataset.card === here);

function step(by) {
  const all = cards();
  const place = all.indexOf(marked());
  mark(all[Math.min(all.length - 1, Math.max(0, place + by))] ?? all[0]);
}

function sideways(by) {
  const columns = [...document.querySelectorAll("[data-column]")].filter((column) => column.querySelector("[data-card]"));
  const place = columns.indexOf(marked()?.closest("[data-column]"));
  mark(columns[Math.min(columns.length - 1, Math.max(0, place + by))]?.querySelector("[data-card]"));
}

function close() {
  panel().replaceChildren();
  board.classList.remove("has-order");
  marked()?.focus();
}

board?.addEventListener("click", (event) => {
  if (event.target.closest("[data-close-order]")) close();
  const card = event.target.closest("[data-card]");
  if (card) mark(card, false);
});

document.addEventListener("keydown", (event) => {
  if (!board || typing(event) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const press = (selector) => [...panel().querySelectorAll(selector)].find((one) => one.offsetParent)?.click();
  const does = {
    j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
    h: () => sideways(-1), ArrowLeft: () => sideways(-1), l: () => sideways(1), ArrowRight: () => sideways(1),
    a: () => press("[data-auto]"), o: () => press("[data-offer]"), Escape: open() ? close : null,
  }[event.key] ?? (/^[1-9]$/.test(event.key) && open() ? () => press(`[data-key="${event.key}"]`) : null);
  if (!does) return;
  if (event.key.startsWith("Arrow") && !document.activeElement?.closest("[data-card], body > [id=content]") && document.activeElement !== document.body) return;
  event.preventDefault();
  does();
});

// --- Brought anew: not while something is dragged, and not when nothing has changed

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "board-live") return;
  const tag = event.detail.xhr.getResponseHeader("ETag");
  if (dragged || (tag && tag === seen && !event.detail.requestConfig.elt?.dataset?.settled)) event.detail.shouldSwap = false;
  else seen = tag;
});

document.addEventListener("htmx:afterSwap", (event) => {
  const target = event.detail.target?.id;
  if (target === "board-live") {
    const focused = document.activeElement === document.body;
    mark(marked() ?? null, focused && !open());
  }
  if (target === "board-order") {
    board.classList.toggle("has-order", Boolean(open()));
    const wrong = panel().querySelector(".is-wrong input, .is-wrong textarea");
    if (wrong) wrong.focus();
    else if (open() && matchMedia("(max-width: 1100px)").matches) panel().scrollIntoView({ block: "nearest" });
    const settled = panel().querySelector("[data-settled]");
    if (settled) {
      const next = document.querySelector(`[data-column="to_assign"] [data-card]:not([data-card="${CSS.escape(settled.dataset.settled)}"])`);
      if (next) here = next.dataset.card;
    }
  }
});

// --- Dragging a card onto a person

board?.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-give]");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.card);
  close();
  board.classList.add("is-dragging");
});

for (const kind of ["dragend", "drop"]) board?.addEventListener(kind, () => {
  board.classList.remove("is-dragging");
  board.querySelectorAll(".is-over").forEach((one) => one.classList.remove("is-over"));
  setTimeout(() => { dragged = null; });
});

board?.addEventListener("dragover", (event) => {
  const worker = dragged && event.target.closest("[data-worker]");
  board.querySelectorAll(".is-over").forEach((one) => one !== worker && one.classList.remove("is-over"));
  if (!worker) return;
  event.preventDefault();
  worker.classList.add("is-over");
});

board?.addEventListener("drop", (event) => {
  const worker = dragged && event.target.closest("[data-worker]");
  if (!worker) return;
  event.preventDefault();
  const { give, waiting } = dragged.dataset, assignee = worker.dataset.worker;
  mark(dragged, false);
  if (waiting !== undefined) window.htmx.ajax("POST", give, { target: "#board-order", swap: "innerHTML", values: { assignee } });
  else window.htmx.ajax("GET", `${give}?to=${assignee}`, { target: "#dialog-body", swap: "innerHTML" });
});
