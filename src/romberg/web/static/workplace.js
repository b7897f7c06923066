// Rows light their words, words tell what they prove, and what was typed is checked again at once.
"use strict";

const one = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

function dark() {
  all(".lit").forEach((found) => found.classList.remove("lit"));
  all("[aria-pressed]").forEach((found) => found.removeAttribute("aria-pressed"));
}

function light(row) {
  const mark = row.dataset.lights;
  dark();
  row.classList.add("lit");
  const button = one("button.row", row);
  if (button) button.setAttribute("aria-pressed", "true");
  const words = all(`mark[data-of~="${CSS.escape(mark)}"]`);
  words.forEach((found) => found.classList.add("lit"));
  if (words.length) words[0].scrollIntoView({ block: "nearest" });
  const told = one("#proves");
  if (told) told.textContent = words.length ? `${row.dataset.name}: ${words.length} places in the note.` : `${row.dataset.name}: no words in the note.`;
}

function prove(mark) {
  const proves = (mark.dataset.of || "").split(" ").filter(Boolean);
  if (!proves.length) return;
  dark();
  mark.classList.add("lit");
  const rows = proves.flatMap((name) => all(`[data-lights="${CSS.escape(name)}"]`));
  rows.forEach((found) => found.classList.add("lit"));
  const told = one("#proves");
  if (told) told.textContent = `These words prove: ${rows.map((found) => found.dataset.name).join("; ") || "nothing that is listed"}.`;
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-lights]");
  if (row && event.target.closest("button.row")) light(row);
  const mark = event.target.closest("mark[data-of]");
  if (mark) prove(mark);
  const opener = event.target.closest("[data-shows]");
  if (opener) {
    const shown = document.getElementById(opener.dataset.shows);
    shown.hidden = !shown.hidden;
    opener.setAttribute("aria-expanded", String(!shown.hidden));
    if (!shown.hidden) one("textarea", shown).focus();
  }
  if (event.target.closest("[data-prints]")) print();
  const filler = event.target.closest("[data-fills]");
  if (filler) document.getElementById(filler.dataset.fills).value = document.getElementById(filler.dataset.with).content.textContent;
});

document.addEventListener("keydown", (event) => {
  if ((event.key === "Enter" || event.key === " ") && event.target.matches("mark[data-of]")) {
    event.preventDefault();
    prove(event.target);
  }
  if (event.key === "Escape") dark();
});

// A charge that a person changes is compared from then on.
document.addEventListener("input", (event) => {
  if (event.target.closest(".typed")) one("#charges-from").value = "typed";
}, true);

// What the person is typing in stays where it is while the parts around it are renewed.
let typing = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422 || event.detail.xhr.status === 500) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    const asked = event.detail.requestConfig.elt;
    event.detail.target = asked.closest(".work") ? one("#told-here") : one("#told");
    event.detail.swapOverride = "innerHTML";
    return;
  }
  all("#told, #told-here").forEach((found) => found.replaceChildren());
  const at = document.activeElement;
  typing = at && at.closest("#parts") && at.getAttribute("aria-label") ? [at.getAttribute("aria-label"), at.selectionStart] : null;
});
document.addEventListener("htmx:afterSwap", () => {
  if (!typing) return;
  const again = all("#parts input").find((found) => found.getAttribute("aria-label") === typing[0]);
  if (again) {
    again.focus();
    again.setSelectionRange(typing[1], typing[1]);
  }
});
