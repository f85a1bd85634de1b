import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { lookup } from "node:dns";
import fs from "node:fs";
import https from "node:https";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Database, defineModule, shiftedClock } from "@troad/kernel";
import { paid } from "@troad/pay/events";
import { startModules } from "../../../kernel/test/modules.ts";
import { webhooksModule } from "../module.ts";
import { secretOf, webhookSender } from "../send.ts";
import { signedHeaders } from "../signature.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-webhooks-"));
const file = (name: string): string => path.join(folder, name);
type Heard = { headers: NodeJS.Dict<string | string[]>; body: string };
const heard: Heard[] = [];
let answers: number[] = [];
let server: https.Server;
let started: Awaited<ReturnType<typeof startModules>>;
let db: Database;
const clock = shiftedClock();
let data = "";
const pay = defineModule({
  name: "pay",
  root: new URL("../../pay/module.ts", import.meta.url).href,
  create: (ctx) => {
    db = ctx.db;
    data = ctx.dataDir;
    return {};
  },
});
before(async () => {
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const made = spawnSync("openssl", [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "2",
    "-keyout",
    file("key"),
    "-out",
    file("crt"),
    ...subject,
  ]);
  assert.equal(made.status, 0);
  server = https.createServer(
    { key: fs.readFileSync(file("key")), cert: fs.readFileSync(file("crt")) },
    async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      heard.push({ headers: request.headers, body });
      response.writeHead(answers.shift() ?? 204, { location: "https://localhost:1/else" }).end();
    },
  );
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  const content = file("content");
  for (const [id, address] of [
    ["good", `https://${host}/hook`],
    ["elsewhere", "https://evil.example/hook"],
  ] as const) {
    fs.mkdirSync(path.join(content, "webhooks", id), { recursive: true });
    fs.writeFileSync(path.join(content, "webhooks", id, "webhook.json"), JSON.stringify({ address, events: [paid.name] }));
  }
  const env = { WEBHOOK_HOSTS: host, TROAD_CONTENT: content };
  const connect = { lookup: lookup as never, ca: fs.readFileSync(file("crt"), "utf8") };
  started = await startModules([pay, webhooksModule(connect)], { env, clock });
});
after(async () => {
  await started.stop();
  server.close();
  fs.rmSync(folder, { recursive: true, force: true });
});
async function hears(count: number): Promise<void> {
  for (let tries = 0; heard.length < count; tries++) {
    if (tries > 200) assert.fail(`heard ${heard.length}`);
    await sleep(50);
  }
}

test("an event is told once more when it was not taken, under the same id and signed anew; redirects are not followed", async () => {
  answers = [500, 302, 204];
  const payment = "01a22510-096c-7f75-b4c3-f718750e1c9b";
  await db.tx((tx) => tx.publish(paid, { payment, key: "case 1", amount: 300, at: "2026-11-30T02:00:00.000Z" }));
  await hears(3);
  await sleep(300);
  assert.equal(heard.length, 3, "the endpoint whose host is not allowed hears nothing");
  assert.equal(new Set(heard.map(({ headers }) => headers["webhook-id"])).size, 1);
  const { headers, body } = heard[2]!;
  const secret = secretOf(path.join(data, "webhooks"), "good");
  const signed = `${headers["webhook-id"] as string}.${headers["webhook-timestamp"] as string}.${body}`;
  const expected = createHmac("sha256", Buffer.from(secret.slice(6), "base64"))
    .update(signed)
    .digest("base64");
  assert.equal(headers["webhook-signature"], `v1,${expected}`);
  assert.deepEqual(JSON.parse(body), {
    ...{ type: "pay.paid.v1", timestamp: "2026-11-30T02:00:00.000Z" },
    data: { payment, key: "case 1", amount: 300, at: "2026-11-30T02:00:00.000Z" },
  });
});

test("a receiver that is down for a day loses no event: each comes once it is back, under one id and signed anew (fenilsonani/email-server#36)", async () => {
  const { port } = server.address() as AddressInfo;
  const before = heard.length;
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  const payments = Array.from({ length: 20 }, (_, at) => `01a22510-096c-7f75-b4c3-f718750e1d${String(at + 10)}`);
  for (const payment of payments.slice(0, 10))
    await db.tx((tx) => tx.publish(paid, { payment, key: payment, amount: 1, at: "2026-11-30T02:00:00.000Z" }));
  // tried and failed over and over: a day passes in steps, events of its second half come to those that wait
  for (let hour = 0; hour < 24; hour++) {
    if (hour === 12)
      for (const payment of payments.slice(10))
        await db.tx((tx) => tx.publish(paid, { payment, key: payment, amount: 1, at: "2026-11-30T14:00:00.000Z" }));
    clock.shift(3_600_000);
    await sleep(40);
  }
  assert.equal(heard.length, before, "nothing was listening");
  const backAt = clock.now().getTime() / 1000;
  await new Promise<void>((done) => server.listen(port, "localhost", done));
  const paymentOf = ({ body }: Heard): string => (JSON.parse(body) as { data: { payment: string } }).data.payment;
  const told = () => heard.slice(before);
  for (let tries = 0; new Set(told().map(paymentOf)).size < payments.length; tries++) {
    // one that was just tried waits for another hour
    if (tries % 20 === 0) clock.shift(3_600_000);
    if (tries > 200) assert.fail(`heard of ${told().map(paymentOf).join()}`);
    await sleep(50);
  }
  assert.deepEqual([...new Set(told().map(paymentOf))].toSorted(), payments);
  // one that the jump of the clock took for broken off may come again, and its receiver knows it by its id
  const ids = new Set(told().map((one) => `${paymentOf(one)} ${String(one.headers["webhook-id"])}`));
  assert.equal(ids.size, payments.length);
  for (const { headers } of told()) assert.ok(Number(headers["webhook-timestamp"]) > backAt - 60, "signed when it was sent");
});

test("the signature is that of the example of Standard Webhooks", () => {
  const headers = signedHeaders("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", {
    ...{ id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: new Date(1_614_265_330_000), body: '{"test": 2432232314}' },
  });
  assert.equal(headers["webhook-signature"], "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

test("attack: a name that leads to this machine is not called", async () => {
  const { address, port } = server.address() as AddressInfo;
  assert.ok(address);
  const host = `localhost:${port}`;
  const endpoints = [{ id: "inside", address: `https://${host}/hook`, events: [paid.name] }];
  const parts = { clock: { now: () => new Date() }, folder, log: { warn: () => undefined } as never, hosts: [host], endpoints };
  const { job, close } = webhookSender({ ...parts, connect: {} });
  const payload = { endpoint: "inside", id: "msg_1", type: paid.name, at: "2026-11-30T02:00:00.000Z", data: {} };
  const before = heard.length;
  await assert.rejects(job.run({ payload } as never), /no public address/);
  assert.equal(heard.length, before);
  close();
});
