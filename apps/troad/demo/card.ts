import { createHash, sign } from "node:crypto";
import fs from "node:fs";
import { openPkcs12 } from "@troad/trust";
import type { Browser, Page } from "./browser.ts";

/** A software card: a PKCS#12 file and its PIN. */
export type Card = { p12: string; pin: string };

/**
 * Signs in as a card reader would: the portal sends the browser to eid, the card signs a fresh challenge bound to eid's origin (Web eID
 * 1.0: hash(origin) || hash(nonce)), eid checks it and the browser continues. The private key never leaves this process.
 */
export async function signInWithCard(browser: Browser, portal: string, card: Card, returnTo: string): Promise<Page> {
  const asked = await browser.get(`${portal}/auth/sign-in?return=${encodeURIComponent(returnTo)}`);
  const { origin, pathname } = new URL(asked.url);
  const interaction = /\/interaction\/([^/]+)/.exec(pathname)?.[1];
  if (!interaction) throw new Error(`eid did not ask for a card: ${asked.url} (HTTP ${asked.status})`);
  const { challengeId, nonce } = await post<{ challengeId: string; nonce: string }>(`${origin}/eid/challenge`, {});
  const opened = await openPkcs12(fs.readFileSync(card.p12), card.pin);
  if (!opened.ok) throw new Error(`the card did not open: ${opened.code}`);
  const { key, certificate } = opened.value;
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  const signature = sign("sha256", Buffer.concat([digest(origin), digest(nonce)]), {
    key: key.privateKey,
    dsaEncoding: "ieee-p1363",
  });
  const token = {
    unverifiedCertificate: certificate.der.toString("base64"),
    algorithm: "ES256",
    signature: signature.toString("base64"),
    format: "web-eid:1.0",
    appVersion: "troad-demo/1.0",
  };
  const answer = await post<{ continue: string }>(`${origin}/eid/token`, { challengeId, token, interaction });
  return browser.get(new URL(answer.continue, origin).href);
}

async function post<T>(url: string, body: object): Promise<T> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
