// Brings the passkey buttons to life (WebAuthn Level 3 section 5.1). Without this script pages offer the card only.
(() => {
  if (!window.PublicKeyCredential) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=/g, "");
  const keys = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));
  async function post(address, body) {
    const headers = { "content-type": "application/json", accept: "application/json" };
    const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
    const content = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(content.title), { told: true });
    return content;
  }
  const options = {
    get: (o) => ({ ...o, challenge: bytes(o.challenge), allowCredentials: keys(o.allowCredentials) }),
    create: (o) => ({
      ...o,
      challenge: bytes(o.challenge),
      user: { ...o.user, id: bytes(o.user.id) },
      excludeCredentials: keys(o.excludeCredentials),
    }),
  };
  function answerOf({ id, rawId, type, response, authenticatorAttachment: attachment, getClientExtensionResults }, credential) {
    const parts = { clientDataJSON: text(response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"])
      if (response[name]) parts[name] = text(response[name]);
    if (response.getTransports) parts.transports = response.getTransports();
    return {
      id,
      rawId: text(rawId),
      type,
      response: parts,
      authenticatorAttachment: attachment || undefined,
      clientExtensionResults: getClientExtensionResults.call(credential),
    };
  }
  for (const block of document.querySelectorAll("[data-passkey]")) {
    const { passkey: ceremony, options: begin, answer, failed } = block.dataset;
    const button = block.querySelector("button");
    const alert = block.querySelector("[role=alert]");
    block.querySelector("[data-off]").hidden = true;
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      alert.hidden = true;
      try {
        const { challengeId, options: o } = await post(begin, {});
        const credential = await navigator.credentials[ceremony]({ publicKey: options[ceremony](o) });
        location.assign((await post(answer, { challengeId, response: answerOf(credential, credential) })).location);
      } catch (error) {
        alert.textContent = error.told ? error.message : failed;
        alert.hidden = false;
        button.disabled = false;
      }
    });
  }
})();
