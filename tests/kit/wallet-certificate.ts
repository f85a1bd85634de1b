import assert from "node:assert/strict";
import { mock } from "node:test";
import { inflateSync } from "node:zlib";
import { Browser } from "../../apps/troad/demo/browser.ts";
import { type Copy, claimsIn, type Proving, Wallet } from "./wallet.ts";

type Given = { portal: string; subject: string; code: string; caseId: string };

/** The holder offers a certificate to their wallet, which fetches so many copies. */
async function receive({ portal, subject, code, caseId }: Given, copies: number, change: Proving = {}): Promise<Copy[]> {
  const browser = new Browser("en");
  await browser.post(`${portal}/auth/demo`, { subject, return: "/me" });
  const offered = { act: "offer", source: code, case: caseId, app: "digital-wallet" };
  const { text } = await browser.post(`${portal}/me/wallet`, offered);
  const link = /href="(openid-credential-offer:[^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? assert.fail("no offer");
  return new Wallet().receive(link, /<strong translate="no">(\d{6})</.exec(text)![1]!, copies, change);
}

/** A nonce that the issuer gave out ten minutes ago, and nobody used. */
const ofBefore = async (fetched: () => Promise<string>): Promise<string> => {
  mock.timers.enable({ apis: ["Date"], now: Date.now() - 600_000 });
  try {
    return await fetched();
  } finally {
    mock.timers.reset();
  }
};

/** Proofs that are not as they should be give no copy: a key twice, a nonce of nobody, one of before, an empty one. */
export async function proofsRefused(given: Given): Promise<void> {
  await assert.rejects(receive(given, 2, { oneKey: true }), /each copy needs a key of its own|invalid_proof/);
  await assert.rejects(receive(given, 1, { nonceOf: async () => "A".repeat(43) }), /invalid_nonce|nonce is invalid/);
  await assert.rejects(receive(given, 1, { nonceOf: ofBefore }), /invalid_nonce|nonce is invalid/);
  await assert.rejects(receive(given, 1, { nonceOf: async () => "" }), /nonce/);
}

/** Copies of a certificate say what it says; gives what the issuer's list says of them later: 0 valid, 1 revoked, 2 suspended. */
export async function certificateInWallet(given: Given, country: string): Promise<() => Promise<number[]>> {
  const copies = await receive(given, 2);
  const claims = await Promise.all(copies.map((copy) => claimsIn(copy)));
  for (const { number, statements, status, cnf } of claims) {
    assert.deepEqual([number, (statements as { country: string }).country], [given.code, country]);
    assert.ok(status && cnf);
  }
  return () =>
    Promise.all(
      claims.map(async ({ status }) => {
        const { uri, idx } = (status as { status_list: { uri: string; idx: number } }).status_list;
        const [, payload = ""] = (await (await fetch(uri)).text()).split(".");
        const { status_list: list } = JSON.parse(Buffer.from(payload, "base64url").toString()) as {
          status_list: { lst: string };
        };
        return (inflateSync(Buffer.from(list.lst, "base64url"))[idx >> 2]! >> (2 * (idx & 3))) & 3;
      }),
    );
}
