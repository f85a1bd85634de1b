import assert from "node:assert/strict";
import { createHash, sign } from "node:crypto";
import fs from "node:fs";
import { openPkcs12, type SoftwareSigner } from "@troad/trust";
import type { DemoPerson, Installation } from "./installation.ts";

/** What the Web eID application does with a card: SHA-256 of origin and nonce, signed as r || s. */
export function tokenOf(key: SoftwareSigner, certificate: Buffer, nonce: string, origin: string) {
  const bytes = Buffer.concat([origin, nonce].map((text) => createHash("sha256").update(text).digest()));
  return {
    unverifiedCertificate: certificate.toString("base64"),
    algorithm: "ES256",
    signature: sign("sha256", bytes, { key: key.privateKey, dsaEncoding: "ieee-p1363" }).toString("base64"),
    format: "web-eid:1.0",
    appVersion: "https://web-eid.eu/web-eid-app/releases/2.5.0+0",
  };
}

/** The key and certificate on a person's card; `-sign` for the other pair. */
export async function openCard({ p12, pin }: DemoPerson, pair: "" | "-sign" = "") {
  const opened = await openPkcs12(fs.readFileSync(p12.replace(/\.p12$/, `${pair}.p12`)), pin);
  assert.ok(opened.ok);
  const { key, certificate } = opened.value;
  return { key, certificate, der: certificate.der, serial: certificate.serialHex };
}

export type Answer = { status: number; body: { subject?: string; code?: string; continue?: string } };
export type Challenge = { challengeId: string; nonce: string; expiresAt: string };

/** A program that talks to the endpoints for card readers. */
export function program(it: Installation) {
  const post = async (address: string, body: object): Promise<Answer> => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${it.process.origin}${address}`, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Answer["body"] };
  };
  const challenge = async (): Promise<Challenge> =>
    (await (await fetch(`${it.process.origin}/eid/challenge`, { method: "POST" })).json()) as Challenge;
  return {
    post,
    challenge,
    token: (key: SoftwareSigner, der: Buffer, nonce: string) => tokenOf(key, der, nonce, it.process.origin),
    tokenFor: tokenOf,
    /** A whole proof with a person's card; `change` alters the token, `origin` the site that asked for it. */
    prove: async (
      person: DemoPerson,
      { change = {}, origin = it.process.origin, interaction }: { change?: object; origin?: string; interaction?: string } = {},
    ) => {
      const { key, der } = await openCard(person);
      const { challengeId, nonce } = await challenge();
      const token = { ...tokenOf(key, der, nonce, origin), ...change };
      return post("/eid/token", { challengeId, token, ...(interaction ? { interaction } : {}) });
    },
  };
}
