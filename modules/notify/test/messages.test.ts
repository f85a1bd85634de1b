import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import { type AddressInfo, isIP } from "node:net";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { shiftedClock } from "@troad/kernel";
import { isPublic, outside, publicLookup } from "@troad/reach";
import { createLocalJWKSet, jwtVerify } from "jose";
import { startModules } from "../../../kernel/test/modules.ts";
import { type NotifyApi, notifyApi } from "../api.ts";
import { notifyModule } from "../module.ts";
import { browser, pushService, refusedWith, soon } from "./kit.ts";

/** Noon of a Monday in Taipei, whenever the test runs. */
const clock = shiftedClock(Date.parse("2026-11-30T04:00:00Z") - Date.now());
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-push-"));
const file = (name: string): string => path.join(folder, name);
const texts: { to: string; text: string; reference: string; authorization: string | undefined }[] = [];
/** A provider of text messages: it knows no number that ends in 000, and fails at the first try of one that ends in 500. */
const provider = http.createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const one = JSON.parse(Buffer.concat(parts).toString()) as (typeof texts)[number];
  const isFirst = !texts.some(({ reference }) => reference === one.reference);
  texts.push({ ...one, authorization: request.headers.authorization });
  response.writeHead(one.to.endsWith("000") ? 422 : one.to.endsWith("500") && isFirst ? 503 : 202).end();
});
let started: Awaited<ReturnType<typeof startModules>>;
let push: Awaited<ReturnType<typeof pushService>>;
let messages: NotifyApi;
before(async () => {
  const subject = ["-subj", "/CN=push.example", "-addext", "subjectAltName=DNS:push.example", "-days", "2", "-nodes"];
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-keyout", file("key"), "-out", file("crt")];
  execFileSync("openssl", ["req", "-x509", ...key, ...subject], { stdio: "ignore" });
  const tls = { key: fs.readFileSync(file("key"), "utf8"), cert: fs.readFileSync(file("crt"), "utf8") };
  push = await pushService(tls);
  await new Promise<void>((done) => provider.listen(0, "127.0.0.1", done));
  const here = notifyModule({
    ca: tls.cert,
    lookup: (_host, options, done) =>
      options.all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4),
  });
  const env = {
    PUSH_SERVICES: `push.example:${push.port}`,
    SMS_PROVIDER: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/messages`,
    SMS_TOKEN: "sms-token",
  };
  started = await startModules([here], { content: ["messages"], clock, env });
  messages = started.running.use(notifyApi);
});
after(async () => {
  await started.stop();
  await push.stop();
  provider.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const message = (key: string, to: string) => ({
  key,
  to,
  channel: "message" as const,
  template: "case-granted",
  params: { name: "王小明" },
});

test("a message is sent once, however often its job is repeated after a kill", async () => {
  await messages.send(message("once", "wang"));
  await messages.send({ ...message("once", "wang"), params: { name: "altered" }, link: "https://evil.example/" });
  const inbox = await messages.inbox({ to: "wang", limit: 10 });
  assert.deepEqual(
    inbox.map(({ params, link, read }) => ({ params, link, read })),
    [{ params: { name: "王小明" }, link: null, read: false }],
  );
});

test("a person's inbox has the newest message first, page by page, and nobody else's", async () => {
  for (const key of ["a", "b", "c"]) {
    await messages.send({ ...message(key, "lin"), link: `https://gov.example/${key}` });
    // ids tell the order of time by the millisecond
    await sleep(2);
  }
  await messages.send(message("d", "chen"));
  const linksOf = async (query: { before?: string }) => {
    const page = await messages.inbox({ to: "lin", limit: 2, ...query });
    return { links: page.map(({ link }) => link?.slice(-1)), last: page.at(-1)?.id };
  };
  const first = await linksOf({});
  assert.deepEqual(first.links, ["c", "b"]);
  assert.deepEqual((await linksOf({ before: first.last! })).links, ["a"]);
  assert.equal((await messages.inbox({ limit: 100 })).length, 5, "without a person it is everybody's");
});

test("reading a message is its receiver's own: nobody else finds it or marks it", async () => {
  await messages.send(message("own", "hsu"));
  await messages.send(message("other", "hsu"));
  const [newest] = await messages.inbox({ to: "hsu", limit: 1 });
  assert.equal(await messages.unread("hsu"), 2);
  assert.equal(await messages.message({ subject: "wang", id: newest!.id }), null);
  assert.equal(await messages.markRead({ subject: "wang", id: newest!.id }), false);
  assert.equal(await messages.unread("hsu"), 2, "what another person did counts for nothing");
  for (let click = 0; click < 2; click++) assert.equal(await messages.markRead({ subject: "hsu", id: newest!.id }), true);
  assert.deepEqual([await messages.unread("hsu"), (await messages.message({ subject: "hsu", id: newest!.id }))?.read], [1, true]);
  assert.equal(await messages.message({ subject: "hsu", id: "no-id" }), null);
});

const subscribe = (subject: string, address: string, keys = browser().keys) =>
  messages.addAddress({ subject, channel: "push", value: address, keys, lang: "zh-Hant" });
const at = (way: string): string => `https://push.example:${push.port}${way}`;
const stateOf = async (subject: string) => (await messages.reach(subject)).addresses.map(({ state }) => state);

test("a push service over TLS finds our VAPID token good, and the browser reads what was encrypted for it (RFC 8291)", async () => {
  const own = browser();
  await subscribe("pushed", at("/send/1"), own.keys);
  await messages.send(message("push", "pushed"));
  const { headers, body } = await soon(() => push.received.find(({ path: way }) => way === "/send/1"));
  const [, token = "", key = ""] = /^vapid t=([^,]+), ?k=(.+)$/.exec(String(headers.authorization)) ?? [];
  const point = Buffer.from(key, "base64url");
  assert.equal(key, (await messages.reach("pushed")).pushKey);
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url"));
  const keys = createLocalJWKSet({ keys: [{ kty: "EC", crv: "P-256", x: x!, y: y! }] });
  const { payload } = await jwtVerify(token, keys, { audience: `https://push.example:${push.port}` });
  assert.ok(payload.exp! - Date.now() / 1_000 <= 86_400 && /^(mailto|https):/.test(payload.sub!));
  assert.deepEqual([headers["content-encoding"], headers.ttl, headers.urgency], ["aes128gcm", "86400", "normal"]);
  const shown = JSON.parse(own.read(body));
  const [inbox] = await messages.inbox({ to: "pushed", limit: 1 });
  assert.deepEqual([shown.title, shown.body, shown.lang], [inbox!.subject, inbox!.body, "zh-Hant"]);
  assert.ok(shown.link.endsWith(`/me/messages/${inbox!.id}`) && !body.includes("王小明"));
});

test("attack: a push address leads to none of our own machines, and to nobody but push services (basecamp/once-campfire#265)", async () => {
  const { keys } = browser();
  const bad = [
    "http://push.example/x",
    "https://127.0.0.1/x",
    "https://push.example.evil.example/x",
    "https://a:b@push.example/x",
  ];
  const more = ["https://push.example:22/x", "https://169.254.169.254/latest", "file:///etc/passwd", "no address"];
  for (const address of [...bad, ...more]) await refusedWith("notify.address-malformed", subscribe("attacker", address));
  await refusedWith("notify.address-malformed", subscribe("attacker", at("/x"), { ...keys, p256dh: "AAAA" }));
  const allowed = ["fcm.googleapis.com", "*.push.apple.com"];
  const isAllowed = (address: string) => outside(address, allowed) !== undefined;
  assert.deepEqual(
    [
      "https://fcm.googleapis.com/x",
      "https://web.push.apple.com/x",
      "https://push.apple.com/x",
      "https://evilpush.apple.com/x",
    ].map(isAllowed),
    [true, true, false, false],
  );
  const inside = [
    "127.0.0.1",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
  ];
  const insideSix = [
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "ff02::1",
    "2001:db8::1",
  ];
  assert.deepEqual(
    [...inside, ...insideSix].filter((one) => isIP(one) === 0 || isPublic(one)),
    [],
  );
  assert.deepEqual(["8.8.8.8", "2404:6800:4012::1"].map(isPublic), [true, true]);
  const error = await new Promise<Error | null>((done) => publicLookup("localhost", {}, (refused) => done(refused)));
  assert.match(String(error), /no public address/);
  // what a service answers is not followed, and a subscription that ended is not used again
  await subscribe("moved", at("/302"));
  await subscribe("ended", at("/410"));
  for (const to of ["moved", "ended"]) await messages.send(message(`push ${to}`, to));
  await soon(async () => ((await stateOf("ended"))[0] === "bounced" ? true : undefined));
  await soon(async () => ((await messages.returned({ limit: 10 })).length === 2 ? true : undefined));
  assert.deepEqual(
    [await stateOf("moved"), push.received.filter(({ path: way }) => way === "/inside").length],
    [["confirmed"], 0],
  );
  await messages.send(message("push again", "ended"));
  assert.equal(push.received.filter(({ path: way }) => way === "/410").length, 1);
});

test("a telephone is confirmed by the code that it gets; a number that the provider refuses is not used again", async () => {
  const add = (value: string, subject = "caller") =>
    messages.addAddress({ subject, channel: "sms", value, keys: null, lang: "en" });
  for (const value of ["02-2356-5000", "+1 202 555 0100", "0912"]) await refusedWith("notify.address-malformed", add(value));
  const { id } = await add("0912-345-500");
  const [first, again] = await soon(() => (texts.length > 1 ? texts : undefined));
  assert.deepEqual([first!.to, first!.authorization, again!.reference], ["+886912345500", "Bearer sms-token", first!.reference]);
  await refusedWith("notify.code-too-soon", add("0912-345-501"));
  const code = /\d{6}/.exec(first!.text)![0];
  const wrong = code === "111111" ? "222222" : "111111";
  for (let tries = 0; tries < 5; tries++)
    await refusedWith("notify.code-wrong", messages.confirmAddress({ subject: "caller", id, code: wrong }));
  await refusedWith("notify.code-over", messages.confirmAddress({ subject: "caller", id, code }));
  clock.shift(61_000);
  await add("0912345500");
  const next = await soon(() => texts.find(({ text }) => text.includes("code") && !text.includes(code)));
  await messages.confirmAddress({ subject: "caller", id, code: /\d{6}/.exec(next.text)![0] });
  await messages.send(message("sms", "caller"));
  const told = await soon(() => texts.find(({ text }) => text.includes("/me/messages/")));
  assert.ok(told.text.length <= 335 && told.text.includes("granted"));
  await add("0900000000", "refused");
  await soon(async () => (await messages.returned({ limit: 10 })).find(({ channel }) => channel === "sms"));
});

test("a legal notice is delivered when it is opened, and no silence holds it back", async () => {
  const notice = (key: string, to: string) =>
    messages.send({
      ...message(key, to),
      template: "official-notice",
      legal: { agency: "moi", name: "王小明", postal: "100臺北市中正區徐州路5號" },
    });
  await refusedWith("notify.legal-incomplete", messages.send({ ...message("bare", "legal"), template: "official-notice" }));
  const topics = ["cases", "invoices", "access", "account"] as const;
  await subscribe("legal", at("/send/legal"));
  await messages.setSilences({ subject: "legal", silences: topics.map((topic) => ({ channel: "push", topic })) });
  await messages.send(message("quiet", "legal"));
  await notice("opened", "legal");
  await soon(() => push.received.find(({ path: way }) => way === "/send/legal"));
  assert.equal(push.received.filter(({ path: way }) => way === "/send/legal").length, 1, "the other one is silenced");
  assert.equal(await messages.delivered("opened"), null, "that it was pushed delivers nothing");
  const [{ id } = { id: "" }] = await messages.inbox({ to: "legal", limit: 1 });
  await messages.markRead({ subject: "other", id });
  assert.equal(await messages.delivered("opened"), null);
  await messages.markRead({ subject: "legal", id });
  const delivered = await messages.delivered("opened");
  // thirty days after Monday 30 November: Wednesday 30 December
  assert.deepEqual([delivered?.by, delivered?.at.slice(0, 10), delivered?.appealUntil], ["opened", "2026-11-30", "2026-12-30"]);
  await notice("posted", "unreached");
});

test("what nobody opened in three working days is printed, posted and followed, one step after the other", async () => {
  const list = () => messages.toPost({ agency: "moi", limit: 10 });
  const days = (count: number) => clock.shift(count * 86_400_000);
  days(3);
  assert.equal((await list()).length, 0, "Thursday is the third working day");
  days(1);
  const [notice] = await list();
  assert.deepEqual([notice?.postal, notice?.next], ["100臺北市中正區徐州路5號", ["printed"]]);
  assert.deepEqual([(await list()).length, (await messages.toPost({ agency: "mol", limit: 10 })).length], [1, 0]);
  const step = (name: "printed" | "posted" | "delivered" | "returned", more = {}, agency = "moi") =>
    messages.recordStep({ agency, id: notice!.id, officer: "officer", step: name, ...more });
  await refusedWith("notify.step-not-now", step("posted", { number: "12345678901234" }));
  await refusedWith("notify.not-found", step("printed", {}, "mol"));
  for (let clicks = 0; clicks < 2; clicks++) await step("printed");
  await refusedWith("notify.number-malformed", step("posted", { number: "1" }));
  await step("posted", { number: "12345678901234" });
  for (const day of ["2026-12-03", "2026-12-31", "2026-13-01", ""])
    await refusedWith("notify.day-impossible", step("delivered", { day }));
  days(3);
  await step("delivered", { day: "2026-12-06" });
  await refusedWith("notify.step-not-now", step("returned", { day: "2026-12-06" }));
  const delivered = await messages.delivered("posted");
  // thirty days after Sunday 6 December: Tuesday 5 January
  assert.deepEqual([delivered?.by, delivered?.appealUntil, (await list()).length], ["delivered", "2027-01-05", 0]);
});
