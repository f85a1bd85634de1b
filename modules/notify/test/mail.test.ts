import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { backoffMs, shiftedClock } from "@troad/kernel";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import PostalMime from "postal-mime";
import { startModules } from "../../../kernel/test/modules.ts";
import { type NotifyApi, notifyApi } from "../api.ts";
import { quietMs } from "../domain/quiet.ts";
import { deliverJob } from "../jobs.ts";
import { notifyModule } from "../module.ts";
import { mailServer, refusedWith, soon } from "./kit.ts";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-notify-"));
/** Noon in Taipei, whenever the test runs. */
const clock = shiftedClock(Date.parse("2026-11-30T04:00:00Z") - Date.now());
const token = "token-of-the-mail-server";
let started: Awaited<ReturnType<typeof startModules>>;
let notify: NotifyApi;
let server: Awaited<ReturnType<typeof mailServer>>;

before(async () => {
  server = await mailServer(0, (address) => address.startsWith("gone@"));
  fs.writeFileSync(path.join(folder, "dkim.pem"), keys.privateKey.export({ type: "pkcs8", format: "pem" }));
  started = await startModules([notifyModule()], {
    content: ["messages"],
    clock,
    env: {
      MAIL_SERVER: `smtp://127.0.0.1:${server.port}`,
      MAIL_FROM: "notices@gov.example",
      MAIL_DKIM_KEY_FILE: path.join(folder, "dkim.pem"),
      MAIL_BOUNCE_TOKEN: token,
    },
  });
  notify = started.running.use(notifyApi);
});
after(async () => {
  await started.stop();
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const mailTo = (address: string, at = 0) => soon(() => server.received.filter(({ to }) => to.includes(address))[at]);
const text = async (raw: Buffer) => PostalMime.parse(raw);
/** Adds a mail address and confirms it by the code that arrives there. */
async function confirmed(subject: string, value: string, lang = "zh-Hant"): Promise<string> {
  const { id } = await notify.addAddress({ subject, channel: "mail", value, keys: null, lang });
  const { subject: line = "" } = await text((await mailTo(value)).raw);
  const code = /\d{6}/.exec(line)![0];
  const wrong = code === "000000" ? "000001" : "000000";
  await refusedWith("notify.code-wrong", notify.confirmAddress({ subject, id, code: wrong }));
  await refusedWith("notify.not-found", notify.confirmAddress({ subject: "another", id, code }));
  await notify.confirmAddress({ subject, id, code });
  return id;
}
const granted = (key: string, to: string, name: string) =>
  notify.send({ key, to, channel: "mail", template: "case-granted", params: { name, service: "x" } });
const long = "核准".repeat(60);

test("a mail arrives with text and HTML, and mailauth verifies DKIM for a Chinese subject of 120 characters", async () => {
  await confirmed("wang", "wang@mail.example");
  await notify.send({
    key: "long",
    to: "wang",
    channel: "mail",
    template: "official-notice",
    params: { name: "王小明", agency: long, title: "公文" },
    legal: { agency: "moi", name: "王小明", postal: "臺北市" },
  });
  const { raw, from, to } = await mailTo("wang@mail.example", 1);
  const verified = await dkimVerify(raw, {
    resolver: async (name: string) => {
      assert.equal(name, "troad._domainkey.gov.example");
      const der = keys.publicKey.export({ type: "spki", format: "der" }).toString("base64");
      return [[`v=DKIM1; k=rsa; p=${der}`]];
    },
  } as never);
  assert.equal(verified.results[0]?.status.result, "pass", JSON.stringify(verified.results[0]?.status));
  const mail = await text(raw);
  assert.ok(mail.subject!.includes(long) && mail.subject!.length >= 120, mail.subject);
  assert.match(mail.text!, /王小明您好/);
  assert.match(mail.html!, /<a href="[^"]+\/me\/messages\/[0-9a-f-]{36}">/);
  assert.match(from, /^notices\+[0-9a-f-]{36}\.[0-9a-f]{20}@gov\.example$/);
  assert.deepEqual(to, ["wang@mail.example"]);
});

test("a link, HTML or Markdown in a name is words, never a link (alphagov/notifications-api#4080)", async () => {
  await confirmed("evil", "evil@mail.example", "en");
  const name =
    '<a href="https://evil.example">x</a> [win](https://evil.example/) www.evil.example a@evil.example\r\nBcc: all@evil.example';
  await granted("evil", "evil", name);
  const { raw, to } = await mailTo("evil@mail.example", 1);
  const { text: plain = "", html = "", headers } = await text(raw);
  const links = [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) =>
    new URL(href!).pathname.replace(/[0-9a-f-]{36}/, ":id"),
  );
  assert.deepEqual(links, ["/me/messages/:id"]);
  for (const part of [plain, html]) assert.doesNotMatch(part, /evil\.example|https?:\/\/evil|@evil|\]\(/);
  assert.deepEqual([to, headers.filter(({ key }) => key === "bcc").length], [["evil@mail.example"], 0]);
});

test("at night nothing is sent that can wait, but a code and what is urgent are", async () => {
  await confirmed("night", "night@mail.example");
  clock.shift(12 * 3_600_000);
  await granted("night", "night", "王小明");
  assert.equal(
    await notify.sendCode({
      key: "c",
      channel: "mail",
      to: "code@mail.example",
      lang: "en",
      template: "eid-code",
      params: { code: "123456", minutes: "5" },
    }),
    true,
  );
  assert.match((await text((await mailTo("code@mail.example")).raw)).subject!, /123456/);
  assert.equal(server.received.filter(({ to }) => to.includes("night@mail.example")).length, 1, "only the code before");
  assert.equal((await notify.inbox({ to: "night", limit: 10 })).length, 1, "the inbox has it at once");
  assert.equal((await notify.inbox({ to: "code@mail.example", limit: 10 })).length, 0, "a code is in no inbox");
  clock.shift(12 * 3_600_000);
  await mailTo("night@mail.example", 1);
});

test("a mail server that is down gets the mail once it is back, once", async () => {
  await confirmed("down", "down@mail.example");
  await server.stop();
  await granted("down", "down", "王小明");
  await new Promise((done) => setTimeout(done, 2_000));
  const { port } = server;
  const before = server.received;
  server = await mailServer(port, (address) => address.startsWith("gone@"));
  await mailTo("down@mail.example");
  await granted("down", "down", "王小明");
  assert.equal(server.received.filter(({ to }) => to.includes("down@mail.example")).length, 1);
  server.received.unshift(...before);
});

/** A report of a mail server (RFC 3464), as Postfix writes it. */
const report = (to: string, recipient: string, status = "5.1.1") =>
  [
    ...["From: MAILER-DAEMON@mail.example", `To: ${to}`, "Subject: Undelivered Mail Returned to Sender", "MIME-Version: 1.0"],
    ...['Content-Type: multipart/report; report-type=delivery-status; boundary="B"', "", "--B", "Content-Type: text/plain", ""],
    ...[
      "I'm sorry to have to inform you",
      "",
      "--B",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mail.example",
      "",
    ],
    ...[
      `Final-Recipient: rfc822; ${recipient}`,
      "Action: failed",
      `Status: ${status}`,
      "Diagnostic-Code: smtp; 550",
      "  no such user",
      "",
    ],
    ...["--B", "Content-Type: text/rfc822-headers", "", "Subject: x", "", "--B--", ""],
  ].join("\r\n");

test("a returned mail ends its address; a returned copy, a repeated or a forged report does not", async () => {
  await confirmed("moved", "moved@mail.example");
  await granted("moved", "moved", "王小明");
  const { from } = await mailTo("moved@mail.example", 1);
  const post = (body: string, authorization = `Bearer ${token}`) =>
    fetch(new URL("/notify/bounces", started.running.origin), {
      method: "POST",
      headers: { authorization, "content-type": "message/rfc822" },
      body,
    });
  const state = async () => (await notify.reach("moved")).addresses[0]?.state;
  assert.equal((await post(report(from, "moved@mail.example"), "Bearer guessed")).status, 401);
  const forged = from.replace(/\.[0-9a-f]{20}@/, `.${"0".repeat(20)}@`);
  for (const body of [report(forged, "moved@mail.example"), "Subject: hello\r\n\r\nno report", ""])
    assert.equal((await post(body)).status, 400);
  for (const body of [report(from, "copy@elsewhere.example"), report(from, "moved@mail.example", "4.2.2")])
    assert.equal((await post(body)).status, 204);
  assert.equal(await state(), "confirmed", "a copy of it came back, and the mailbox was full for a while");
  for (let times = 0; times < 2; times++) assert.equal((await post(report(from, "moved@mail.example"))).status, 204);
  const returned = (await notify.returned({ limit: 10 })).map(({ state: how, reason }) => [how, reason]);
  assert.deepEqual([await state(), returned], ["bounced", [["bounced", "5.1.1"]]]);
  await granted("after", "moved", "王小明");
  assert.equal((await notify.inbox({ to: "moved", limit: 10 })).length, 2);
});

test("retries span an hour, and nothing but the night is quiet", () => {
  const { attempts } = deliverJob.retry;
  const waits = Array.from({ length: attempts - 1 }, (_, index) => backoffMs(deliverJob.retry, index + 1));
  assert.ok(waits.reduce((sum, one) => sum + one, 0) > 3_600_000);
  const at = (taipei: string): number => quietMs(new Date(`2026-11-30T${taipei}+08:00`)) / 60_000;
  assert.deepEqual(["07:00", "12:00", "21:59", "22:00", "23:59", "00:00", "06:59"].map(at), [0, 0, 0, 540, 421, 420, 1]);
});
