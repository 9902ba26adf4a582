// My orders: left alone while a button is being pressed, and when nothing has changed.
import "./rows.js";

let seen = "";

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "mine-live") return;
  const tag = event.detail.xhr.getResponseHeader("ETag");
  const busy = document.querySelector(".is-sending, dialog[open]");
  if (busy || (tag && tag === seen)) event.detail.shouldSwap = false;
  else seen = tag;
});
