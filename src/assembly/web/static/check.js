// SPDX-FileCopyrightText: 2026 The Assembly contributors
// SPDX-License-Identifier: EUPL-1.2
//
// A published record worked out again on this device, from its bundle alone (docs/verify.md), and one
// receipt looked up in it. The receipt is never sent: a link brings it behind its #, and it is taken
// out of the address at once. All words come with the page; here are only their names.
import { receiptsHere } from "./receipts.js";

const LARGEST = 64 * 2 ** 20;
const KNOWN = ["assembly-bundle/1", "assembly-bundle/2"];
const bytes = (text) => new TextEncoder().encode(text);
const hex = (found) => Array.from(found, (one) => one.toString(16).padStart(2, "0")).join("");
const sha = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
const digestOf = async (text) => hex(await sha(bytes(text)));
const same = (one, other) => hex(one) === hex(other);

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}

function fromHex(text) {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new TypeError("no hexadecimal digits");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function fromBase64(text) {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
}

/** Ascending by code point, which is not the order of strings here beyond U+FFFF. */
function byCodePoint(one, other) {
  const [left, right] = [[...one], [...other]];
  const at = left.findIndex((sign, place) => sign !== right[place]);
  if (at < 0) return left.length - right.length;
  return at >= right.length ? 1 : left[at].codePointAt(0) - right[at].codePointAt(0);
}

/** The one way to write a document down. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort(byCodePoint);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

/** What stands in the box, a line each: a tracker, or in a roll call seat, tracker and choice. */
function linesOf(box) {
  return box.trackers ?? box.ballots.map((one) => `${one.seat} ${one.tracker} ${one.choice}`);
}

/** A line is the seat and what is out of the ordinary. */
async function checkRoll({ record, roll }) {
  const lines = roll.map((one) => [
    one.seat,
    ...(one.weight === "1" ? [] : [`weight=${one.weight}`]),
    ...(one.present ? [] : ["absent"]),
    ...(one.held_by === null ? [] : [`held_by=${one.held_by}`]),
    ...(one.college === null ? [] : [`college=${one.college}`]),
  ].join(" "));
  const found = await digestOf(lines.map((line) => `${line}\n`).join(""));
  return found === record.roll.digest && lines.length === record.roll.entitled;
}

async function checkBox({ record, box }) {
  const lines = linesOf(box);
  const trackers = box.trackers ?? box.ballots.map((one) => one.tracker);
  const found = await digestOf([...lines].sort().map((line) => `${line}\n`).join(""));
  const cast = record.turnout - (record.paper?.papers ?? 0);
  return found === record.box_digest && new Set(trackers).size === cast && lines.length === cast;
}

/** A checkpoint as docs/verify.md has it: what is signed, and the one signature. */
function noteOf(text) {
  const found = /^((\S+)\n(\d{1,16})\n(\S{44})\ntime \S{20}\n)\n— (\S+) (\S+)\n$/.exec(text);
  if (!found || found[5] !== found[2]) throw new TypeError("no checkpoint");
  const signed = fromBase64(found[6]);
  return {
    body: found[1], name: found[2], size: Number(found[3]), root: fromBase64(found[4]),
    short: signed.slice(0, 4), signature: signed.slice(4),
  };
}

/** RFC 9162, 2.1.3.2: from the leaf along the path to the root. */
async function checkInclusion({ log }) {
  const note = noteOf(log.checkpoint);
  if (!Number.isSafeInteger(log.index) || log.index < 0 || log.index >= note.size) return false;
  let [at, last] = [log.index, note.size - 1];
  let root = await sha(joined([0], bytes(canonical(log.leaf))));
  for (const step of log.path.map(fromHex)) {
    if (last === 0) return false;
    if (at % 2 || at === last) {
      root = await sha(joined([1], step, root));
      while (at && at % 2 === 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      root = await sha(joined([1], root, step));
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && same(root, note.root);
}

/** Whether one of the keys signed; undefined where this browser knows no Ed25519. */
async function checkSignature({ log }) {
  const note = noteOf(log.checkpoint);
  for (const key of log.keys.filter((one) => one.name === note.name)) {
    const point = fromBase64(key.x);
    const short = (await sha(joined(bytes(`${key.name}\n`), [1], point))).slice(0, 4);
    if (!same(short, note.short)) continue;
    let usable;
    try {
      usable = await crypto.subtle.importKey("raw", point, { name: "Ed25519" }, false, ["verify"]);
    } catch (error) {
      if (error.name === "NotSupportedError") return undefined;
      throw error;
    }
    return crypto.subtle.verify({ name: "Ed25519" }, usable, note.signature, bytes(note.body));
  }
  return false;
}

/** Whether the list of keys, which another address gives, has every key of the bundle. */
async function checkKeys({ log }) {
  const answer = await fetch("/.well-known/jwks.json", { credentials: "omit" });
  if (!answer.ok) return undefined;
  const listed = new Set((await answer.json()).keys.map((one) => one.x));
  return log.keys.length > 0 && log.keys.every((one) => listed.has(one.x));
}

function checkLeaf({ record, digest, log }) {
  const { act, subject, facts } = log.leaf;
  return act === "publish_record" && subject === `voting:${record.voting.id}` && facts.digest === digest;
}

/** Name and answer of each check: true, false, or undefined where nobody can tell here. */
async function* checks(bundle, voting) {
  const tried = async (check) => { try { return await check(bundle, voting); } catch { return false; } };
  yield ["voting", await tried(({ format, record }) => KNOWN.includes(format) && record.voting.id === voting)];
  yield ["record", await tried(async ({ record, digest }) => await digestOf(canonical(record)) === digest)];
  yield ["roll", await tried(checkRoll)];
  yield ["box", await tried(checkBox)];
  if (!bundle.log) { yield ["log", undefined]; return; }
  yield ["leaf", await tried(checkLeaf)];
  yield ["inclusion", await tried(checkInclusion)];
  yield ["signature", await tried(checkSignature)];
  yield ["keys", await tried(checkKeys)];
}

/** The name of what is to be said of a receipt, and the seat and choice of a ballot by name. */
function receiptIn({ box }, receipt) {
  if (box.trackers) {
    const times = box.trackers.filter((one) => one === receipt).length;
    return [times === 1 ? "receipt-there" : "receipt-missing", null];
  }
  const found = box.ballots.filter((one) => one.tracker === receipt);
  return found.length === 1 ? ["receipt-named", found[0]] : ["receipt-missing", null];
}

/** As a tracker is written; null where it cannot be one. */
function readReceipt(typed) {
  const digits = typed.toLowerCase().replace(/[\s-]/g, "");
  if (!/^[0-9a-f]{32}$/.test(digits)) return null;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** All that comes, as text; it stops where no page should go on, and says so by name. */
async function readAll(stream) {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const parts = [];
  let read = 0;
  for (const reader = stream.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return parts.join("") + decoder.decode();
    read += value.length;
    if (read > LARGEST) { await reader.cancel(); throw new RangeError("too-large"); }
    parts.push(decoder.decode(value, { stream: true }));
  }
}

async function bundleOf(place, file) {
  if (file) return JSON.parse(await readAll(file.stream()));
  const answer = await fetch(place.dataset.bundle);
  if (!answer.ok) throw new RangeError("unreachable");
  return JSON.parse(await readAll(answer.body));
}

function start(place) {
  const words = document.getElementById("words").content;
  const form = place.querySelector("form");
  const list = place.querySelector("[data-list]");
  const status = place.querySelector("[role=status]");
  const said = (name) => words.querySelector(`[data-say="${name}"]`).cloneNode(true);
  const say = (name) => status.replaceChildren(said(name));

  const line = (name, answer) => {
    const item = document.createElement("li");
    const kind = answer === undefined ? "unknown" : answer ? "holds" : "differs";
    item.dataset.check = name;
    item.dataset.answer = kind;
    item.append(said(kind), " ", said(name));
    return item;
  };

  const receiptLine = (bundle, receipt) => {
    const [name, ballot] = receiptIn(bundle, receipt);
    const item = line(name, name !== "receipt-missing");
    item.append(" ", Object.assign(document.createElement("code"), { textContent: receipt, translate: false }));
    if (ballot) {
      item.querySelector("[data-seat]").textContent = ballot.seat;
      item.querySelector("[data-choice]").replaceChildren(said(`choice-${ballot.choice}`));
    }
    return item;
  };

  const check = async () => {
    list.replaceChildren();
    const [typed, chosen] = form.querySelectorAll("input");
    const receipt = typed.value.trim() ? readReceipt(typed.value) : undefined;
    typed.setAttribute("aria-invalid", String(receipt === null));
    if (receipt === null) { say("no-receipt"); typed.focus(); return; }
    if (!globalThis.crypto?.subtle) { say("insecure"); return; }
    say("reading");
    let bundle;
    try {
      bundle = await bundleOf(place, chosen.files[0]);
    } catch (error) {
      say(error instanceof RangeError ? error.message : error instanceof TypeError && !chosen.files[0] ? "unreachable" : "unreadable");
      return;
    }
    if (!bundle?.record || !bundle.box) { say("unreadable"); return; }
    if (receipt) try { list.append(receiptLine(bundle, receipt)); } catch { list.append(line("receipt-missing", false)); }
    for await (const [name, answer] of checks(bundle, place.dataset.voting)) list.append(line(name, answer));
    say(list.querySelector("[data-answer=differs]") ? "all-differs" : "all-holds");
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    check().finally(() => { button.disabled = false; });
  });
  place.hidden = false;
  const given = readReceipt(location.hash.slice(1, 60));
  const kept = receiptsHere(place.dataset.voting);
  form.querySelector("input").value = given ?? (kept.length === 1 ? kept[0].tracker : "");
  if (location.hash) history.replaceState(null, "", location.pathname);
  if (given) form.requestSubmit();
}

start(document.getElementById("check"));
