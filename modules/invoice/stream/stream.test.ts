import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { Invoice } from "@troad/invoice-formats";
import { sql } from "@troad/kernel";
import pg from "pg";
import { embeddedCluster } from "../../../kernel/db/cluster.ts";
import type { Answer } from "../intake/take.ts";
import { envelopeOf, type Installation, install, numbered, postJson, postSigned, signed } from "../test/installation.ts";
import { clientOf } from "../test/national-client.ts";
import { hasNats, natsServers, type Servers } from "../test/nats-servers.ts";
import { openLink, streamName } from "./connection.ts";

if (!hasNats && process.env.CI === "true") throw new Error("nats-server is missing");
const options = { skip: !hasNats };
const token = "t".repeat(32);

let folder: string;
let servers: Servers;
let database: Awaited<ReturnType<typeof embeddedCluster>>;
let at: Installation;
before(async () => {
  if (!hasNats) return;
  folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "troad-stream-"));
  fs.chmodSync(folder, 0o711);
  [servers, database] = await Promise.all([natsServers(folder, 3, token), embeddedCluster(path.join(folder, "postgres"))]);
  const env = { INVOICE_STREAM: servers.urls, INVOICE_STREAM_TOKEN: token, INVOICE_STREAM_MIB: "1", LOG_LEVEL: "silent" };
  at = await install(env, { at: new Date().toISOString(), cluster: database });
  await ready();
});
after(async () => {
  if (!hasNats) return;
  await at?.stop();
  await servers.close();
  await database.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function until(what: string, holds: () => Promise<unknown> | unknown, seconds = 20): Promise<void> {
  for (const end = Date.now() + seconds * 1000; ; await wait(50)) {
    if (await Promise.resolve(holds()).catch?.(() => false)) return;
    if (Date.now() > end) assert.fail(`not within ${seconds} s: ${what}`);
  }
}
const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(at.process.endpoints().metrics as string)).text();
  return text.split("\n").reduce((sum, line) => (line.startsWith(name) ? sum + Number(line.split(" ").at(-1)) : sum), 0);
};
const ready = (): Promise<void> => until("the stream answers", async () => (await metric("invoice_stream_ready")) === 1);

type Told = Answer & { judged?: false };
async function send(invoices: readonly Invoice[], headers: Record<string, string> = {}): Promise<{ status: number; told: Told }> {
  const response = await postJson(at, { invoices }, headers);
  return { status: response.status, told: (await response.json()) as Told };
}
const rows = (...serials: number[]) =>
  at.process.schemas.of("invoice").rows<{ number: string; package: string; receivedAt: string }>(
    sql`select i.number, i.package, p.received_at as "receivedAt" from invoice i join package p on p.id = i.package
        where i.number = any(${serials.map((serial) => numbered(serial).number)}) order by 1`,
  );
const judged = (...serials: number[]): Promise<void> =>
  until(`${serials.join(", ")} judged`, async () => (await rows(...serials)).length === serials.length);
const inStream = async (): Promise<number> => {
  const link = await openLink({ servers: servers.urls.split(","), token, maxBytes: 0 });
  try {
    return (await link.jsm.streams.info(streamName)).state.messages;
  } finally {
    await link.nc.close();
  }
};

/** Each process that writes these packages waits until the returned function is called. */
async function hold(...keys: string[]): Promise<() => Promise<void>> {
  const client = new pg.Client({ host: database.socketDir, user: "postgres", database: "troad" });
  client.on("error", () => undefined);
  await client.connect();
  await client.query("begin");
  for (const key of keys)
    await client.query(
      "insert into invoice.package select gen_random_uuid(), id, $1, '', 'json', now(), '{}' from invoice.sender where token_sha256 is not null",
      [key],
    );
  return async () => {
    await client.query("rollback");
    await client.end();
  };
}

test(
  "an upload is acknowledged once it is in the stream, judged after that, and counts from when the stream took it",
  options,
  async () => {
    const began = Date.now();
    const { status, told } = await send([numbered(1), numbered(2, { total: "217" })]);
    assert.deepEqual([status, told.judged, told.taken, told.receivedAt], [202, false, 0, undefined]);
    await judged(1);
    const [row] = await rows(1);
    assert.equal(row!.package, told.package, "known before it was judged");
    assert.ok(Math.abs(new Date(row!.receivedAt).getTime() - began) < 2_000);
    const again = await send([numbered(1), numbered(2, { total: "217" })]);
    assert.deepEqual(
      [again.status, again.told.package, again.told.taken, again.told.refused.map(({ number }) => number)],
      [200, told.package, 1, [numbered(2).number]],
      "the same request is told what became of it",
    );
    const response = await postSigned(at, await signed(at.shop, envelopeOf([numbered(3)])), { "accept-language": "en" });
    assert.equal(response.status, 202);
    assert.match(await response.text(), /<Code>5<\/Code><Description>Taken, not judged yet/);
    await judged(3);
    for (const body of ["{", "[]", '{"invoices":{}}']) assert.equal((await postJson(at, body)).status, 400, body);
  },
);

test("one key for two contents: the second is refused, at once or when it is judged, and changes nothing", options, async () => {
  const key = { "idempotency-key": "till-1/7" };
  const free = await hold("till-1/7");
  const [first, second] = [await send([numbered(10)], key), await send([numbered(11)], key)];
  assert.deepEqual([first.status, second.status], [202, 202]);
  await free();
  await until("both judged", async () => (await inStream()) === 0);
  assert.equal((await rows(10, 11)).length, 1, "one of them");
  const refused = await at.process.schemas
    .of("invoice")
    .rows<{ code: string }>(
      sql`select answer -> 'refused' -> 0 -> 'errors' -> 0 ->> 'code' as code from package where key like 'reused:%'`,
    );
  assert.deepEqual(refused, [{ code: "key.reused" }]);
  assert.equal((await send([numbered(12)], key)).status, 409);
});

test("nothing is absent while uploads wait to be judged; a full stream sends the next one the direct way", options, async () => {
  const keys = ["full-1", "full-2", "full-3", "full-4"];
  const free = await hold(...keys);
  // what cannot be compressed, so that the stream of one MiB is soon full
  const noise = (bytes: number): string => randomBytes(bytes).toString("base64url");
  const large = () => ({ remark: noise(150), items: numbered(0).items.map((item) => ({ ...item, description: noise(180) })) });
  const batch = (n: number) => Array.from({ length: 900 }, (_, i) => numbered(1_000 * n + i, large()));
  for (const [nth, key] of keys.slice(0, 2).entries())
    assert.equal((await send(batch(nth + 1), { "idempotency-key": key })).status, 202);
  const { call: _call, plain } = clientOf(at);
  const asked = (serial: number) =>
    fetch(`${at.process.origin}/PB2CAPIVAN/invapp/InvApp`, {
      method: "POST",
      body: new URLSearchParams(
        plain("qryInvHeader", { type: "Barcode", invNum: numbered(serial).number, generation: "V2", invDate: "2026/01/05" }),
      ),
    });
  const early = await asked(1_000);
  assert.deepEqual([early.status, early.headers.get("retry-after")], [503, "5"]);
  assert.equal(((await early.json()) as { code: string }).code, "invoice.not-judged");
  const before = await metric("invoice_stream_direct_total");
  const rest = [await send(batch(3), { "idempotency-key": "full-5" }), await send(batch(4), { "idempotency-key": "full-6" })];
  const direct = rest.filter(({ status }) => status === 200);
  assert.ok(direct.length > 0 && direct.every(({ told }) => told.taken === 900), "taken and judged");
  assert.equal((await metric("invoice_stream_direct_total")) - before, direct.length);
  await free();
  await judged(1_000, 2_899, 3_000, 4_000);
  assert.equal(((await (await asked(1_000)).json()) as { code: string }).code, "200");
  assert.equal(((await (await asked(999)).json()) as { code: string }).code, "915", "and what nobody sent is absent");
});

test("one server killed: uploads go on, by the stream or directly, and none is lost", options, async () => {
  await servers.kill(0);
  const sent = Array.from({ length: 30 }, (_, n) => 20_000 + n);
  for (const serial of sent) assert.ok([200, 202].includes((await send([numbered(serial)])).status));
  await until(
    "a new leader",
    async () => (await send([numbered(20_100)])).status !== 503 && (await metric("invoice_stream_ready")) === 1,
  );
  assert.equal((await send([numbered(20_101)])).status, 202, "two of three are enough");
  servers.start(0);
  await judged(...sent, 20_101);
});

test("PostgreSQL away: uploads of known senders are taken and judged when it is back", options, async () => {
  await database.stop();
  const sent = [21_000, 21_001, 21_002];
  for (const serial of sent) assert.equal((await send([numbered(serial)])).status, 202);
  const stranger = { process: at.process, shop: { ...at.shop, token: "x".repeat(40) } };
  assert.equal((await postJson(stranger, [numbered(21_009)])).status, 503);
  database = await embeddedCluster(path.join(folder, "postgres"));
  await judged(...sent);
  await until("judged", async () => (await inStream()) === 0);
});

test(
  "all servers killed between commit and acknowledgement: judged again, written once; meanwhile the direct way and an alarm",
  options,
  async () => {
    const free = await hold("acked-late");
    assert.equal((await send([numbered(22_000)], { "idempotency-key": "acked-late" })).status, 202);
    await until("the judge waits for the held key", async () => {
      const [row] = await at.process.schemas
        .of("invoice")
        .rows<{ count: number }>(
          sql`select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        );
      return row!.count > 0;
    });
    for (const nth of [0, 1, 2]) await servers.kill(nth);
    await free();
    await judged(22_000);
    const { status, told } = await send([numbered(22_001)]);
    assert.deepEqual([status, told.taken], [200, 1], "the direct way");
    assert.equal(await metric("invoice_stream_ready"), 0);
    for (const nth of [0, 1, 2]) servers.start(nth);
    await ready();
    await until("through the stream again", async () => (await send([numbered(22_002)])).status === 202 || (await wait(500)));
    await until("the one that was written leaves the stream", async () => (await inStream()) === 0, 45);
    assert.equal((await rows(22_000)).length, 1);
  },
);

test(
  "nats-server#6888: servers killed in turn keep the stream; one that is forgotten raises an alarm, and what waited is taken",
  options,
  async () => {
    const sent: number[] = [];
    for (let round = 0; round < 3; round++) {
      const serial = 23_000 + round;
      await servers.kill(round % 3);
      assert.ok([200, 202].includes((await send([numbered(serial)])).status));
      servers.start(round % 3);
      sent.push(serial);
    }
    await judged(...sent);
    await ready();
    assert.equal(await metric("invoice_stream_forgotten_total"), 0);
    const free = await hold("forgotten-1");
    await until(
      "taken by the stream",
      async () => (await send([numbered(23_100)], { "idempotency-key": "forgotten-1" })).status === 202,
    );
    const link = await openLink({ servers: servers.urls.split(","), token, maxBytes: 0 });
    await link.jsm.streams.delete(streamName);
    await link.nc.close();
    await free();
    await until("the alarm", async () => (await metric("invoice_stream_forgotten_total")) === 1);
    await judged(23_100);
  },
);
