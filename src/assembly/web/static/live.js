// SPDX-FileCopyrightText: 2026 The Assembly contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Life on a page. One event stream tells that something changed; then the part of the page that
// changes is fetched again and morphed by htmx. The page works without this file, and without htmx.
//
// An element with `data-stream` (the address of the events) and `data-hears` (the names it cares
// about) is the part; its `data-hx-trigger` is `live from:body`. What is here:
//   - one refetch under way and one waiting, never more; a hall does not ask in the same instant;
//   - while the stream is not open: a look every 10 seconds, and a line that says so;
//   - a page that nobody sees for long asks nothing, and catches up at once when it is seen again;
//   - the time left, from the server's clock; and words for who listens to the page.
// `data-beside` has names for other parts of the page, which are fetched apart so that this one stays
// quick. Events on the body: `live` (fetch now), `live:<name>` (something of this name changed),
// `beside` (something of a name of `data-beside` changed, or may have while nobody looked). Sent to
// the part by others: `live:forget` (what was fetched is no longer what is shown; fetch again).

import { keepFocus } from "./focus.js";

export const POLL = 10_000;
export const SAFETY = 60_000;
export const ASLEEP_AFTER = 30_000;
export const PATIENCE = 3_000;
const REMEMBERED = 64;
/** What the version does not tell apart: the same event again is another change. */
const UNVERSIONED = new Set(["floor", "attendance", "proxies"]);

/** So many milliseconds until one of a hall asks; `spread` is for all of them. */
export function jitter(spread, random = Math.random) {
  return Math.floor(random() * spread);
}

/** Milliseconds until a stream that was refused is tried again: 5, 10, 20, 40, 60 seconds. */
export function reconnectAfter(attempt, random = Math.random) {
  const seconds = Math.min(5 * 2 ** attempt, 60);
  return seconds * 1000 * (0.75 + random() / 2);
}

/** Whether an event concerns who hears these names. Turnout alone only those who ask for it. */
export function concerns(names, event) {
  if (event.only === "turnout" && !names.includes("turnout")) return false;
  return names.includes(nameOf(event));
}

/** `voting/8c3f…` is of the name `voting`. */
export function nameOf(event) {
  return String(event.what).split("/")[0];
}

/** `1:05:09`, `5:09`, `0:09`; rounded down, so that nobody is promised more than there is. */
export function clockOf(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** What a section is called, in a few words. */
export function labelOf(section) {
  return section.dataset.label ?? "";
}

/** The words of the page, by name, in its language. `{}` is filled in. */
export function word(name, inside = "") {
  const words = document.getElementById("words")?.content;
  const text = words?.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
  return text.replace("{}", inside);
}

/** Heard by who listens to the page: politely, or at once. The same words again are said again. */
export function say(text, { atOnce = false } = {}) {
  const place = document.getElementById(atOnce ? "say-now" : "say");
  if (!place || !text) return;
  place.textContent = "";
  setTimeout(() => { place.textContent = text; }, 50);
}

/** The server's clock, from what it said last and the time that has passed since. */
class Clock {
  constructor() { this.server = null; this.at = 0; }

  told(server, at) {
    if (Number.isFinite(server)) { this.server = server; this.at = at; }
  }

  /** A Date header has whole seconds: it corrects what is far off, after a sleep for instance. */
  toldRoughly(date) {
    const server = Date.parse(date ?? "") + 500;
    if (Math.abs(server - (this.now() ?? server - 9999)) > 2000) this.told(server, performance.now());
  }

  now() { return this.server === null ? null : this.server + performance.now() - this.at; }
}

/** One part of a page that lives. */
export class Life {
  constructor(part) {
    this.part = part;
    this.names = (part.dataset.hears ?? "").split(" ");
    this.beside = (part.dataset.beside ?? "").split(" ");
    this.etag = part.dataset.etag ?? null;
    this.clock = new Clock();
    this.known = [];
    this.attempt = 0;
    this.timers = {};
    this.inFlight = this.again = this.asleep = this.signedOut = this.missed = false;
    this.warned = new Set();
    this.seen = this.look();
  }

  begin() {
    const [navigation] = performance.getEntriesByType("navigation");
    this.readClock(navigation?.responseStart || performance.now());
    this.part.addEventListener("htmx:config:request", (event) => this.ask(event.detail.ctx));
    this.part.addEventListener("htmx:before:response", () => { this.arrived = performance.now(); });
    this.part.addEventListener("htmx:after:request", (event) => this.hear(event.detail.ctx));
    this.part.addEventListener("htmx:after:swap", () => this.changed());
    this.part.addEventListener("htmx:finally:request", () => this.finished());
    this.part.addEventListener("live:forget", () => { this.etag = null; this.refetch(0); });
    for (const other of document.querySelectorAll('[data-hx-trigger^="beside"]')) remember(other);
    document.addEventListener("visibilitychange", () => this.turned());
    addEventListener("pageshow", (event) => { if (event.persisted) this.wake(); });
    addEventListener("pagehide", () => this.sleep());
    addEventListener("online", () => { if (!document.hidden) this.wake(); });
    addEventListener("offline", () => this.lost());
    this.wake({ first: true });
    this.tick();
  }

  // ── fetching ───────────────────────────────────────────────────────────────
  spread() { return Number(this.part.querySelector("[data-spread]")?.dataset.spread ?? 1000); }

  /** Fetch soon; who asks meanwhile is served by the same fetch. */
  refetch(spread = this.spread()) {
    if (this.signedOut || this.asleep) return;
    if (spread === 0) { clearTimeout(this.timers.soon); this.timers.soon = null; }
    this.timers.soon ??= setTimeout(() => {
      this.timers.soon = null;
      if (this.inFlight) { this.again = true; return; }
      this.inFlight = true;
      this.timers.stuck = setTimeout(() => this.finished(), 20_000);
      document.body.dispatchEvent(new CustomEvent("live"));
    }, jitter(spread));
  }

  /** The parts beside are fetched soon, once for whatever changes until then. */
  fetchBeside(spread = this.spread()) {
    if (this.signedOut || this.asleep || !this.part.dataset.beside) return;
    this.timers.beside ??= setTimeout(() => {
      this.timers.beside = null;
      document.body.dispatchEvent(new CustomEvent("beside"));
    }, jitter(spread));
  }

  ask(ctx) { if (this.etag) ctx.request.headers["If-None-Match"] = this.etag; }

  hear(ctx) {
    const { status, headers } = ctx.response;
    this.clock.toldRoughly(headers.get("Date"));
    if (status === 200) this.etag = headers.get("ETag");
    if (status === 401) this.signOut();
  }

  finished() {
    clearTimeout(this.timers.stuck);
    this.inFlight = false;
    if (this.again) { this.again = false; this.refetch(); }
    this.rearm("safety", SAFETY + jitter(SAFETY / 2));
  }

  /** After a swap: the clock, the time left, and what is to be said aloud. */
  changed() {
    this.readClock(this.arrived ?? performance.now());
    this.tick();
    const before = this.seen;
    this.seen = this.look();
    for (const [id, label] of before.open) {
      if (!this.seen.open.has(id)) say(word("closed", label), { atOnce: true });
    }
    for (const [id, label] of this.seen.open) {
      if (!before.open.has(id)) say(word("opened", label));
    }
    for (const [id, label] of this.seen.published) {
      if (!before.published.has(id)) say(word("published", label));
    }
  }

  /** The open votings and the published results on the page, with their names. */
  look() {
    const named = (section) => [section.id, labelOf(section)];
    const every = (selector) => new Map([...this.part.querySelectorAll(selector)].map(named));
    return {
      open: every("section[data-voting]:not([data-gone])"),
      published: every("section[data-published]"),
    };
  }

  // ── the stream ─────────────────────────────────────────────────────────────
  connect() {
    this.source?.close();
    this.source = null;
    if (!window.EventSource) { this.lost(); return; }
    const source = this.source = new EventSource(this.part.dataset.stream);
    source.addEventListener("open", () => this.open());
    source.addEventListener("hello", (event) => this.greeted(event));
    source.addEventListener("change", (event) => this.told(event));
    source.addEventListener("error", () => this.lost());
  }

  open() {
    this.attempt = 0;
    clearTimeout(this.timers.lost);
    clearInterval(this.timers.poll);
    this.timers.poll = null;
    this.line("live");
  }

  /** After a silence even the same version may hide a change: it knows no floor and no test. */
  greeted(event) {
    const silent = this.missed;
    this.missed = false;
    if (!JSON.parse(event.data).refetch && !silent) return;
    this.refetch();
    this.fetchBeside();
  }

  told(event) {
    const data = JSON.parse(event.data);
    const id = `${event.lastEventId} ${data.what}`;
    const again = this.known.includes(id) && !data.test && !UNVERSIONED.has(nameOf(data));
    if (again) return;
    this.known = [...this.known, id].slice(-REMEMBERED);
    if (concerns(this.beside, data)) this.fetchBeside();
    if (!concerns(this.names, data)) return;
    document.body.dispatchEvent(new CustomEvent(`live:${nameOf(data)}`, { detail: data }));
    this.refetch();
  }

  /** The browser connects again by itself, unless it was refused: then after a while. */
  lost() {
    this.missed = true;
    this.timers.poll ??= setInterval(() => { this.refetch(1000); this.fetchBeside(1000); }, POLL);
    clearTimeout(this.timers.lost);
    this.timers.lost = setTimeout(() => this.line("lost"), PATIENCE);
    if (this.source?.readyState === 2) {
      this.rearm("connect", reconnectAfter(this.attempt++));
    }
  }

  // ── a phone that sleeps ────────────────────────────────────────────────────
  turned() {
    if (document.hidden) {
      this.timers.asleep = setTimeout(() => this.sleep(), ASLEEP_AFTER);
      this.hiddenAt = performance.now();
      return;
    }
    clearTimeout(this.timers.asleep);
    if (this.asleep || this.source?.readyState !== 1) this.wake();
    else if (performance.now() - (this.hiddenAt ?? 0) > PATIENCE) this.refetch(0);
  }

  sleep() {
    this.asleep = true;
    this.source?.close();
    this.source = null;
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.timers = {};
    this.inFlight = this.again = false;
  }

  wake({ first = false } = {}) {
    if (this.signedOut) return;
    this.asleep = false;
    this.connect();
    this.timers.tick ??= setInterval(() => this.tick(), 1000);
    this.rearm("safety", SAFETY + jitter(SAFETY / 2));
    if (first) return;
    this.refetch(0);
    this.fetchBeside(0);
  }

  rearm(name, after) {
    const acts = { safety: () => this.refetch(), connect: () => this.connect() };
    clearTimeout(this.timers[name]);
    if (!this.asleep) this.timers[name] = setTimeout(acts[name], after);
  }

  signOut() {
    this.signedOut = true;
    this.sleep();
    this.line("out");
  }

  line(name) {
    const place = document.getElementById("line");
    if (!place) return;
    place.classList.toggle("live", name === "live");
    place.classList.toggle("lost", name !== "live");
    if (place.textContent !== word(name)) place.textContent = word(name);
  }

  // ── the time left ──────────────────────────────────────────────────────────
  readClock(at) {
    this.clock.told(Date.parse(this.part.querySelector("[data-now]")?.dataset.now ?? ""), at);
  }

  tick() {
    const now = this.clock.now();
    if (now === null) return;
    for (const place of document.querySelectorAll("[data-left]")) {
      const left = (Date.parse(place.dataset.left) - now) / 1000;
      if (left > 7200) continue;
      const whole = place.dataset.of ? ` ${place.dataset.of}` : "";
      const text = left > 0 ? word("left", clockOf(left)) + whole : place.dataset.over ?? word("over");
      if (text && place.textContent !== text) place.textContent = text;
      const section = place.closest("section");
      if (section && left > 0 && left <= 30) this.warn(place.dataset.left, section);
      if (section && left <= 0) this.end(place.dataset.left, section);
    }
  }

  warn(end, section) {
    const key = `30 ${section.id} ${end}`;
    if (this.warned.has(key) || section.dataset.gone !== undefined) return;
    this.warned.add(key);
    say(word("half", labelOf(section)));
  }

  end(end, section) {
    const key = `0 ${section.id} ${end}`;
    if (this.warned.has(key)) return;
    this.warned.add(key);
    this.refetch(this.spread() + 500);
  }
}

/** A part beside says what it has: it is not sent again as long as it is the same. */
export function remember(part) {
  let etag = null;
  part.addEventListener("htmx:config:request", (event) => {
    if (etag) event.detail.ctx.request.headers["If-None-Match"] = etag;
  });
  part.addEventListener("htmx:after:request", (event) => {
    const { status, headers } = event.detail.ctx.response;
    if (status === 200) etag = headers.get("ETag");
  });
}

const part = document.querySelector("[data-stream]");
if (part) {
  keepFocus();
  new Life(part).begin();
}
