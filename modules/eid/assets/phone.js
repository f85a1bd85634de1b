// The phone: a key that this browser does not give out signs what its owner approves. And the other screen asks again until they did.
(() => {
  const again = document.querySelector("form[data-again]");
  if (again) setTimeout(() => again.submit(), Number(again.dataset.again));
  const block = document.querySelector("[data-phone]");
  if (!block || !window.isSecureContext || !window.indexedDB) return;
  const words = block.dataset;
  const list = block.querySelector("[data-requests]");
  const alert = block.querySelector("[role=alert]");
  const adding = block.querySelector("[data-add]");
  block.querySelector("[data-off]").hidden = true;
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=/g, "");
  const store = (mode, work) =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open("troad-phone", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const asked = work(opening.result.transaction("keys", mode).objectStore("keys"));
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      };
    });
  async function post(address, body) {
    const headers = { "content-type": "application/json", accept: "application/json" };
    const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
    const content = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(content.title), { told: true });
    return content;
  }
  async function signed(key, act) {
    const { challengeId, nonce } = await post("/eid/phone/challenge", {});
    const bytes = new TextEncoder().encode(["troad-phone-1", location.origin, nonce, act].join("\n"));
    return { challengeId, signature: text(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, bytes)) };
  }
  const element = (name, content, classes = "") =>
    Object.assign(document.createElement(name), { textContent: content, className: classes });
  async function attempt(work) {
    alert.hidden = true;
    try {
      await work();
    } catch (error) {
      alert.textContent = error.told ? error.message : words.failed;
      alert.hidden = false;
    }
  }
  const decide = (own, request, choice) =>
    attempt(async () => {
      const proof = await signed(own.key, `decide ${request.id} ${choice ?? ""}`);
      const { approved } = await post("/eid/phone/decide", { phone: own.id, request: request.id, choice, ...proof });
      list.replaceChildren(element("p", approved ? words.approvedHere : words.deniedHere));
    });
  function shown(own, request) {
    const part = element("section", "", "tr-section");
    part.append(
      element("h2", words.asks.replace("{service}", request.service), "tr-heading-m"),
      element("p", request.organisation),
    );
    part.append(element("h3", words.purpose, "tr-heading-s"));
    for (const purpose of request.purposes) part.append(element("p", purpose));
    part.append(element("p", words.which));
    const buttons = element("div", "", "tr-button-group");
    for (const choice of [...request.choices, null]) {
      const button = element(
        "button",
        choice ?? words.none,
        `tr-button${choice === null ? " tr-button--warning" : " tr-button--secondary"}`,
      );
      button.type = "button";
      button.addEventListener("click", () => decide(own, request, choice));
      buttons.append(button);
    }
    part.append(buttons);
    return part;
  }
  const look = (own) =>
    attempt(async () => {
      const { requests } = await post("/eid/phone/pending", { phone: own.id, ...(await signed(own.key, "pending")) });
      list.replaceChildren(...requests.map((request) => shown(own, request)));
      if (requests.length > 0) return;
      list.append(element("p", words.nothing));
      setTimeout(() => look(own), 3000);
    });
  async function begin() {
    const own = await store("readonly", (keys) => keys.get("own"));
    if (own) return look(own);
    adding.hidden = false;
    adding.addEventListener("submit", (event) => {
      event.preventDefault();
      attempt(async () => {
        const pair = await crypto.subtle.generateKey(curve, false, ["sign"]);
        const publicKey = await crypto.subtle.exportKey("jwk", pair.publicKey);
        const name = adding.querySelector("input").value;
        const { id } = await post("/eid/phone", { name, publicKey, ...(await signed(pair.privateKey, "add")) });
        await store("readwrite", (keys) => keys.put({ id, key: pair.privateKey }, "own"));
        adding.hidden = true;
        await look({ id, key: pair.privateKey });
      });
    });
  }
  attempt(begin);
})();
