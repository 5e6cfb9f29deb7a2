// SPDX-FileCopyrightText: 2026 The Assembly contributors
// SPDX-License-Identifier: EUPL-1.2
//
// The door without waiting: what is typed or scanned is sent behind the page's back, the field is
// empty at once and keeps the focus, and what was said about it is put into the page. What could
// not be sent is sent again; twice is harmless. Where the browser can read QR codes, the camera may
// be used. The page works without this file.

const AGAIN_AFTER = 2_000;
const LOOK_EVERY = 250;
const SAME_AFTER = 4_000;
const PARTS = ["told", "latest"];

const form = document.getElementById("door");
const field = document.getElementById("typed");
const button = document.getElementById("scan");
const camera = document.getElementById("camera");
const waiting = [];
let sending = false;

function word(name, inside = "") {
  const words = document.getElementById("words").content;
  return words.querySelector(`[data-word="${name}"]`).textContent.replace("{}", inside);
}

function line(text) {
  const place = document.getElementById("line");
  place.classList.toggle("lost", text !== "");
  if (place.textContent !== text) place.textContent = text;
}

/** The parts of the page that changed, from the whole page that was answered. */
function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const id of PARTS) {
    const [here, there] = [document.getElementById(id), page.getElementById(id)];
    if (!there) { location.reload(); return; }
    here.replaceChildren(...there.childNodes);
  }
}

/** One after the other, in the order of typing. */
async function send() {
  if (sending) return;
  sending = true;
  while (waiting.length) {
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams({ typed: waiting[0] }) });
      if (answer.status >= 500) throw new Error(String(answer.status));
      show(await answer.text());
      waiting.shift();
      line("");
    } catch {
      line(word("waiting", waiting.length));
      await new Promise((again) => setTimeout(again, AGAIN_AFTER));
    }
  }
  sending = false;
}

function take(typed) {
  if (!typed.trim()) return;
  waiting.push(typed);
  send();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  take(field.value);
  field.value = "";
  field.focus();
});

// ── the camera ─────────────────────────────────────────────────────────────────
let stream = null;
let timer = null;
let last = { text: "", at: 0 };

function stop() {
  clearInterval(timer);
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  camera.hidden = true;
  button.textContent = word("scan");
  button.setAttribute("aria-pressed", "false");
}

async function start(detector) {
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    line(word("refused"));
    return;
  }
  line("");
  camera.srcObject = stream;
  camera.hidden = false;
  await camera.play();
  button.textContent = word("scanning");
  button.setAttribute("aria-pressed", "true");
  timer = setInterval(() => look(detector), LOOK_EVERY);
}

/** Held before the camera, a code is read many times and sent once. */
async function look(detector) {
  const found = await detector.detect(camera).catch(() => []);
  const text = found[0]?.rawValue ?? "";
  const at = performance.now();
  if (!text || (text === last.text && at - last.at < SAME_AFTER)) return;
  last = { text, at };
  navigator.vibrate?.(80);
  take(text.slice(0, 200));
}

async function offer() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
  const formats = await BarcodeDetector.getSupportedFormats();
  if (!formats.includes("qr_code")) return;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  button.hidden = false;
  button.addEventListener("click", () => { if (stream) stop(); else start(detector); });
  addEventListener("pagehide", stop);
}

offer();
