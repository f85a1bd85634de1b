import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import type { Equipment } from "../../modules/cards/test/centre.ts";

/** A card as it came out of the letter and the envelope: the number on its back and the first PIN. */
export type ChipCard = { blank: string; pin1: string };

/** What the Web eID extension does in a browser with a reader: the card signs by `pkcs11-tool`, and its key stays in the token. */
export class Reader {
  readonly #tools: Equipment;
  #inside: ChipCard | undefined;
  constructor(tools: Equipment) {
    this.#tools = tools;
  }
  insert(card: ChipCard): void {
    this.#inside = card;
  }
  /** Answers the page's messages from now on. */
  async plugInto(page: Page): Promise<void> {
    await page.exposeFunction("signByCard", (origin: string, nonce: string) => this.#token(origin, nonce));
    await page.addInitScript(`addEventListener("message", async ({ source, data }) => {
      if (source !== window || data?.action !== "web-eid:authenticate") return;
      postMessage({ action: "web-eid:authenticate-ack" }, location.origin);
      const token = await signByCard(location.origin, data.challengeNonce);
      postMessage({ action: "web-eid:authenticate-success", ...token }, location.origin);
    });`);
  }
  #token(origin: string, nonce: string): Record<string, string> {
    const { blank, pin1 } = this.#inside ?? { blank: "", pin1: "" };
    const [token, digest] = [`${blank}-auth`, (text: string | Buffer) => createHash("sha256").update(text).digest()];
    const file = (name: string): string => path.join(this.#tools.folder, name);
    fs.writeFileSync(file("digest"), digest(Buffer.concat([digest(origin), digest(nonce)])));
    const done = [
      this.#tools.tool(token, "--read-object", "--type", "cert", "--label", "auth", "--output-file", file("certificate")),
      this.#tools.tool(
        ...([token, "--login", "--pin", pin1, "--sign", "--mechanism", "ECDSA", "--label", "auth"] as const),
        ...["--input-file", file("digest"), "--output-file", file("signature")],
      ),
    ];
    const failed = done.find(({ status }) => status !== 0);
    if (failed) throw new Error(failed.output);
    return {
      unverifiedCertificate: fs.readFileSync(file("certificate")).toString("base64"),
      ...{ algorithm: "ES256", format: "web-eid:1.0", appVersion: "https://web-eid.eu/web-eid-app/releases/2.5.0+0" },
      signature: fs.readFileSync(file("signature")).toString("base64"),
    };
  }
}
