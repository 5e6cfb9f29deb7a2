// SPDX-FileCopyrightText: 2026 The Assembly contributors
// SPDX-License-Identifier: EUPL-1.2
//
// A ballot on a phone: choose, confirm, and then always one of three words: it is in the box (with
// its receipt), it is not sent yet (the choice is kept and sent again), it was refused (and why).
//
// The form keeps working without this file. With it the page stays, so that nothing is lost where
// the line is bad. The tracker that was drawn with the form goes with the choice, and the server
// knows a ballot it has by it: sending again, from two taps, two tabs or after a lost answer, casts
// once. What is not answered yet is in sessionStorage, choice and all, and goes as soon as it is.

import { stand } from "./focus.js";
import { isKept, keep, receiptsHere, remember, trackerOf } from "./receipts.js";

const PENDING = "assembly:casting:";
const SEAT = "assembly:seat";
const RELEASED_AFTER = 10_000;
const PATIENCE = 15_000;

/** What can become of a ballot. Another event than these changes nothing. */
export const MOVES = {
  choosing: { choose: "sure", gone: "closed" },
  sure: { back: "choosing", cast: "sending", gone: "closed" },
  sending: { recorded: "recorded", refused: "refused", failed: "retrying" },
  retrying: { again: "sending" },
  recorded: { done: "choosing" },
  refused: { done: "choosing" },
  closed: { done: "choosing" },
};

export function moved(state, event) {
  return MOVES[state]?.[event] ?? state;
}

/** Seconds until it is sent again: 1, 2, 4, 8, 15, 15, … each a little more or less. */
export function delayOf(attempt, random = Math.random) {
  return Math.min(2 ** attempt, 15) * (0.75 + random() / 2);
}

/** What an answer means: recorded, refused (with a slug), or failed (with seconds to wait). */
export function judge(status, body, retryAfter = null) {
  if (status === 429 || status >= 500) return { event: "failed", wait: Number(retryAfter) || 0 };
  if (status === 200 || status === 201) {
    const told = Array.isArray(body) ? body : [{ for: null, receipt: body, problem: null }];
    if (told.some((one) => slugOf(one.problem) === "unavailable")) return { event: "failed", wait: 2 };
    return { event: "recorded", told };
  }
  return { event: "refused", slug: slugOf(body) || "unexpected" };
}

export function slugOf(problem) {
  return String(problem?.type ?? "").split("/").pop();
}

/** Receipts and unsent choices of this visit go. */
function forgetVisit() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith("assembly:")) sessionStorage.removeItem(key);
  }
}

/** One request with its answer, or what is as good as none. */
async function send(job) {
  try {
    const response = await fetch(job.path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      credentials: "same-origin",
      body: JSON.stringify(job.body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const body = await response.json().catch(() => null);
    if (response.ok && body === null) return { event: "failed", wait: 0 };
    return judge(response.status, body, response.headers.get("Retry-After"));
  } catch {
    return { event: "failed", wait: 0 };
  }
}

// ── the words and panels the page brought along ────────────────────────────────
const inside = (template, selector) => document.getElementById(template)?.content.querySelector(selector);

function word(name, filled = "") {
  return (inside("words", `[data-word="${name}"]`)?.textContent ?? "").replace("{}", filled);
}

function refusalWords(slug) {
  const found = inside("words", `[data-refusal="${CSS.escape(slug)}"]`) ?? inside("words", '[data-refusal="unexpected"]');
  return [...(found?.cloneNode(true).childNodes ?? [])];
}

function signOf(choice) {
  return [...(inside("signs", `[data-sign="${choice}"]`)?.cloneNode(true).childNodes ?? [])];
}

function element(tag, className = "", ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function announce(text) {
  const place = document.getElementById("say");
  if (place) place.textContent = text;
}

// ── one ballot paper ───────────────────────────────────────────────────────────
class Paper {
  constructor(section) {
    this.section = section;
    this.voting = section.dataset.voting;
    this.state = "choosing";
    this.attempt = 0;
  }

  /** The next state, its panel, and a section that no morph touches while it is not choosing. */
  go(event) {
    const next = moved(this.state, event);
    if (next === this.state) return false;
    this.state = next;
    this.section.dataset.state = next;
    this.section.toggleAttribute("hx-morph-skip", next !== "choosing");
    const forms = [...this.section.querySelectorAll("form.choices, form.together, form + .note, .notice.done")];
    for (const part of forms) part.hidden = next !== "choosing";
    this.section.querySelectorAll(":scope > .panel").forEach((panel) => panel.remove());
    if (next === "choosing") {
      delete this.section.dataset.state;
      return true;
    }
    const name = next === "retrying" ? "sending" : next;
    const panel = inside("panels", `[data-panel="${name}"]`).cloneNode(true);
    this.panel = panel;
    this[`draw_${name}`](panel);
    const old = forms[0];
    if (old) old.before(panel); else this.section.append(panel);
    return true;
  }

  focus() {
    this.panel.focus({ preventScroll: true });
    this.panel.scrollIntoView({ block: "nearest" });
  }

  only(panel, which) {
    for (const part of panel.querySelectorAll("[data-one], [data-several]")) {
      part.hidden = part.dataset[which] === undefined;
    }
  }

  choose(job) {
    this.job = job;
    if (this.go("choose")) this.focus();
  }

  drawChosen(panel) {
    const place = panel.querySelector("[data-chosen]");
    if (!this.job.several) {
      place.replaceChildren(element("p", "chosen", ...signOf(this.job.shown[0].choice)));
      return;
    }
    place.replaceChildren(element("ul", "chosen-list", ...this.job.shown.map(({ who, choice, voted }) => {
      const said = choice ? element("strong", "", word(choice)) : word(voted ? "voted" : "none");
      const sign = choice ? signOf(choice).filter((node) => node.nodeName === "svg") : [];
      return element("li", "", ...sign, element("span", "", element("span", "who", who), " ", said));
    })));
  }

  draw_sure(panel) {
    this.only(panel, this.job.several ? "several" : "one");
    this.drawChosen(panel);
    const secret = this.section.dataset.kind === "secret";
    panel.querySelector("[data-secret]").hidden = !secret;
    panel.querySelector("[data-named]").hidden = secret;
  }

  draw_sending(panel) {
    this.drawChosen(panel);
    panel.querySelector("[data-say]").textContent = word("sending");
  }

  draw_recorded(panel) {
    this.recordedAt = performance.now();
    this.only(panel, this.job.several ? "several" : "one");
    panel.querySelector("[data-receipts-here]").replaceChildren(...this.told.map((one) => this.drawTold(one)));
    for (const part of panel.querySelectorAll("[data-receipt-words]")) part.hidden ||= !this.receipts.length;
  }

  drawTold({ for: number, receipt, problem }) {
    const who = this.job.shown.find((one) => one.number === number)?.who ?? "";
    const name = this.job.several ? [element("h3", "", who)] : [];
    if (problem) {
      const words = element("p", "ui", element("strong", "", word("not-cast")), " ", ...refusalWords(slugOf(problem)));
      return element("div", "told refused", ...name, words);
    }
    return element("div", "told", ...name, trackerOf(receipt.tracker));
  }

  draw_refused(panel) { panel.querySelector("[data-say]").replaceChildren(...refusalWords(this.slug)); }

  draw_closed() { this.section.dataset.gone = ""; }

  // ── sending ────────────────────────────────────────────────────────────────
  async cast() {
    if (!this.go("cast")) return;
    this.focus();
    try { sessionStorage.setItem(PENDING + this.voting, JSON.stringify(this.job)); } catch { /* sent all the same */ }
    await this.post();
  }

  async post() {
    const answer = await send(this.job);
    if (answer.event === "failed") { this.later(answer.wait); return; }
    sessionStorage.removeItem(PENDING + this.voting);
    clearInterval(this.waiting);
    if (answer.event === "recorded") {
      this.told = answer.told;
      this.receipts = answer.told.filter((one) => one.receipt).map((one) => ({
        voting: this.voting, label: this.job.label, tracker: one.receipt.tracker,
      }));
      remember(this.receipts);
      this.go("recorded");
      if (this.receipts.length) announce(word("recorded", this.job.label));
    } else {
      this.slug = answer.slug;
      this.go("refused");
      announce(word("refused", this.job.label));
    }
    this.focus();
  }

  /** Not sent: said so, counted down, and sent again; at once when the line is back. */
  later(wait) {
    this.go("failed");
    let seconds = Math.ceil(Math.max(wait, delayOf(this.attempt++)));
    const place = this.panel.querySelector("[data-say]");
    const button = this.panel.querySelector("[data-do=retry]");
    button.hidden = false;
    const tell = () => {
      place.textContent = navigator.onLine === false ? word("waiting") : word("retrying", seconds);
    };
    tell();
    clearInterval(this.waiting);
    this.waiting = setInterval(() => {
      seconds -= 1;
      if (seconds <= 0) this.again(); else tell();
    }, 1000);
  }

  again() {
    clearInterval(this.waiting);
    if (this.go("again")) this.post();
  }
}

// ── what a form says ───────────────────────────────────────────────────────────
function single(section, form, button) {
  const tracker = form.elements.tracker.value;
  const choice = button.value;
  return {
    several: false,
    label: section.dataset.label,
    path: `/api/v1/votings/${section.dataset.voting}/ballots`,
    body: { choice, tracker },
    shown: [{ number: null, who: "", choice }],
  };
}

function together(section, form, button) {
  const every = button?.name === "all" ? button.value : "";
  const shown = [...form.querySelectorAll("fieldset[data-number]")].map((set) => {
    const number = Number(set.dataset.number);
    const tracker = form.elements[`tracker-${number}`]?.value;
    const picked = set.querySelector("input:checked")?.value ?? "";
    return {
      number, tracker, choice: tracker ? every || picked : "",
      who: set.querySelector("legend").textContent.replace(/\s+/g, " ").trim(), voted: set.dataset.voted !== undefined,
    };
  });
  const ballots = shown.filter((one) => one.choice)
    .map(({ number, choice, tracker }) => ({ for: number, choice, tracker }));
  if (!ballots.length) return null;
  return {
    several: true,
    label: section.dataset.label,
    path: `/api/v1/votings/${section.dataset.voting}/ballots/together`,
    body: { ballots },
    shown: shown.map(({ tracker: _, ...one }) => one),
  };
}

// ── the papers of a page ───────────────────────────────────────────────────────
class Papers {
  constructor(part) {
    this.part = part;
    this.papers = new Map();
  }

  begin() {
    this.part.addEventListener("submit", (event) => this.submitted(event));
    this.part.addEventListener("click", (event) => this.clicked(event));
    this.part.addEventListener("htmx:before:swap", (event) => this.hold(event.detail.tasks));
    this.part.addEventListener("htmx:after:swap", () => this.decorate());
    addEventListener("online", () => this.papers.forEach((paper) => paper.again()));
    document.querySelector('form[action$="/sign-out"]')?.addEventListener("submit", forgetVisit);
    this.requireSamePerson();
    this.resume();
    this.decorate();
  }

  /** What another person left in this tab is nobody's business, and above all no ballot. */
  requireSamePerson() {
    const seat = this.part.dataset.seat;
    if (sessionStorage.getItem(SEAT) !== seat) forgetVisit();
    try { sessionStorage.setItem(SEAT, seat); } catch { /* nothing is kept, then */ }
  }

  paper(section) {
    let paper = this.papers.get(section.dataset.voting);
    if (!paper || paper.section !== section) {
      paper = new Paper(section);
      this.papers.set(section.dataset.voting, paper);
    }
    return paper;
  }

  submitted(event) {
    const form = event.target;
    const section = form.closest("section[data-voting]");
    if (!section || !event.submitter && form.matches(".choices")) return;
    const job = form.matches(".together") ? together(section, form, event.submitter) : single(section, form, event.submitter);
    if (!job) return; // nothing was chosen: the server's page says so
    event.preventDefault();
    this.paper(section).choose(job);
  }

  clicked(event) {
    const button = event.target.closest("button[data-do]");
    const section = button?.closest("section");
    if (!section) return;
    if (button.dataset.do === "keep") { this.keep(button, section); return; }
    const paper = this.paper(section);
    if (button.dataset.do === "cast") paper.cast();
    if (button.dataset.do === "retry") paper.again();
    if (button.dataset.do === "back" && paper.go("back")) section.querySelector("form button, form input:not([type=hidden])")?.focus();
    if (button.dataset.do === "done") this.done(paper);
  }

  keep(button, section) {
    if (button.ariaDisabled || !keep(receiptsHere(section.dataset.voting ?? section.dataset.result))) return;
    button.setAttribute("aria-disabled", "true"); // what is disabled cannot keep the focus
    button.textContent = word("kept");
  }

  /** The person has read it: the page shows what the server shows. */
  done(paper) {
    const gone = paper.section.dataset.gone !== undefined;
    paper.go("done");
    this.papers.delete(paper.voting);
    if (gone) paper.section.remove();
    stand(gone ? document.getElementById("how-many") : paper.section.querySelector("h2"));
    if (window.htmx) this.part.dispatchEvent(new Event("live:forget")); else location.reload();
    document.getElementById("how-many")?.scrollIntoView({ block: "nearest" });
  }

  /**
   * Before a swap: a paper that somebody holds stays where it is, though its voting is over.
   * Nothing is put in its place; who was choosing is told that it closed meanwhile.
   */
  hold(tasks) {
    const incoming = tasks.find((task) => task.type === "main")?.fragment;
    const list = incoming?.querySelector("#ballots");
    if (!list) return;
    [...this.part.querySelectorAll("#ballots > section[data-voting]")].forEach((section, place) => {
      if (incoming.querySelector(`[id="${section.id}"]`)) return;
      const paper = this.paper(section);
      if (!this.isHeld(paper)) { this.papers.delete(paper.voting); return; }
      section.dataset.gone = "";
      section.setAttribute("hx-morph-skip", "");
      list.insertBefore(section.cloneNode(false), list.children[place] ?? null);
    });
  }

  isHeld(paper) {
    if (paper.state === "choosing" && !paper.section.querySelector("form.choices, form.together")) return false;
    if (paper.state === "recorded") {
      const busy = paper.section.contains(document.activeElement) && document.activeElement !== paper.panel;
      return busy || performance.now() - paper.recordedAt < RELEASED_AFTER;
    }
    const had = paper.section.contains(document.activeElement);
    if (paper.go("gone") && had) paper.focus();
    return true;
  }

  /** After a reload: what was not answered is sent again, with the same tracker. */
  resume() {
    for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(PENDING))) {
      let job = null;
      try { job = JSON.parse(sessionStorage.getItem(key)); } catch { /* not ours */ }
      const voting = key.slice(PENDING.length);
      if (!job?.path?.startsWith(`/api/v1/votings/${voting}/`)) { sessionStorage.removeItem(key); continue; }
      const paper = this.paper(document.getElementById(`v-${voting}`) ?? this.sheet(voting, job.label));
      paper.job = job;
      paper.state = "sure";
      paper.cast();
    }
  }

  /** A sheet for a voting that is not on the page any more. */
  sheet(voting, label) {
    const section = element("section", "ballot", element("h2", "ask", label));
    Object.assign(section, { id: `v-${voting}` });
    Object.assign(section.dataset, { voting, gone: "" });
    this.part.querySelector("#ballots").prepend(section);
    return section;
  }

  /** Beside a result: the receipts this device has of it. */
  decorate() {
    for (const place of this.part.querySelectorAll("[data-receipts]")) {
      const receipts = receiptsHere(place.dataset.receipts);
      place.hidden = !receipts.length;
      if (!receipts.length) continue;
      const published = place.closest("section").dataset.published !== undefined;
      const prefix = document.querySelector("[data-hx-get]").dataset.hxGet.replace(/\/my-votings\/now$/, "");
      place.replaceChildren(element("h3", "label", word("your-receipt")), ...receipts.flatMap((receipt) => {
        const link = element("a", "", word("in-box"));
        link.href = `${prefix}/votings/${receipt.voting}/check#${receipt.tracker}`;
        return published ? [trackerOf(receipt.tracker), element("p", "ui", link)] : [trackerOf(receipt.tracker)];
      }));
      if (!receipts.every(isKept)) {
        const button = element("button", "plain small", word("keep"));
        Object.assign(button, { type: "button" });
        button.dataset.do = "keep";
        place.append(button);
      }
    }
  }
}

const part = document.getElementById("now");
if (part) new Papers(part).begin();
