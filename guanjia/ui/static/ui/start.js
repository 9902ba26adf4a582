// Each behaviour names the elements it is for; it is started for those on the page and for those HTMX brings later.
const behaviours = [];

export function behave(selector, start) {
  behaviours.push([selector, start]);
}

export function startIn(root) {
  for (const [selector, start] of behaviours) {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.unshift(root);
    for (const element of found) {
      const marks = (element.__started ??= new Set());
      if (!marks.has(start)) {
        marks.add(start);
        start(element);
      }
    }
  }
}

let words;
export function say(key, ...values) {
  words ??= JSON.parse(document.getElementById("ui-words")?.textContent || "{}");
  let text = words[key] ?? key;
  for (const value of values) text = text.replace(/%(\(\w+\))?s/, value);
  return text;
}

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export function typing(event) {
  const at = event.target;
  return at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) && !["checkbox", "radio", "button", "submit"].includes(at.type);
}
