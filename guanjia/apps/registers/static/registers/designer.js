// The designer of registers: a kind asks for its questions, typing shows in the preview, and the open part has the focus.
import { behave } from "../ui/start.js";

behave("form[data-design]", (form) => {
  const board = form.querySelector("#design-board");
  const preview = document.querySelector("#design-preview");
  let timer, pressed = "";
  const look = () => preview.dispatchEvent(new CustomEvent("design:look"));
  form.addEventListener("click", (event) => { pressed = event.target.closest("button[name=step]")?.value ?? pressed; });
  form.addEventListener("change", (event) => {
    if (!event.target.name) return;
    if (event.target.matches("[data-shape]")) {
      pressed = "shape";
      return form.requestSubmit(form.querySelector(".design-default"));
    }
    clearTimeout(timer);
    timer = setTimeout(look, 150);
  });
  form.addEventListener("input", (event) => {
    if (!event.target.matches("input.control, textarea")) return;
    clearTimeout(timer);
    timer = setTimeout(look, 500);
  });
  board.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== board) return;
    const [verb, name] = pressed.split(":");
    requestAnimationFrame(() => {
      const wrong = verb === "propose" && board.querySelector(".is-wrong input:not([type=hidden]), .is-wrong select, .is-wrong textarea, .is-wrong .design-open");
      const first = verb === "shape" ? "[data-open] [data-shape]" : "[data-open] input:not([type=hidden]), [data-open] select, [data-open] textarea";
      const place = wrong || (verb === "up" || verb === "down" ? board.querySelector(`[data-test="row-${CSS.escape(moved(verb, name))}"] .design-open`) : board.querySelector(first) || board.querySelector(".design-open"));
      place?.focus({ preventScroll: verb === "shape" });
    });
  });
  const moved = (verb, name) => {
    const parts = name.split(".");
    parts.push(Number(parts.pop()) + (verb === "up" ? -1 : 1));
    return parts.join(".");
  };
});
