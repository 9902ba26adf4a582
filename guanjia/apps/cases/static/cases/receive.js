// The desk: asks for the card while the caller talks, fills what the card knows, shows the fields of the kind chosen.
const box = document.querySelector("[data-receive]");
const form = box?.querySelector("form");
const card = document.getElementById("card");
const WATCHED = new Set(["caller_phone", "unit_code", "title", "classification_id"]);

function ask() {
  card.dispatchEvent(new CustomEvent("caller-typed", { bubbles: true }));
}

function fill(values, onlyEmpty) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements[name];
    if (!field || (onlyEmpty && field.value)) continue;
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function showKind() {
  const kind = form.elements.kind.value;
  for (const part of form.querySelectorAll("[data-only-kind]")) {
    part.hidden = !part.dataset.onlyKind.split(" ").includes(kind);
  }
}

if (form && card) {
  form.addEventListener("change", (event) => {
    if (WATCHED.has(event.target.name)) ask();
    if (event.target.name === "kind") showKind();
  });
  card.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    if (!button) return;
    fill(JSON.parse(button.dataset.fill), false);
    form.elements.title.focus();
  });
  const fillKnown = () => {
    const known = card.querySelector("[data-fill-now]");
    if (known) fill(JSON.parse(known.dataset.fill), true);
  };
  card.addEventListener("htmx:afterSwap", fillKnown);
  fillKnown();
  showKind();
  form.elements.caller_phone.focus();
}
