// SPDX-FileCopyrightText: 2026 The Assembly contributors
// SPDX-License-Identifier: EUPL-1.2
//
// The projector's own: the hour on the wall, clocks that count up, and text that fits. What changes
// is fetched by live.js; without this file everything still stands there, a little smaller or cut.

const part = document.getElementById("now");
const hour = document.getElementById("time");
const SMALLEST = 0.6;
const MARGIN = 300;
let turn = null;
let told = null;
let offset = 0;

/** The server's clock; what it said last counts from the moment it arrived. */
function serverNow() {
  const said = part.querySelector("[data-now]")?.dataset.now ?? null;
  if (said !== told) { told = said; offset = Date.parse(said) - performance.now(); }
  return offset + performance.now();
}

function minutes(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function write(place, text) { if (place.textContent !== text) place.textContent = text; }

/** Of several languages the next one is fetched when its turn has come by the server's clock. */
function takeTurn(now) {
  if (!part.dataset.turn) return;
  const current = Math.floor((now - MARGIN) / 1000 / Number(part.dataset.turn));
  if (turn !== null && turn !== current) part.dispatchEvent(new Event("live:forget"));
  turn = current;
}

function tick() {
  const now = serverNow();
  if (!Number.isFinite(now)) return;
  const zone = { timeZone: hour.dataset.zone, hour: "2-digit", minute: "2-digit", hour12: false };
  write(hour, new Intl.DateTimeFormat("nl", zone).format(now));
  takeTurn(now);
  for (const place of part.querySelectorAll("[data-since]")) {
    write(place, minutes(now - Date.parse(place.dataset.since)));
  }
}

/** Smaller until nothing is cut; where the screen may scroll, as it is. */
function fit() {
  const root = document.documentElement;
  let scale = 1;
  root.style.setProperty("--fit", "1");
  if (getComputedStyle(document.body).overflowY !== "hidden") return;
  const cut = () => [part, ...part.querySelectorAll(".stage, .matter, .rail, .middle")].some(
    (one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1,
  );
  while (cut() && scale > SMALLEST) {
    scale -= 0.05;
    root.style.setProperty("--fit", scale.toFixed(2));
  }
}

part.addEventListener("htmx:after:swap", () => { tick(); fit(); });
addEventListener("resize", fit);
document.fonts?.ready.then(fit);
setInterval(tick, 1000);
tick();
fit();
