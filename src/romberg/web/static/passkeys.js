// Passkeys: asks the server what to ask for, lets the browser ask its authenticator, and sends the answer back.
"use strict";

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function read(options) {
  const keys = (found) => (found || []).map((each) => ({ ...each, id: bytes(each.id) }));
  const made = { ...options, challenge: bytes(options.challenge) };
  if (options.user) made.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) made.excludeCredentials = keys(options.excludeCredentials);
  if (options.allowCredentials) made.allowCredentials = keys(options.allowCredentials);
  return made;
}

function written(credential) {
  const from = credential.response, response = { clientDataJSON: text(from.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (from[name]) response[name] = text(from[name]);
  }
  if (from.getTransports) response.transports = from.getTransports();
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response };
}

async function sent(path, body) {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json", "HX-Request": "true" }, body: JSON.stringify(body) });
  const elsewhere = answer.headers.get("HX-Redirect");
  if (elsewhere) location.assign(elsewhere);
  const told = await answer.json().catch(() => ({ says: "Romberg did not answer as it should; load the page anew." }));
  if (!answer.ok) throw new Error(told.says);
  return told;
}

async function run(button) {
  const path = button.dataset.passkey, makes = "makes" in button.dataset;
  const begun = await sent(`${path}/options`, {});
  const asked = { publicKey: read(begun.options) };
  const credential = await (makes ? navigator.credentials.create(asked) : navigator.credentials.get(asked));
  const name = document.querySelector("#passkey-name"), to = document.querySelector("input[name=to]");
  const done = await sent(path, { ticket: begun.ticket, credential: written(credential), name: name ? name.value : "", to: to ? to.value : "/" });
  location.assign(done.to);
}

function says(error) {
  if (error.name === "InvalidStateError") return "There is a passkey of yours on this device already.";
  if (error.name === "NotAllowedError") return "Nothing came of it: the browser found no passkey, or you turned it down.";
  return error.message;
}

document.addEventListener("DOMContentLoaded", () => {
  const told = document.querySelector("#passkey-says");
  document.querySelectorAll("button[data-passkey]").forEach((button) => {
    if (!window.PublicKeyCredential) {
      told.textContent = "This browser knows no passkeys, or not at this address.";
      told.hidden = false;
      return;
    }
    button.disabled = false;
    button.addEventListener("click", async () => {
      told.hidden = true;
      button.disabled = true;
      try {
        await run(button);
      } catch (error) {
        told.textContent = says(error);
        told.hidden = false;
      }
      button.disabled = false;
    });
  });
});
