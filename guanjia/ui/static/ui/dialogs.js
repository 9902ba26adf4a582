// Forms in a dialog, and the question before something that cannot be taken back.
import { behave, make, say } from "./start.js";

const dialog = () => document.getElementById("dialog");

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "dialog-body") return;
  const box = dialog();
  if (!box.open) box.showModal();
  const wrong = box.querySelector(".is-wrong input, .is-wrong select, .is-wrong textarea");
  (wrong ?? box.querySelector("[autofocus], input:not([type=hidden]), textarea, select, button"))?.focus();
});

document.addEventListener("click", (event) => {
  const box = dialog();
  if (!box?.open) return;
  if (event.target.closest("[data-close-dialog]")) {
    event.preventDefault();
    box.close();
  } else if (event.target === box) {
    box.close(); // the veil around it
  }
});

export function ask(question, danger = false) {
  return new Promise((answer) => {
    const box = make("dialog", { class: "dialog", "aria-labelledby": "ask-words" });
    const yes = make("button", { type: "button", class: `btn ${danger ? "btn-danger" : "btn-primary"}`, "data-test": "confirm" }, say("confirm"));
    const no = make("button", { type: "button", class: "btn btn-quiet" }, say("cancel"));
    const body = make("div", { class: "ask-body" }, make("p", { class: "dialog-question", id: "ask-words" }, question), make("div", { class: "form-end" }, yes, no));
    box.append(body);
    document.body.append(box);
    let said = false;
    yes.addEventListener("click", () => { said = true; box.close(); });
    no.addEventListener("click", () => box.close());
    box.addEventListener("close", () => { box.remove(); answer(said); });
    box.showModal();
    yes.focus();
  });
}

behave("form[data-confirm]", (form) => {
  form.addEventListener("submit", async (event) => {
    if (form.__agreed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await ask(form.dataset.confirm, Boolean(form.querySelector(".btn-danger")))) {
      form.__agreed = true;
      form.requestSubmit(event.submitter ?? undefined);
      form.__agreed = false;
    }
  }, { capture: true });
});

document.addEventListener("htmx:confirm", async (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  if (await ask(event.detail.question)) event.detail.issueRequest(true);
});
