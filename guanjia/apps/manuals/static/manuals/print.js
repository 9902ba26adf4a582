// Print the page that is open: the button of the difference of two editions.
for (const button of document.querySelectorAll("[data-print-page]")) button.addEventListener("click", () => window.print());
