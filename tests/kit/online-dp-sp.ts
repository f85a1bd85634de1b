import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createCipheriv, createHash, hkdfSync, randomUUID, X509Certificate } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { roadApi } from "@troad/road/api";
import { readZip, writeZip } from "@troad/zip";
import { CompactEncrypt, compactDecrypt } from "jose";
import { redirectUri } from "./data-recipient.ts";
import type { Citizen } from "./exchange.ts";
import { until } from "./exchange.ts";
import { root, scratch } from "./government.ts";
import { type OnlineScene, ticked, wanted } from "./online-scene.ts";

type Registered = { client_id: string; client_secret: string; resources: Record<string, string> };
const limits = { archiveBytes: 1 << 24, entries: 50, entryBytes: 1 << 23, totalBytes: 1 << 25 };
/** As a service outside makes it: HKDF of its secret, nothing of ours. */
const keyOf = (secret: string, use: string) => new Uint8Array(hkdfSync("sha256", secret, "", `troad dp-sp ${use}`, 32));

/** A service that speaks Taiwan's protocol, with the weaknesses of its first form tried on it. */
export async function dpSpService(scene: OnlineScene, other: Citizen): Promise<void> {
  const { government, rival, receiver, citizen, at, signedIn, clock } = scene;
  const registered = async (notifyUrl: string, addresses: string[]): Promise<Registered> => {
    const reply = await rival.post("/dp-sp", { notifyUrl, addresses });
    assert.equal(reply.status, 201, reply.text);
    return reply.body as Registered;
  };
  const notify = receiver.address.replace("consents", "sp");
  const own = await registered(notify, ["127.0.0.1", "::1", "192.0.2.0/24"]);
  const names = Object.entries(own.resources).flatMap(([id, set]) => (wanted.some((one) => one.set === set) ? [id] : []));
  const begun = async (tx: string, more: Record<string, string> = {}, asked: readonly string[] = names) => {
    const place = `/mydata/tw/service/${own.client_id}/${Buffer.from(asked.join(":")).toString("base64")}/${tx}`;
    const reply = await fetch(at(`${place}?${new URLSearchParams({ returnUrl: redirectUri, ...more })}`), { redirect: "manual" });
    return { status: reply.status, to: reply.headers.get("location") ?? "" };
  };
  const codeOf = ({ to }: { to: string }) => new URL(to, "http://x").searchParams.get("code");
  const status = async (tx: string, secret = own.client_secret) => {
    const authorization = `Basic ${Buffer.from(`${own.client_id}:${secret}`).toString("base64")}`;
    const reply = await fetch(at("/mydata/tw/service/txid_status"), { headers: { authorization, tx_id: tx } });
    return ((await reply.json()) as { code: string }).code;
  };
  const pull = (ticket: string, tx: string) =>
    fetch(at("/mydata/tw/service/data"), { headers: { permission_ticket: ticket, tx_id: tx } });
  const answers = async (to: string, act: string, person = citizen) => {
    const browser = await signedIn(person.subject);
    const page = await browser.post(at(to), { act, field: ticked });
    return new URL((/href="(https:\/\/bank\.example\/back[^"]+)"/.exec(page.text)?.[1] ?? page.url).replaceAll("&amp;", "&"));
  };
  const sealed = (text: string, secret: string, use = "pid") =>
    new CompactEncrypt(Buffer.from(text)).setProtectedHeader({ alg: "dir", enc: "A256GCM" }).encrypt(keyOf(secret, use));

  // the browser goes nowhere that was not reviewed; wrong requests come back with their numbers
  const elsewhere = await begun(randomUUID(), { returnUrl: "https://evil.example/" });
  assert.deepEqual([elsewhere.status, elsewhere.to], [404, ""]);
  assert.equal(codeOf(await begun(randomUUID(), {}, [names[0]!, names[0]!])), "400");
  assert.equal(codeOf(await begun(randomUUID(), {}, ["API.0000000000"])), "401");
  assert.equal(codeOf(await begun("x")), "401");
  const doubled = createCipheriv("aes-256-cbc", Buffer.from(own.client_secret.slice(0, 16).repeat(2)), Buffer.alloc(16));
  const old = Buffer.concat([doubled.update(citizen.nationalId), doubled.final()]).toString("base64");
  assert.equal(codeOf(await begun(randomUUID(), { pid: old })), "400", "a number under a fixed vector");

  // agreed to: the ticket comes to the service alone, opens once, and from its addresses
  const tx = randomUUID();
  const asked = await begun(tx, { pid: await sealed(citizen.nationalId, own.client_secret) });
  assert.match(asked.to, /^\/my-data\/requests\//);
  assert.equal(codeOf(await begun(tx)), "409", "a number of a transaction is used once");
  assert.equal(await status(tx), "429");
  assert.equal(await status(tx, "wrong"), "401");
  const back = await answers(asked.to, "agree");
  assert.equal(back.searchParams.get("code"), "200");
  const { plaintext: told } = await compactDecrypt(back.searchParams.get("tx_id")!, keyOf(own.client_secret, "tx"));
  assert.equal(Buffer.from(told).toString(), tx);
  for (const address of [asked.to, back.href]) assert.ok(!address.includes(citizen.nationalId), "no number in an address");
  const ticket = await receiver.ticket(tx);
  assert.equal(await status(tx), "200");
  assert.equal((await fetch(at("/mydata/tw/service/data"))).status, 400);
  assert.equal((await pull(randomUUID(), tx)).status, 403);
  assert.equal((await pull(ticket.permission_ticket, randomUUID())).status, 403);
  await registered(notify, ["192.0.2.1"]);
  assert.equal((await pull(ticket.permission_ticket, tx)).status, 401, "a stolen ticket from elsewhere");
  await registered(notify, ["127.0.0.0/8", "::1"]);
  const got = await pull(ticket.permission_ticket, tx);
  assert.equal(got.status, 200);
  assert.match(got.headers.get("content-type") ?? "", /^application\/jwe/);
  const jwe = await got.text();
  const again = await pull(ticket.permission_ticket, tx);
  assert.deepEqual([again.status, await again.text(), await status(tx)], [201, "", "201"]);
  const { plaintext: key } = await compactDecrypt(ticket.secret_key, keyOf(own.client_secret, "ticket"));
  await assert.rejects(compactDecrypt(jwe, Buffer.from("0".repeat(32))));
  const { plaintext, protectedHeader } = await compactDecrypt(jwe, key);
  assert.deepEqual([protectedHeader.alg, protectedHeader.enc], ["A256KW", "A256CBC-HS512"]);
  const given = JSON.parse(Buffer.from(plaintext).toString()) as { filename: string; data: string };
  assert.equal(given.filename, `${own.client_id}.zip`);
  const archive = readZip(Buffer.from(given.data.slice("application/zip;data:".length), "base64"), {
    limits,
    isSafeName: () => true,
  });
  const manifest = Buffer.from(archive.find(({ name }) => name === "META-INFO/manifest.xml")!.data).toString();
  assert.equal([...manifest.matchAll(/<code>(200|204)<\/code>/g)].length, names.length);
  await provesItself(scene, archive.find(({ name }) => name.startsWith("API."))!.data);

  // refused, another person than the one expected, a ticket that ran out, a consent that was withdrawn
  const refused = randomUUID();
  assert.equal((await answers((await begun(refused)).to, "refuse")).searchParams.get("code"), "205");
  assert.equal(await status(refused), "205");
  const mixed = await begun(randomUUID(), { pid: await sealed(citizen.nationalId, own.client_secret) });
  assert.equal((await answers(mixed.to, "agree", other)).searchParams.get("code"), "409");
  const [late, withdrawn] = [randomUUID(), randomUUID()];
  for (const one of [late, withdrawn])
    assert.equal((await answers((await begun(one)).to, "agree")).searchParams.get("code"), "200");
  const [lateTicket, ended] = [await receiver.ticket(late), await receiver.ticket(withdrawn)];
  const browser = await signedIn(citizen.subject);
  const listed = await browser.get(at("/my-data/consents/recipients"));
  const [first] = /recipients\/([0-9a-f-]{36})\/withdraw/.exec(listed.text)?.slice(1) ?? [];
  await browser.post(at(`/my-data/consents/recipients/${first}/withdraw`), {});
  assert.equal((await pull(ended.permission_ticket, withdrawn)).status, 403, "withdrawn before it was fetched");

  // a place under a certificate that nobody trusts is told nothing
  await registered(receiver.impostor.address, ["127.0.0.1"]);
  await answers((await begun(randomUUID())).to, "agree");
  await until(async () => receiver.impostor.calls() > 0 || undefined, "a call");
  assert.equal(receiver.impostor.told(), 0);
  await registered(notify, ["127.0.0.1", "::1", "127.0.0.0/8"]);
  clock.shift(8 * 3_600_000 + 1_000);
  assert.equal((await pull(lateTicket.permission_ticket, late)).status, 403, "after eight hours");
  assert.equal(
    (await fetch(`${government.portal}/mydata/tw/service/spsignature/${own.client_id}`, { method: "POST" })).status,
    404,
  );
}

/** Each part is a package whose signer hangs from the root, by a script that shares nothing with what made it. */
async function provesItself({ government }: OnlineScene, data: Uint8Array): Promise<void> {
  const [pem] = await government.running.use(roadApi).roots();
  const fingerprint = createHash("sha256").update(new X509Certificate(pem!).raw).digest("hex");
  const folder = scratch("dp-sp");
  const file = path.join(folder, "part.zip");
  const checked = (archive: Uint8Array): string => {
    fs.writeFileSync(file, archive);
    const args = [path.join(root, "suites", "mydata-package", "check.mjs"), file, fingerprint, "TWDEMO/GOV/MODA"];
    return spawnSync(process.execPath, args, { encoding: "utf8" }).stdout.trim();
  };
  assert.match(checked(data), /^valid/);
  const items = readZip(Buffer.from(data), { limits, isSafeName: () => true });
  const chain = Buffer.from(items.find(({ name }) => name === "META-INFO/chain.pem")!.data).toString();
  const [above] = /-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/.exec(chain)!;
  const swapped = items.map(({ name, data: one }) => ({
    name,
    data: name === "META-INFO/certificate.cer" ? new X509Certificate(above).raw : one,
  }));
  assert.doesNotMatch(checked(writeZip(swapped)), /^valid/, "whatever certificate lies beside it");
  const bare = items
    .filter(({ name }) => name !== "META-INFO/certificate.ocsp")
    .map(({ name, data: one }) => ({ name, data: one }));
  assert.doesNotMatch(checked(writeZip(bare)), /^valid/, "a certificate without status");
  fs.rmSync(folder, { recursive: true, force: true });
}
