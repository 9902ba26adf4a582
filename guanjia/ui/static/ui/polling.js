// Pieces of a page that ask again: nothing is swapped when nothing has changed, and nobody asks from a hidden tab.
const tags = new Map();

const polls = (element) => (element.getAttribute("hx-trigger") || "").includes("every ");

document.addEventListener("htmx:configRequest", (event) => {
  const { elt, verb, path, headers } = event.detail;
  if (verb === "get" && polls(elt) && tags.has(path)) headers["If-None-Match"] = tags.get(path);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && polls(event.detail.elt)) event.preventDefault();
});

document.addEventListener("htmx:afterOnLoad", (event) => {
  const tag = event.detail.xhr.getResponseHeader("ETag");
  if (tag && polls(event.detail.elt)) tags.set(event.detail.requestConfig.path, tag);
});
