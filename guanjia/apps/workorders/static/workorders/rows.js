// Rows of small inputs that grow, add up, and fill themselves from what was used before; fields that depend on how somebody signs.
import { behave } from "../ui/start.js";

const number = (text) => Number(String(text).normalize("NFKC").replaceAll(",", "").trim());

behave("[data-rows]", (field) => {
  const rows = () => [...field.querySelectorAll("[data-rows-row]")];
  const pattern = rows().at(-1).cloneNode(true);
  for (const input of pattern.querySelectorAll("input")) input.value = "";

  function add(focus) {
    const row = pattern.cloneNode(true);
    rows().at(-1).after(row);
    if (focus) row.querySelector("input").focus();
  }

  function sum() {
    const total = field.querySelector("[data-rows-total]");
    if (!total) return;
    let fen = 0, typed = false;
    for (const row of rows()) {
      const price = row.querySelector("[name$=-price]").value, quantity = row.querySelector("[name$=-quantity]").value;
      if (price) typed = true;
      fen += Math.round(number(price || 0) * 100 * number(quantity || 1)) || 0;
    }
    total.hidden = !typed;
    field.querySelector("[data-rows-sum]").textContent = (fen / 100).toLocaleString("en", { minimumFractionDigits: 2 });
  }

  function fill(input) {
    const known = [...(input.list?.options ?? [])].find((option) => option.value === input.value);
    if (!known) return;
    const row = input.closest("[data-rows-row]");
    const price = row.querySelector("[name$=-price]"), unit = row.querySelector("[name$=-unit]");
    if (!price.value) price.value = (Number(known.dataset.fen) / 100).toFixed(2);
    if (!unit.value) unit.value = known.dataset.unit;
  }

  field.addEventListener("click", (event) => {
    if (event.target.closest("[data-rows-add]")) add(true);
    const remove = event.target.closest("[data-rows-remove]");
    if (remove) {
      const row = remove.closest("[data-rows-row]");
      if (rows().length === 1) row.querySelectorAll("input").forEach((input) => { input.value = ""; });
      else row.remove();
      sum();
    }
  });
  field.addEventListener("input", (event) => {
    if (event.target.name?.endsWith("-name")) fill(event.target);
    if (event.target.closest("[data-rows-row]") === rows().at(-1) && event.target.value) add(false);
    sum();
  });
  sum();
});

behave("form", (form) => {
  const parts = form.querySelectorAll("[data-when-how]");
  if (!parts.length) return;
  const show = () => {
    const how = form.querySelector("[name=how]:checked")?.value ?? "";
    for (const part of parts) part.hidden = !part.dataset.whenHow.split(" ").includes(how);
  };
  form.addEventListener("change", show);
  show();
});

behave("[data-phrases]", (box) => {
  const field = box.closest("form").elements[box.dataset.phrases];
  box.addEventListener("click", (event) => {
    const chip = event.target.closest("button");
    if (!chip) return;
    field.value = [field.value.trim(), chip.textContent.trim()].filter(Boolean).join("，");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
});
