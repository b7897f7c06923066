// Files are sent one after the other, each streamed as it is; a running import tells how far it is.
"use strict";

async function post(path, options = {}) {
  const answer = await fetch(path, { method: "POST", headers: { "HX-Request": "true", ...options.headers }, body: options.body });
  if (!answer.ok) throw new Error(answer.status);
  return answer;
}

async function sendAll(files) {
  const told = one("#sending");
  one("#drop button").disabled = true;
  try {
    const { id } = await (await post("/imports/begin")).json();
    let number = 0;
    for (const file of files) {
      number += 1;
      told.textContent = `Sending file ${number} of ${files.length}.`;
      await post(`/imports/${id}/file`, { headers: { "X-File-Name": encodeURIComponent(file.name) }, body: file });
    }
    await post(`/imports/${id}/start`);
    location.assign(`/imports/${id}`);
  } catch {
    told.textContent = "The files could not be sent. Check that Romberg still runs, then try again: what came already is known.";
    one("#drop button").disabled = false;
  }
}

function follow(progress) {
  if (!["waiting", "running"].includes(progress.dataset.state)) return;
  const source = new EventSource(`/imports/${progress.dataset.import}/events`);
  source.addEventListener("message", (event) => {
    const now = JSON.parse(event.data);
    progress.textContent = `${now.done} of ${now.files} files are done.`;
    const bar = one("progress");
    if (bar) bar.value = now.done;
    if (now.state === "done") {
      source.close();
      location.reload();
    }
  });
}

document.addEventListener("DOMContentLoaded", () => {
  const drop = one("#drop"), progress = one("#progress");
  if (progress) follow(progress);
  if (!drop) return;
  drop.addEventListener("submit", (event) => {
    event.preventDefault();
    sendAll([...one("#files").files]);
  });
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (event.dataTransfer.files.length) sendAll([...event.dataTransfer.files]);
  });
});
