import type { KeyObject } from "node:crypto";
import { sign } from "node:crypto";
import { signedText } from "../phone/signed.ts";
import { newKey } from "./clients.ts";
import { Browser, type DemoPerson, type Installation } from "./installation.ts";

type Shown = { id: string; service: string; organisation: string; purposes: string[]; choices: string[] };

/** Someone who is signed in to the account page by card. */
export async function accountOf(it: Installation, person: DemoPerson): Promise<Browser> {
  const browser = new Browser();
  const { subject, pin } = person;
  const answer = await browser.post(`${it.process.origin}/eid/sign-in/card`, { subject, pin });
  if (answer.status !== 303) throw new Error(`sign-in by card: ${answer.status}`);
  return browser;
}

/** A phone as the browser's script makes it: a key, and signatures over what is done with it. */
export class SuitePhone {
  readonly it: Installation;
  readonly id: string;
  readonly #key: KeyObject;
  constructor(it: Installation, id: string, key: KeyObject) {
    this.it = it;
    this.id = id;
    this.#key = key;
  }

  static async of(it: Installation, person: DemoPerson): Promise<SuitePhone> {
    const key = await newKey();
    const { KeyObject: Keys } = await import("node:crypto");
    const phone = new SuitePhone(it, "", Keys.from(key.privateKey as CryptoKey));
    const account = await accountOf(it, person);
    const { kty, crv, x, y } = key.jwk;
    const body = { name: "Phone", publicKey: { kty, crv, x, y }, ...(await phone.signed("add")) };
    const answer = await account.request(`${it.process.origin}/eid/phone`, {
      ...{ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
    });
    const { id } = (await answer.json()) as { id: string };
    return new SuitePhone(it, id, phone.#key);
  }

  async signed(act: string): Promise<{ challengeId: string; signature: string }> {
    const { challengeId, nonce } = await this.#post<{ challengeId: string; nonce: string }>("/eid/phone/challenge", {});
    const bytes = Buffer.from(signedText(this.it.process.origin, nonce, act));
    return { challengeId, signature: sign("sha256", bytes, { key: this.#key, dsaEncoding: "ieee-p1363" }).toString("base64url") };
  }

  async pending(): Promise<Shown[]> {
    return (await this.#post<{ requests: Shown[] }>("/eid/phone/pending", { phone: this.id, ...(await this.signed("pending")) }))
      .requests;
  }

  async decide(request: string, choice: string | null): Promise<boolean> {
    const proof = await this.signed(`decide ${request} ${choice ?? ""}`);
    return (await this.#post<{ approved: boolean }>("/eid/phone/decide", { phone: this.id, request, choice, ...proof })).approved;
  }

  async #post<T>(address: string, body: object): Promise<T> {
    const answer = await fetch(`${this.it.process.origin}${address}`, {
      ...{
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify(body),
      },
    });
    if (!answer.ok) throw new Error(((await answer.json()) as { code: string }).code);
    return (await answer.json()) as T;
  }
}
