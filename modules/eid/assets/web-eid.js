// Asks the Web eID extension of the browser for an authentication token (Web eID 1.0, messages between page and extension).
(() => {
  const block = document.querySelector("[data-web-eid]");
  if (!block) return;
  const { webEid, answer: to, failed, missing } = block.dataset;
  const interaction = webEid || undefined;
  const button = block.querySelector("button");
  const alert = block.querySelector("[role=alert]");
  const [ackMs, userMs] = [1000, 120000];
  async function post(address, body) {
    const headers = { "content-type": "application/json", accept: "application/json" };
    const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
    const content = await answer.json();
    if (!answer.ok) throw new Error(content.title);
    return content;
  }
  const ask = (challengeNonce) =>
    new Promise((resolve, reject) => {
      const end = (settle, value) => {
        clearTimeout(timer);
        removeEventListener("message", hear);
        settle(value);
      };
      let timer = setTimeout(() => end(reject, new Error(missing)), ackMs);
      function hear({ source, data }) {
        if (source !== window || typeof data !== "object" || data === null) return;
        if (data.action === "web-eid:authenticate-ack") {
          clearTimeout(timer);
          timer = setTimeout(() => end(reject, new Error(failed)), userMs);
        } else if (data.action === "web-eid:authenticate-success") {
          const { unverifiedCertificate, algorithm, signature, format, appVersion } = data;
          end(resolve, { unverifiedCertificate, algorithm, signature, format, appVersion });
        } else if (data.action === "web-eid:authenticate-failure") end(reject, new Error(failed));
      }
      addEventListener("message", hear);
      postMessage({ action: "web-eid:authenticate", libraryVersion: "1.0.0", challengeNonce, options: {} }, location.origin);
    });
  block.querySelector("[data-off]").hidden = true;
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    alert.hidden = true;
    try {
      const { challengeId, nonce } = await post("/eid/challenge", {});
      const token = await ask(nonce);
      location.assign((await post(to, { challengeId, token, interaction })).continue);
    } catch (error) {
      alert.textContent = error.message;
      alert.hidden = false;
      button.disabled = false;
    }
  });
})();
