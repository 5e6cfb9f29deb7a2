// SPDX-FileCopyrightText: 2026 The Assembly contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Single keys on the pages of the desk (WCAG 2.2, 2.1.4). They are off until somebody switches them
// on, which this browser remembers and nobody else learns. `?` shows the list; it is a key like the
// others, so it is off with them. What a key does stands on the page: an element with
// `data-key="c"`. A link or a harmless button is pressed; what moves the sitting or ends a voting
// is only focused, and Enter presses it.

const KEPT = "assembly:keys";
const ONLY_FOCUSED = ["n", "x"];
const TYPED_IN = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

/** Whether this press is for us: one key alone, once, and not in a field. */
export function isOurs(event) {
  if (event.defaultPrevented || event.repeat || event.isComposing) return false;
  if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return false;
  return !event.target.closest?.(TYPED_IN);
}

function remembered() {
  try { return localStorage.getItem(KEPT) === "on"; } catch { return false; }
}

function remember(on) {
  try {
    if (on) localStorage.setItem(KEPT, "on");
    else localStorage.removeItem(KEPT);
  } catch { /* then it holds for this page */ }
}

function showList(list) {
  list.open = true;
  list.querySelector("summary").focus();
}

function press(key) {
  const found = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  const place = found.find((one) => one.checkVisibility?.() ?? true);
  if (!place) return false;
  place.focus();
  if (!ONLY_FOCUSED.includes(key)) place.click();
  return true;
}

function begin(list) {
  const box = document.getElementById("shortcuts-on");
  const say = document.getElementById("shortcuts-say");
  let on = box.checked = remembered();
  list.hidden = false;
  box.addEventListener("change", () => {
    on = box.checked;
    remember(on);
    say.textContent = on ? say.dataset.on : say.dataset.off;
  });
  addEventListener("storage", (event) => {
    if (event.key === KEPT || event.key === null) on = box.checked = remembered();
  });
  document.addEventListener("keydown", (event) => {
    if (!on || !isOurs(event)) return;
    if (event.key === "?") showList(list);
    else if (!press(event.key.toLowerCase())) return;
    event.preventDefault();
  });
}

const list = document.getElementById("shortcuts");
if (list) begin(list);
