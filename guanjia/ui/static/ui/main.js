// The scripts every page has. Behaviours of single pages are modules of their own.
import { startIn } from "./start.js";
import "./account.js";
import "./clocks.js";
import "./combo.js";
import "./dialogs.js";
import "./forms.js";
import "./lists.js";
import "./menus.js";
import "./palette.js";
import "./photos.js";
import "./polling.js";
import "./signature.js";
import "./toasts.js";

startIn(document.documentElement);
document.body.addEventListener("htmx:load", (event) => startIn(event.detail.elt));
document.documentElement.dataset.ready = "";
