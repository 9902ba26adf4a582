// Lines of goods that grow: a new row when the last one is written into, a button for one more, a button that takes one away.
import { behave } from "../ui/start.js";

behave("[data-rows]", (field) => {
  const rows = () => [...field.querySelectorAll("[data-rows-row]")];
  const pattern = rows().at(-1).cloneNode(true);
  for (const input of pattern.querySelectorAll("input")) input.value = "";

  function add(focus) {
    const row = pattern.cloneNode(true);
    rows().at(-1).after(row);
    if (focus) row.querySelector("input").focus();
  }

  field.addEventListener("click", (event) => {
    if (event.target.closest("[data-rows-add]")) add(true);
    const remove = event.target.closest("[data-rows-remove]");
    if (!remove) return;
    const row = remove.closest("[data-rows-row]");
    if (rows().length === 1) row.querySelectorAll("input").forEach((input) => { input.value = ""; });
    else row.remove();
  });
  field.addEventListener("input", (event) => {
    if (event.target.closest("[data-rows-row]") === rows().at(-1) && event.target.value) add(false);
  });
});
