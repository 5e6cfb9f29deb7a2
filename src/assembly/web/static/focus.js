// SPDX-FileCopyrightText: 2026 The Assembly contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Where one is on a page that changes by itself. What has the focus keeps it through a swap; where
// it is gone, the nearest heading that is left gets it, so that nobody who goes by keyboard or
// listens to the page is thrown back to its top.

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

const isSeen = (element) => Boolean(element?.isConnected && element.getClientRects().length);

/** The place has the focus, heading or not. */
export function stand(place) {
  if (!place) return;
  if (!place.matches(FOCUSABLE)) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

/** The names of what is around an element, from the inside out. */
function around(element, part) {
  const names = [];
  for (let one = element; one && one !== part.parentElement; one = one.parentElement) {
    if (one.id) names.push(one.id);
  }
  return names;
}

/** The first heading in what is left of it. */
function nearest(names) {
  for (const name of names) {
    const heading = document.getElementById(name)?.querySelector("h1, h2, h3");
    if (isSeen(heading)) return heading;
  }
  return null;
}

/** For every part of the page that htmx swaps, from now on. */
export function keepFocus() {
  const before = new Map();
  document.addEventListener("htmx:before:swap", ({ target }) => {
    const had = document.activeElement;
    if (target.contains(had)) before.set(target, { had, names: around(had, target) });
  });
  document.addEventListener("htmx:after:swap", ({ target }) => {
    const { had, names } = before.get(target) ?? {};
    if (!before.delete(target)) return;
    stand(isSeen(had) ? had : nearest(names) ?? target);
  });
}
