// Choosing by typing: over a plain <select> (data-pick), or asking the server (data-lookup).
import { behave, make, say } from "./start.js";

let count = 0;

// The list below a text field: arrows, Enter, Escape; `choose` gets the entry.
function listFor(field, choose) {
  const list = make("ul", { class: "combo-list", role: "listbox", id: `combo-${++count}`, hidden: "" });
  let entries = [], place = -1;
  field.setAttribute("aria-controls", list.id);

  function mark(next) {
    place = entries.length ? (next + entries.length) % entries.length : -1;
    [...list.children].forEach((one, index) => one.setAttribute("aria-selected", String(index === place)));
    if (place >= 0) field.setAttribute("aria-activedescendant", `${list.id}-${place}`);
    list.children[place]?.scrollIntoView({ block: "nearest" });
  }
  function close() {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }
  function show(found) {
    entries = found;
    list.replaceChildren(...found.map((one, index) => {
      const item = make("li", { role: "option", id: `${list.id}-${index}`, "aria-selected": "false" }, make("span", {}, one.text));
      if (one.detail) item.append(make("span", { class: "quiet" }, one.detail));
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); close(); choose(one); });
      return item;
    }));
    if (!found.length) list.append(make("li", { class: "combo-none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("nothing")));
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    list.setAttribute("aria-label", say("choose"));
    mark(found.length ? 0 : -1);
  }
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (list.hidden) {
      if (event.key === "ArrowDown") field.dispatchEvent(new Event("combo:open"));
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark(place + (event.key === "ArrowDown" ? 1 : -1)); }
    else if (event.key === "Enter" && place >= 0) { event.preventDefault(); close(); choose(entries[place]); }
    else if (event.key === "Escape") { event.stopPropagation(); event.preventDefault(); close(); }
    else if (event.key === "Tab" && place >= 0 && field.dataset.typed) { close(); choose(entries[place]); }
  });
  field.addEventListener("blur", close);
  return { list, show, close };
}

behave("[data-lookup]", (box) => {
  const [hidden, field] = box.querySelectorAll("input");
  let chosen = field.value, timer, asked = 0;
  const list = listFor(field, (one) => {
    hidden.value = one.id;
    field.value = chosen = one.text;
    delete field.dataset.typed;
    hidden.dispatchEvent(new CustomEvent("lookup:chosen", { bubbles: true, detail: one }));
    hidden.dispatchEvent(new Event("change", { bubbles: true }));
  });
  box.append(list.list);

  async function ask() {
    const mine = ++asked;
    const address = new URL(box.dataset.lookup, location.href);
    address.searchParams.set("q", field.value.trim());
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const body = await answer.json();
      if (mine === asked && document.activeElement === field) list.show(body.results);
    } catch { list.close(); }
  }
  field.addEventListener("input", () => {
    field.dataset.typed = "1";
    if (field.value !== chosen) hidden.value = "";
    clearTimeout(timer);
    if (field.value.trim()) timer = setTimeout(ask, 160);
    else list.close();
  });
  field.addEventListener("combo:open", ask);
  field.addEventListener("change", (event) => event.stopPropagation());
});

behave("select[data-pick]", (select) => {
  const options = [...select.options].filter((one) => one.value !== "");
  if (!select.multiple && options.length < 9) return; // a plain select is quicker
  const several = select.multiple;
  const box = make("div", { class: "combo-box" });
  const line = make("div", { class: "combo" });
  const field = make("input", { class: "control", type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-autocomplete": "list", placeholder: say("choose"), id: `${select.id}-typed` });
  for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) field.setAttribute(name, select.getAttribute(name));
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  if (label) label.htmlFor = field.id;
  else field.setAttribute("aria-label", select.closest("fieldset")?.querySelector("legend")?.textContent ?? say("choose"));
  const picked = make("div", { class: "combo-picked" });

  function draw() {
    const on = options.filter((one) => one.selected);
    if (!several) { field.value = on[0]?.text ?? ""; return; }
    field.value = "";
    picked.replaceChildren(...on.map((one) => {
      const chip = make("button", { type: "button", class: "chip is-on", "aria-label": `${say("remove")}: ${one.text}` }, `${one.text} ✕`);
      chip.addEventListener("click", () => { one.selected = false; change(); });
      return chip;
    }));
    picked.hidden = !on.length;
  }
  function change() {
    draw();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const list = listFor(field, (one) => {
    if (!several) select.value = one.id;
    else one.option.selected = true;
    delete field.dataset.typed;
    change();
  });
  function show() {
    const words = field.dataset.typed ? field.value.trim().toLowerCase().split(/\s+/).filter(Boolean) : [];
    const found = options.filter((one) => !(several && one.selected) && words.every((word) => one.text.toLowerCase().includes(word)));
    list.show(found.slice(0, 60).map((option) => ({ id: option.value, text: option.text, detail: option.parentElement.label ?? "", option })));
  }
  field.addEventListener("focus", () => field.select());
  field.addEventListener("click", show);
  field.addEventListener("combo:open", show);
  field.addEventListener("input", () => { field.dataset.typed = "1"; show(); });
  field.addEventListener("blur", () => { if (!several && !field.value.trim() && !select.required) { select.value = ""; select.dispatchEvent(new Event("change", { bubbles: true })); } draw(); delete field.dataset.typed; });
  field.addEventListener("change", (event) => event.stopPropagation());
  line.append(field, list.list);
  if (several) box.append(picked);
  box.append(line);
  select.hidden = true;
  select.after(box);
  // A draft or another script may set the select.
  select.addEventListener("change", (event) => { if (event.isTrusted || document.activeElement !== field) draw(); });
  draw();
});
