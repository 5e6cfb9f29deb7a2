// SPDX-FileCopyrightText: 2026 The Assembly contributors
// SPDX-License-Identifier: EUPL-1.2
//
// A code stands behind the # of the link on an invitation. It is put into the form, taken out of the
// address, and sent by the button only: opening the link alone signs nobody in.
"use strict";
(() => {
  const code = decodeURIComponent(location.hash.slice(1)).slice(0, 40);
  const field = document.getElementById("code");
  if (!code || !field) return;
  history.replaceState(null, "", location.pathname);
  field.value = code;
  document.getElementById("continue").focus();
})();
