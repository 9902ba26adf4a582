// The command palette: Ctrl+K (or Cmd+K) from anywhere, arrows and Enter, never the mouse.
import { behave } from "./start.js";

behave("[data-palette]", (palette) => {
  const input = palette.querySelector("input");
  const hits = palette.querySelector(".palette-hits");
  let place = 0;

  function options() {
    return [...hits.querySelectorAll("a[role=option]")];
  }

  function mark(next) {
    const all = options();
    place = all.length ? (next + all.length) % all.length : 0;
    all.forEach((one, index) => {
      one.id = `palette-hit-${index}`;
      one.setAttribute("aria-selected", String(index === place));
    });
    if (all.length) input.setAttribute("aria-activedescendant", `palette-hit-${place}`);
    else input.removeAttribute("aria-activedescendant");
    all[place]?.scrollIntoView({ block: "nearest" });
  }

  function open() {
    if (palette.open) return;
    palette.showModal();
    input.value = "";
    input.focus();
    window.htmx?.trigger(input, "palette:open");
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      palette.open ? palette.close() : open();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette-open]")) open();
    else if (event.target === palette) palette.close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // choosing a Chinese word is not choosing a hit
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(place + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      options()[place]?.click();
    }
  });
  hits.addEventListener("htmx:afterSwap", () => mark(0));
  hits.addEventListener("pointermove", (event) => {
    const index = options().indexOf(event.target.closest("a[role=option]"));
    if (index >= 0 && index !== place) mark(index);
  });
});
