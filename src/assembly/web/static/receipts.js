// SPDX-FileCopyrightText: 2026 The Assembly contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Receipts on this device. Of a secret voting nobody else knows whose receipt is whose, so nobody
// else can keep it for the person. A receipt here is a voting, its name and the number; never a
// choice. Those of this visit are in sessionStorage and go with the tab; those somebody asked to
// keep are in localStorage until they are deleted on "My receipts".

const NAME = "assembly:receipts";

function readFrom(storage) {
  try { return JSON.parse(storage.getItem(NAME) ?? "[]"); } catch { return []; }
}

function writeTo(storage, receipts) {
  try { storage.setItem(NAME, JSON.stringify(receipts)); } catch { /* full or forbidden: not kept */ }
}

/** Two lists without repetition; the later one is added at the end. */
export function joined(receipts, further) {
  const known = new Set(receipts.map((one) => one.tracker));
  return [...receipts, ...further.filter((one) => !known.has(one.tracker))];
}

/** Receipts just given; they last as long as the tab. */
export function remember(receipts) {
  writeTo(sessionStorage, joined(readFrom(sessionStorage), receipts));
}

/** Kept on this device from now on: whether they really are. */
export function keep(receipts) {
  writeTo(localStorage, joined(readFrom(localStorage), receipts));
  const kept = new Set(readFrom(localStorage).map((one) => one.tracker));
  return receipts.every((one) => kept.has(one.tracker));
}

export function isKept(receipt) {
  return readFrom(localStorage).some((one) => one.tracker === receipt.tracker);
}

/** All there are here, of one voting or of all. */
export function receiptsHere(voting = null) {
  const every = joined(readFrom(localStorage), readFrom(sessionStorage));
  return voting ? every.filter((one) => one.voting === voting) : every;
}

/** Nothing of the kind is left on this device. */
export function deleteAll() {
  for (const storage of [sessionStorage, localStorage]) storage.removeItem(NAME);
}

/** The number in groups, as on the receipt. */
export function trackerOf(tracker) {
  const paragraph = document.createElement("p");
  paragraph.className = "tracker";
  paragraph.translate = false;
  for (const group of tracker.split("-")) {
    paragraph.append(Object.assign(document.createElement("span"), { textContent: group }));
  }
  return paragraph;
}

/** The page "My receipts": what this device has, and a button that deletes it. */
function showAll(place) {
  const list = place.querySelector("[data-list]");
  const every = receiptsHere();
  place.querySelector("[data-none]").hidden = every.length > 0;
  place.querySelector("[data-some]").hidden = every.length === 0;
  list.replaceChildren(...every.map((receipt) => {
    const item = document.createElement("li");
    const heading = Object.assign(document.createElement("h3"), { textContent: receipt.label });
    const link = Object.assign(document.createElement("a"), {
      href: `${place.dataset.prefix}/votings/${encodeURIComponent(receipt.voting)}/check#${encodeURIComponent(receipt.tracker)}`,
      textContent: place.dataset.inBox,
    });
    const note = Object.assign(document.createElement("p"), { className: "ui" });
    note.append(link, isKept(receipt) ? ` · ${place.dataset.kept}` : ` · ${place.dataset.visit}`);
    item.append(heading, trackerOf(receipt.tracker), note);
    return item;
  }));
}

const place = document.getElementById("receipts-here");
if (place) {
  place.hidden = false;
  showAll(place);
  place.querySelector("[data-do=delete]").addEventListener("click", () => { deleteAll(); showAll(place); });
}
