import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { sql } from "@troad/kernel";
import { embeddedCluster } from "../../../kernel/db/cluster.ts";
import type { DemoFile } from "../demo/citizens.ts";
import type { Answer } from "../intake/take.ts";
import { type Installation, install, numbered, postJson, postSigned, signed } from "./installation.ts";

const folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "troad-invoice-faults-"));
fs.chmodSync(folder, 0o711);
let database: Awaited<ReturnType<typeof embeddedCluster>>;
let at: Installation;
let demo: DemoFile;
before(async () => {
  database = await embeddedCluster(path.join(folder, "postgres"));
  at = await install({}, { cluster: database });
  demo = JSON.parse(fs.readFileSync(path.join(at.dataDir, "demo", "invoice-api.json"), "utf8")) as DemoFile;
});
after(async () => {
  await at.stop();
  await database.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const winningList = async (): Promise<{ status: number; code: string }> => {
  const body = new URLSearchParams({ version: "0.2", action: "QryWinningList", invTerm: "11410", appID: demo.appID });
  const response = await fetch(`${at.process.origin}/PB2CAPIVAN/invapp/InvApp`, { method: "POST", body });
  return { status: response.status, code: response.status === 200 ? ((await response.json()) as { code: string }).code : "" };
};

test("while the database is away the winning list answers and shops are told to come back; then the same request is taken", async () => {
  const key = { "idempotency-key": "away" };
  await database.stop();
  for (const response of [
    await postJson(at, [numbered(1)], key),
    await postSigned(at, await signed(at.shop, "<a/>")),
    await fetch(`${at.process.origin}/PB2CAPIVAN/invServ/InvServ`, {
      method: "POST",
      body: new URLSearchParams({ action: "carrierInvChk", appID: demo.appID, uuid: "u" }),
    }),
  ]) {
    assert.equal(response.status, 503);
    assert.ok(Number(response.headers.get("retry-after")) > 0);
    assert.equal(((await response.json()) as { code: string }).code, "invoice.unavailable");
  }
  assert.deepEqual(await winningList(), { status: 200, code: "200" });
  database = await embeddedCluster(path.join(folder, "postgres"));
  let response = await postJson(at, [numbered(1)], key);
  for (let tries = 0; response.status === 503 && tries < 20; tries++) response = await postJson(at, [numbered(1)], key);
  assert.equal(((await response.json()) as Answer).taken, 1);
});

/** A request whose head is sent and whose body waits; `refused` is called when it is answered all the same. */
function begun(body: string, refused: () => void): { finish(): Promise<number> } {
  const headers = {
    "content-type": "application/json",
    authorization: `Bearer ${at.shop.token}`,
    "content-length": Buffer.byteLength(body),
  };
  const request = http.request(`${at.process.origin}/invoice/v1/invoices`, { method: "POST", headers, agent: false });
  // who is refused may be cut off in the middle of its body: the answer is what counts
  const answered = new Promise<number>((resolve, reject) => {
    request.once("response", (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    request.on("error", reject);
  });
  let finishing = false;
  request.once("response", () => finishing || refused());
  request.write(body.slice(0, 10));
  return {
    finish: () => {
      finishing = true;
      request.end(body.slice(10));
      return answered;
    },
  };
}

test("with too much to take in, the next shop is told to come back, winners still look, and what was let in is taken", async () => {
  const batch = (n: number) => Array.from({ length: 20 }, (_, one) => numbered(1000 + n * 20 + one));
  const full = Promise.withResolvers<void>();
  let refused = 0;
  const refuse = () => void (++refused === 60 - 48 && full.resolve());
  const waiting = Array.from({ length: 60 }, (_, n) => begun(JSON.stringify(batch(n)), refuse));
  await full.promise;
  const next = await postJson(at, batch(100));
  assert.equal(next.status, 503);
  assert.ok(Number(next.headers.get("retry-after")) > 0);
  assert.equal(((await next.json()) as { code: string }).code, "invoice.busy");
  const looks = await Promise.all(Array.from({ length: 20 }, winningList));
  assert.ok(looks.every(({ status }) => status === 200));
  const other = await fetch(`${at.process.origin}/PB2CAPIVAN/loveCodeapp/qryLoveCode`, {
    method: "POST",
    body: new URLSearchParams({ action: "qryLoveCode", qKey: "25885", appID: demo.appID, UUID: "u" }),
  });
  assert.equal(other.status, 503, "what can wait, waits");
  const statuses = await Promise.all(waiting.map(({ finish }) => finish()));
  const taken = statuses.filter((status) => status === 200).length;
  assert.equal(taken + statuses.filter((status) => status === 503).length, 60);
  assert.equal(taken, 48);
  assert.equal((await postJson(at, batch(999))).status, 200, "there is room again");
  const { n } = (await at.process.schemas.of("invoice").one<{ n: number }>(sql`
    select count(*)::int as n from invoice where number between 'AB00001000' and 'AB00002199'`))!;
  assert.equal(n, taken * 20);
});

test("a gigabyte, an entity bomb and deep nesting cost nothing and change nothing", async () => {
  const bomb = `<!DOCTYPE a [<!ENTITY a "${"x".repeat(1000)}">${Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n} "${`&a${n - 1};`.repeat(10)}">`).join("")}]><Invoice/>`;
  for (const xml of [bomb, "<a>".repeat(300_000), Buffer.from([0xa4, 0xa4, 0xff])]) {
    const began = performance.now();
    const response = await postSigned(at, await signed(at.shop, xml), { accept: "application/json" });
    assert.equal(((await response.json()) as Answer).taken, 0);
    assert.ok(performance.now() - began < 5000);
  }
  const large = await fetch(`${at.process.origin}/invoice/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/pkcs7-mime", "content-length": String(1024 ** 3) },
    body: new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) }),
    duplex: "half",
  } as RequestInit).catch(() => undefined);
  assert.ok(large === undefined || large.status === 413, String(large?.status));
});
