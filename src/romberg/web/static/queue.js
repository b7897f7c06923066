// A worklist under the hands: J and K choose a row, the keys of the bar's buttons take a step, E opens it; silent while
// somebody types. A button says its key, what it asks in a dialog, and whether it needs the answer.
"use strict";

const ON = "romberg-keys"; // whether single keys are wanted; nothing else is remembered
const rows = () => all("#queue tr[data-path]");
const chosen = () => one("#queue tr[aria-current]");
let place = 0;

function choose(row) {
  rows().forEach((found) => found.removeAttribute("aria-current"));
  if (!row) return;
  row.setAttribute("aria-current", "true");
  place = rows().indexOf(row);
  const link = one("th a", row);
  one("#chosen").textContent = `Chosen: ${link.textContent}, ${row.cells[1].textContent}.`;
  one("#give").value = row.dataset.assigned;
}

function step(by) {
  const found = rows();
  if (!found.length) return;
  const at = chosen() ? Math.min(Math.max(found.indexOf(chosen()) + by, 0), found.length - 1) : 0;
  choose(found[at]);
  one("th a", found[at]).focus();
  found[at].scrollIntoView({ block: "nearest" });
}

function send(path, values) {
  const target = "#queue";
  htmx.ajax("POST", path, { target, select: target, swap: "outerHTML", values: { ...values, back: one(target).dataset.back } });
}

async function reasoned(button) {
  const dialog = one("#why");
  one("#why-h").textContent = button.dataset.asks;
  one("#reason").value = "";
  one("#reason").required = "needs" in button.dataset;
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((done) => dialog.addEventListener("close", done, { once: true }));
  return dialog.returnValue === "do" ? one("#reason").value : null;
}

async function take(button) {
  const row = chosen();
  if (!row) {
    one("#chosen").textContent = "None chosen: press J.";
    return;
  }
  const reason = "asks" in button.dataset ? await reasoned(button) : "";
  if (reason !== null) send(`${row.dataset.path}/step/${button.dataset.step}`, { was: row.dataset.status, reason });
}

const stepOf = (key) => (/^[a-z]$/.test(key) ? one(`#act [data-key="${key}"]`) : null);
const openIt = () => chosen() && one("th a", chosen()).click();
const help = () => one("#keys").showModal();
const KEYS = { j: () => step(1), k: () => step(-1), e: openIt, "/": () => one("#words, #carc").focus(), "?": help };

function whileTyping(at) {
  return at.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") || one("dialog[open]");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat && !"jk".includes(event.key)) return;
  if (whileTyping(event.target)) return;
  if (localStorage.getItem(ON) === "off" && event.key !== "?") return;
  const key = event.key.toLowerCase();
  const button = one("#act") && stepOf(key);
  const does = KEYS[key] || (button && (() => take(button)));
  if (!does || !one("#act") && event.key !== "/") return;
  event.preventDefault();
  does();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("#act [data-step]");
  if (button) take(button);
  if (event.target.closest("#act [data-opens]")) openIt();
  if (event.target.closest("#act [data-help]")) help();
  const row = event.target.closest("#queue tr[data-path]");
  if (row && one("#act")) choose(row);
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest("#queue tr[data-path]");
  if (row && one("#act") && row !== chosen()) choose(row);
});

document.addEventListener("change", (event) => {
  if (event.target.id === "give" && chosen()) send(`${chosen().dataset.path}/assign`, { person: event.target.value });
  if (event.target.id === "keys-on") localStorage.setItem(ON, event.target.checked ? "on" : "off");
});

document.addEventListener("DOMContentLoaded", () => {
  if (!one("#act")) return;
  one("#act").hidden = false;
  one("#keys-on").checked = localStorage.getItem(ON) !== "off";
});

// A step taken, the next visit is chosen where the last one stood.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "queue" && !(event.target && event.target.id === "queue")) return;
  const found = rows();
  if (!found.length) return;
  const next = found[Math.min(place, found.length - 1)];
  choose(next);
  one("th a", next).focus();
});
