// Forms: sent once, drafts kept until they are sent, the first wrong field in view.
import { behave, say } from "./start.js";
import { toast } from "./toasts.js";

const PREFIX = "guanjia.draft.";
const KEEPS = 7 * 24 * 3600 * 1000;

behave("form[data-form]", (form) => {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.__sending) return event.preventDefault();
    form.__sending = true;
    const button = event.submitter ?? form.querySelector("[type=submit]");
    // A disabled button is not sent along, so it is marked, not disabled.
    button?.classList.add("is-sending");
    button?.setAttribute("aria-disabled", "true");
  });
  form.addEventListener("htmx:afterRequest", () => free(form));
});

function free(form) {
  form.__sending = false;
  for (const button of form.querySelectorAll(".is-sending")) {
    button.classList.remove("is-sending");
    button.removeAttribute("aria-disabled");
  }
}

addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-form]").forEach(free); // brought back by the back button
});

// Drafts: what was typed stays in this browser until the server has taken it; private fields (numbers of people) never do.
function fields(form) {
  return [...form.elements].filter((one) => one.name && !["hidden", "password", "file", "submit", "button"].includes(one.type) && one.name !== "form_key" && !one.closest("[data-private]"));
}

function kept(form) {
  try {
    const draft = JSON.parse(localStorage.getItem(PREFIX + form.dataset.draft));
    return draft && Date.now() - draft.at < KEEPS ? draft : null;
  } catch {
    return null;
  }
}

function keep(form) {
  const values = fields(form).map((one) => [one.name, one.type === "checkbox" || one.type === "radio" ? [one.value, one.checked] : one.value]);
  const key = form.elements.form_key?.value;
  try {
    localStorage.setItem(PREFIX + form.dataset.draft, JSON.stringify({ at: Date.now(), key, values }));
  } catch { /* a full or forbidden store loses the draft, never the form */ }
}

function restore(form, draft) {
  const waiting = [...draft.values];
  for (const one of fields(form)) {
    const place = waiting.findIndex(([name, value]) => name === one.name && (!Array.isArray(value) || value[0] === one.value));
    if (place < 0) continue;
    const [, value] = waiting.splice(place, 1)[0];
    if (Array.isArray(value)) one.checked = value[1];
    else one.value = value;
    one.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const touched = (form) => fields(form).some((one) => (one.type === "checkbox" || one.type === "radio" ? one.checked !== one.defaultChecked : one.tagName !== "SELECT" && one.value !== one.defaultValue));

behave("form[data-draft]", (form) => {
  const name = PREFIX + form.dataset.draft;
  const draft = kept(form);
  const fresh = !form.querySelector(".is-wrong, .form-errors");
  if (draft && fresh && !touched(form) && sessionStorage.getItem(name) !== draft.key) {
    restore(form, draft);
    toast(say("restored"), "info", { label: say("forget"), run: () => { localStorage.removeItem(name); form.reset(); } });
  }
  let timer;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => keep(form), 300); });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    keep(form);
    sessionStorage.setItem(name, form.elements.form_key?.value ?? "");
  });
});

// A draft that was sent is forgotten when the next page is not the same form with errors.
for (const name of Object.keys(sessionStorage).filter((one) => one.startsWith(PREFIX))) {
  const again = document.querySelector(`form[data-draft="${CSS.escape(name.slice(PREFIX.length))}"]`);
  if (!again?.querySelector(".is-wrong, .form-errors")) localStorage.removeItem(name);
  sessionStorage.removeItem(name);
}

behave(".is-wrong", (field) => {
  if (document.querySelector("form .is-wrong") === field && !field.closest("dialog")) {
    field.querySelector("input:not([type=hidden]), select, textarea, canvas")?.focus();
  }
});

behave("[data-reveal]", (button) => {
  button.addEventListener("click", () => {
    const input = button.previousElementSibling;
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  });
});

behave("[data-fill-login]", (button) => {
  button.addEventListener("click", () => {
    const form = document.querySelector("[data-test=sign-in]");
    form.elements.login.value = button.dataset.fillLogin;
    form.elements.password.value = button.dataset.fillPassword;
    form.requestSubmit();
  });
});

behave("[data-print]", (button) => button.addEventListener("click", () => print()));

// Quick picks of a moment: "+30m", "+2h", "+1d", or the next "17:50", on the clock of this device.
behave("[data-quick]", (button) => {
  button.addEventListener("click", () => {
    const input = button.closest(".moment-field").querySelector("input");
    const at = moment(button.dataset.quick);
    const two = (number) => String(number).padStart(2, "0");
    input.value = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
});

function moment(pick) {
  const at = new Date();
  const later = pick.match(/^\+(\d+)([mhd])$/);
  if (later) {
    at.setMinutes(at.getMinutes() + Number(later[1]) * { m: 1, h: 60, d: 1440 }[later[2]]);
    return at;
  }
  const [hours, minutes] = pick.split(":").map(Number);
  if (at.getHours() * 60 + at.getMinutes() >= hours * 60 + minutes) at.setDate(at.getDate() + 1);
  at.setHours(hours, minutes, 0, 0);
  return at;
}

behave("[data-file-drop]", (drop) => {
  const input = drop.querySelector("input");
  const name = drop.querySelector(".file-name");
  input.addEventListener("change", () => { if (input.files[0]) name.textContent = input.files[0].name; });
  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("is-over"); });
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
});
