import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "@troad/kernel";
import pg from "pg";
import { embeddedCluster } from "../../../kernel/db/cluster.ts";
import type { DemoFile } from "../demo/citizens.ts";
import { Receiving } from "../intake/receiving.ts";
import type { Answer } from "../intake/take.ts";
import { insertSender } from "../senders/senders-store.ts";
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

/** A request whose head and first bytes are sent, and no more; gives the status when it is answered all the same. */
function halfOf(
  path: string,
  headers: Record<string, string>,
  type = "application/json",
): { answered: Promise<number>; request: http.ClientRequest } {
  const request = http.request(`${at.process.origin}${path}`, {
    method: "POST",
    headers: { "content-type": type, "content-length": "4000", ...headers },
    agent: false,
  });
  const answered = new Promise<number>((resolve) => {
    request.once("response", (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    request.on("error", () => resolve(0));
  });
  request.write("[{");
  return { answered, request };
}

/** Another shop with a token of its own. */
async function otherShop(id: string): Promise<typeof at.shop> {
  const token = `token-of-another-shop-${id}`;
  const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
  const row = {
    id,
    name: id,
    sellers: ["12345675"],
    tokenSha256: sha256(token),
    certificateSha256: sha256(id),
    since: at.clock.now().toISOString(),
  };
  await insertSender(at.process.schemas.of("invoice"), row);
  return { ...at.shop, token };
}

test("48 half bodies without a token, and 48 slow ones with one, keep nobody else from sending and asking", async () => {
  const other = await otherShop("unhurt");
  const token = { authorization: `Bearer ${at.shop.token}` };
  const halves = Array.from({ length: 48 }, () => [
    halfOf("/invoice/v1/invoices", {}),
    halfOf("/invoice/v1/messages", {}, "application/pkcs7-mime"),
    halfOf("/invoice/v1/invoices", token),
    halfOf("/PB2CAPIVAN/invapp/InvApp", {}, "application/x-www-form-urlencoded"),
  ]).flat();
  const withoutToken = await Promise.all(halves.filter((_, n) => n % 4 === 0).map(({ answered }) => answered));
  assert.deepEqual([...new Set(withoutToken)], [401], "who shows no token is told so before its body comes");
  await wait(1_100);
  try {
    const sent = await postJson({ ...at, shop: other }, [numbered(5000)]);
    assert.equal(sent.status, 200, await sent.text());
    const package_ = await postSigned(at, await signed(at.shop, "<a/>"));
    assert.notEqual(package_.status, 503, "the same network has a place for what moves");
    assert.equal((await postJson(at, [numbered(5001)])).status, 200, "and so has the sender whose other bodies stand still");
    assert.deepEqual(await winningList(), { status: 200, code: "200" });
    assert.equal((await loveCode()).status, 200);
  } finally {
    for (const { request } of halves) request.destroy();
  }
});

const loveCode = () =>
  fetch(`${at.process.origin}/PB2CAPIVAN/loveCodeapp/qryLoveCode`, {
    method: "POST",
    body: new URLSearchParams({ action: "qryLoveCode", qKey: "25885", appID: demo.appID, UUID: "u" }),
  });

test("with too much to take in, one sender keeps its share, another one has places, winners look, and what was let in is taken", async () => {
  const other = await otherShop("second");
  const batch = (n: number) => Array.from({ length: 20 }, (_, one) => numbered(1000 + n * 20 + one));
  const db = at.process.schemas.of("invoice");
  // work stands still while someone else has the table
  const admin = new pg.Client({ host: database.socketDir, user: "postgres", database: "troad" });
  await admin.connect();
  await admin.query("begin; lock table invoice.package in share mode");
  const refused: Response[] = [];
  const full = Promise.withResolvers<void>();
  const told = async (answer: Promise<Response>): Promise<Response> => {
    const response = await answer;
    if (response.status === 503 && refused.push(response.clone()) === 60 - 36 + 20 - 12) full.resolve();
    return response;
  };
  const first = Array.from({ length: 60 }, (_, n) => told(postJson(at, batch(n))));
  while ((await admin.query("select 1 from pg_locks where not granted")).rowCount === 0) await wait(10);
  const second = Array.from({ length: 20 }, (_, n) => told(postJson({ ...at, shop: other }, batch(100 + n))));
  await full.promise;
  const busy = refused[0]!;
  assert.ok(Number(busy.headers.get("retry-after")) > 0);
  assert.equal(((await busy.json()) as { code: string }).code, "invoice.busy");
  const looks = await Promise.all(Array.from({ length: 20 }, winningList));
  assert.ok(looks.every(({ status }) => status === 200));
  assert.equal((await loveCode()).status, 503, "what can wait, waits");
  await admin.end();
  const taken = async (answers: Promise<Response>[]) =>
    (await Promise.all(answers)).filter(({ status }) => status === 200).length;
  const counts = [await taken(first), await taken(second)];
  assert.deepEqual(counts, [36, 12]);
  assert.equal((await postJson(at, batch(999))).status, 200, "there is room again");
  const { n } = (await db.one<{ n: number }>(sql`
    select count(*)::int as n from invoice where number between 'AB00001000' and 'AB00003999'`))!;
  assert.equal(n, 48 * 20);
});

test("a body that does not come is answered 408 and hung up; one of its party that stands still gives way to one that moves", async (t) => {
  const receiving = new Receiving({ bodiesOfParty: 2, graceMs: 300, idleMs: 100, bytesPerSecond: 1000 });
  const cuts: string[] = [];
  const server = http.createServer((request, response) => {
    try {
      receiving.begin(request, { name: "one", isKnown: true }, () => {
        cuts.push(request.url!);
        response.writeHead(408).end();
      });
      request.on("end", () => response.end("taken")).resume();
    } catch {
      response.writeHead(503).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close().closeAllConnections());
  const { port } = server.address() as { port: number };
  const open = (path: string) => {
    const request = http.request({ port, path, method: "POST", headers: { "content-length": "5000" }, agent: false });
    const answered = new Promise<number>((resolve) => {
      request.once("response", (response) => resolve(response.statusCode!)).on("error", () => resolve(0));
    });
    request.write("x".repeat(100));
    return { request, answered };
  };
  const [a, b] = [open("/a"), open("/b")];
  await wait(50);
  assert.equal(await open("/c").answered, 503, "both move");
  await wait(150);
  b.request.write("x".repeat(100));
  await wait(20);
  const d = open("/d");
  assert.equal(await a.answered, 408);
  d.request.end("x".repeat(4900));
  assert.equal(await d.answered, 200);
  assert.equal(await b.answered, 408, "too slow on average");
  assert.deepEqual(cuts, ["/a", "/b"]);
});

test("a gigabyte, an entity bomb and deep nesting cost nothing and change nothing", async () => {
  const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n} "${`&a${n - 1};`.repeat(10)}">`).join("");
  const bomb = `<!DOCTYPE a [<!ENTITY a "${"x".repeat(1000)}">${entities}]><Invoice/>`;
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
