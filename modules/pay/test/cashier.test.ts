import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { defineModule, offerApi } from "@troad/kernel";
import { type Session, sessionApi } from "@troad/web";
import { startModules } from "../../../kernel/test/modules.ts";
import { payApi } from "../api.ts";
import pay from "../module.ts";

const person = (subject: string, role: string, agency: string | null): Session => ({
  subject,
  name: subject,
  proof: 4,
  roles: [{ role, agency }],
});
const people: Record<string, Session> = {
  cashier: person("cashier", "cashier", "mohw"),
  citizen: person("citizen", "citizen", null),
};
const portal = defineModule({
  name: "portal",
  root: new URL("../../portal/module.ts", import.meta.url).href,
  create: () => ({
    api: offerApi(sessionApi, { signedIn: async (secret) => people[secret] ?? null, nationalId: async () => null }),
  }),
});
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-cashier-"));
let started: Awaited<ReturnType<typeof startModules>>;
before(async () => {
  const env = { PAY_BANK_FOLDER: folder, PAY_BANK_ACCOUNT: "004-123456789012", PAY_BANK_SECONDS: "1" };
  started = await startModules([portal, pay], { env, content: ["agencies", "roles", "pages"] });
});
after(async () => {
  await started.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function ask(who: string, where: string, form?: Record<string, string>) {
  const answer = await fetch(`${started.running.origin}${where}`, {
    ...{
      redirect: "manual",
      headers: { cookie: `session=${who}; lang=en`, "accept-language": "en", "sec-fetch-site": "same-origin" },
    },
    ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
  });
  return { status: answer.status, text: await answer.text() };
}
const standing = async (account: string): Promise<number> =>
  (await started.running.use(payApi).balances()).find((one) => one.account === account)?.amount ?? 0;

test("money that fits nothing is shown to the cashier with its text as text, and booked once they say what it is", async () => {
  fs.writeFileSync(
    path.join(folder, "in", "statement.xml"),
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>X</MsgId>
    <CreDtTm>2026-11-30T10:00:00Z</CreDtTm></GrpHdr><Stmt><Id>X</Id><CreDtTm>2026-11-30T10:00:00Z</CreDtTm>
    <Acct><Id><Othr><Id>123456789012</Id></Othr></Id></Acct>
    <Ntry><Amt Ccy="TWD">88000</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls>
    <RmtInf><Ustrd>&lt;script&gt;alert(1)&lt;/script&gt;</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>`,
  );
  fs.writeFileSync(path.join(folder, "in", "other.xml"), "<none/>");
  let list = await ask("cashier", "/cashier");
  for (let tries = 0; !list.text.includes("No such payment") || !list.text.includes("other.xml"); tries++) {
    if (tries > 100) assert.fail(list.text);
    await sleep(100);
    list = await ask("cashier", "/cashier");
  }
  const [address = ""] = /\/cashier\/[0-9a-f-]{36}/.exec(list.text) ?? [];
  const page = await ask("cashier", address);
  assert.match(page.text, /&lt;script&gt;alert/);
  assert.equal((await ask("citizen", address)).status, 403);
  assert.equal((await ask("citizen", address, { reason: "mine", book: "ours" })).status, 403);
  assert.equal((await ask("cashier", address, { reason: "", book: "ours" })).status, 422);
  assert.equal(await standing("unmatched"), -88_000);
  assert.equal((await ask("cashier", address, { reason: "budget", book: "ours" })).status, 303);
  assert.equal((await ask("cashier", address, { reason: "budget", book: "ours" })).status, 409);
  assert.deepEqual([await standing("unmatched"), await standing("agency/mohw"), await standing("bank")], [0, -88_000, 88_000]);
  assert.match((await ask("cashier", "/cashier")).text, /No entry has to be matched/);
});

test("attack: addresses that nobody gave out, and people without the right", async () => {
  for (const address of ["/cashier/x", "/cashier/01a22510-096c-7f75-b4c3-f718750e1c9b"])
    assert.equal((await ask("cashier", address)).status, 404);
  for (const address of ["/cashier", "/cashier/refunds"]) assert.equal((await ask("citizen", address)).status, 403);
});
