import { behave } from "./start.js";

// The rail is longer than a low screen: the present page's entry is brought into sight, and nothing else moves.
behave(".rail-groups [aria-current]", (link) => {
  const rail = link.closest(".rail-groups");
  const below = link.getBoundingClientRect().bottom - rail.getBoundingClientRect().bottom;
  if (below > 0) rail.scrollTop += below + 8;
});

// A department of the rail folds; what is left open is kept for the next page.
behave(".rail-group button[aria-expanded]", (button) => {
  button.addEventListener("click", () => {
    const open = button.closest(".rail-group").classList.toggle("is-open");
    button.setAttribute("aria-expanded", open);
    const left = [...document.querySelectorAll(".rail-group.is-open")].map((group) => group.dataset.group);
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `rail=${left.join(".")}; path=/; max-age=31536000; samesite=lax${secure}`;
  });
});

// Menus made of <details>: one open at a time, closed by Escape or a click elsewhere, arrows go through.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details[data-menu][open]");
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const items = [...menu.querySelectorAll(".menu-item")];
    const step = event.key === "ArrowDown" ? 1 : -1;
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length]?.focus();
  }
});
