// Filling a sheet: a figure outside its limits asks for a note, keys answer an item, and the count says how far one is.
import { behave, typing } from "../ui/start.js";

const KEYS = { p: "pass", f: "fail", n: "na" };

function figure(text) {
  const plain = text.normalize("NFKC").trim();
  return plain === "" ? NaN : Number(plain);
}

function look(item) {
  const number = item.querySelector("input[inputmode=decimal]");
  const skip = item.querySelector("input[type=checkbox]");
  if (!number) return;
  const value = figure(number.value);
  const { least, most } = number.dataset;
  const out = (least !== undefined && value < Number(least)) || (most !== undefined && value > Number(most));
  item.classList.toggle("is-failing", out && !skip?.checked);
}

function isAnswered(item) {
  if (item.querySelector("input[type=radio]")) return Boolean(item.querySelector("input[type=radio]:checked"));
  return item.querySelector("input[type=checkbox]")?.checked || item.querySelector(".control").value.trim() !== "";
}

// The control a key is meant for: the chosen button or the field, never the note or the photos.
function answerOf(item) {
  return item?.querySelector("input[type=radio]:checked, input[type=radio], .control");
}

behave("[data-checks]", (list) => {
  const items = [...list.querySelectorAll("[data-check]")];
  const count = list.closest("form").querySelector("[data-count]");

  function tell() {
    items.forEach(look);
    count.textContent = `${items.filter(isAnswered).length} / ${items.length}`;
  }

  list.addEventListener("keydown", (event) => {
    if (typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = event.target.closest("[data-check]");
    const radio = item?.querySelector(`input[type=radio][value="${KEYS[event.key.toLowerCase()]}"]`);
    if (!radio) return;
    event.preventDefault();
    event.stopPropagation();
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    const next = radio.value === "fail" ? item.querySelector(".check-more .control") : answerOf(items[items.indexOf(item) + 1]);
    (next ?? radio).focus();
  });
  list.addEventListener("input", tell);
  list.addEventListener("change", tell);
  tell();
});
