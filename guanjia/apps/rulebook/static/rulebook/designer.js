// The designer: a choice asks for the questions that follow from it, typing for the sentence alone.
import { behave } from "../ui/start.js";

// The questions whose answer decides which others are asked.
const SHAPES = new Set(["clause", "trigger", "event", "kind", "often", "each", "owner", "deadline", "proof", "reminders", "rungs"]);

behave("form[data-designer]", (form) => {
  const questions = form.querySelector("#questions");
  const reading = form.querySelector("#reading");
  let timer, asked = "";
  form.addEventListener("change", (event) => {
    if (!event.target.name || !event.target.matches("select, [type=radio], [type=checkbox]")) return;
    clearTimeout(timer);
    if (!SHAPES.has(event.target.name)) return reading.dispatchEvent(new CustomEvent("designer:reading"));
    asked = event.target.name;
    questions.dispatchEvent(new CustomEvent("designer:shape"));
  });
  form.addEventListener("input", (event) => {
    if (!event.target.name || event.target.matches("select, [type=radio], [type=checkbox]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => reading.dispatchEvent(new CustomEvent("designer:reading")), 400);
  });
  // What was typed or chosen while the answer was on its way is not lost to it.
  const chosen = (one) => [...one.selectedOptions].map((option) => option.value);
  let typed = [], picked = [];
  questions.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target !== questions) return;
    const now = document.activeElement;
    typed = [...questions.querySelectorAll("input.control[name], textarea[name]")].map((one) => [one.name, one.value]);
    picked = [...questions.querySelectorAll("select[name]")].map((one) => [one.name, chosen(one)]);
    if (now?.name && questions.contains(now)) asked = now.name;
  });
  questions.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== questions) return;
    for (const [name, value] of typed) {
      const field = questions.querySelector(`input.control[name="${CSS.escape(name)}"], textarea[name="${CSS.escape(name)}"]`);
      if (field && field.value !== value) field.value = value;
    }
    for (const [name, values] of picked) {
      const field = questions.querySelector(`select[name="${CSS.escape(name)}"]`);
      if (!field || chosen(field).join("\n") === values.join("\n")) continue;
      for (const option of field.options) option.selected = values.includes(option.value);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    requestAnimationFrame(() => {
      const field = questions.querySelector(`[data-field="${CSS.escape(asked)}"]`);
      if (!field || field.contains(document.activeElement)) return;
      const place = field.querySelector("input:checked, input:not([type=hidden]), select, textarea");
      place?.focus({ preventScroll: true });
    });
  });
});
