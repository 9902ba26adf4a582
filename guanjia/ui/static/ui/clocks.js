// Clocks tick here every 15 seconds, by the server's time: the page says what time it was there when it was made.
import { say } from "./start.js";

const EVERY = 15_000;
const root = document.documentElement;
const offset = root.dataset.now ? Date.parse(root.dataset.now) - Date.now() : 0;

export function now() {
  return Date.now() + offset;
}

export function span(milliseconds) {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  if (seconds < 60) return say("moment");
  const parts = [[Math.floor(seconds / 86400), "days"], [Math.floor(seconds / 3600) % 24, "hours"], [Math.floor(seconds / 60) % 60, "minutes"]];
  const first = parts.findIndex(([count]) => count);
  return parts.slice(first, first + 2).filter(([count]) => count).map(([count, unit]) => say(unit, count)).join(" ");
}

function tickClock(clock, at) {
  const due = Date.parse(clock.dataset.due);
  const state = at >= due ? "late" : at >= Date.parse(clock.dataset.soon) ? "soon" : "calm";
  for (const name of ["calm", "soon", "late"]) clock.classList.toggle(`clock-${name}`, name === state);
  for (const icon of clock.querySelectorAll("[data-when]")) icon.toggleAttribute("hidden", icon.dataset.when !== state);
  clock.querySelector(".clock-text").textContent = say(state === "late" ? "overdue" : "left", span(due - at));
}

function tickAgo(time, at) {
  const length = Date.parse(time.dateTime) - at;
  time.textContent = Math.abs(length) < 60_000 ? say("now") : say(length > 0 ? "in" : "ago", span(length));
}

export function tick() {
  const at = now();
  for (const clock of document.querySelectorAll("[data-clock]")) tickClock(clock, at);
  for (const time of document.querySelectorAll("time[data-ago]")) tickAgo(time, at);
}

setInterval(tick, EVERY);
document.addEventListener("visibilitychange", () => document.hidden || tick());
