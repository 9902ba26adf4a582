// Runs before the first paint: "auto" becomes light or dark as the device is, and follows it.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const wanted = root.dataset.theme || "auto";
    root.dataset.bsTheme = wanted === "auto" ? (dark.matches ? "dark" : "light") : wanted;
  };
  apply();
  dark.addEventListener("change", apply);
})();
