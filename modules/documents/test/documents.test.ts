import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { shiftedClock, taipeiDate } from "@troad/kernel";
import { startModules } from "../../../kernel/test/modules.ts";
import { type DocumentsApi, documentsApi, mostBytesAFile, type NotTaken, pieceBytes } from "../api.ts";
import documents from "../module.ts";
import { clamd } from "../scan/clamd.ts";
import { malware, startClamd } from "./clamd.ts";
import { jpeg, pdf, png, zip } from "./files.ts";

let started: Awaited<ReturnType<typeof startModules>>;
let scanner: Awaited<ReturnType<typeof startClamd>> | undefined;
let api: DocumentsApi;
const clock = shiftedClock();
const missing = !fs.existsSync("/usr/sbin/clamd") && "needs clamd (clamav-daemon)";
before(async () => {
  scanner = missing ? undefined : await startClamd();
  const env = { DOCUMENTS_ERASE_SECONDS: "1", ...(scanner ? { CLAMAV: scanner.socket } : {}) };
  started = await startModules([documents], { env, clock });
  api = started.running.use(documentsApi);
});
after(async () => {
  await started.stop();
  await scanner?.stop();
});

const all = ["pdf", "jpeg", "png"] as const;
async function upload(
  folder: string,
  bytes: Buffer,
  { name = "a.pdf", accept = all as readonly ("pdf" | "jpeg" | "png")[] } = {},
) {
  const begun = await api.begin({ folder, uploader: "wang", name });
  if (!("id" in begun)) return begun;
  for (let seq = 0; seq * pieceBytes < bytes.length; seq++) {
    const piece = bytes.subarray(seq * pieceBytes, (seq + 1) * pieceBytes).toString("base64");
    const fault = await api.append({ folder, id: begun.id, seq, bytes: piece });
    if (fault) return fault;
  }
  return api.finish({ folder, id: begun.id, accept: [...accept] });
}
const codeOf = (result: NotTaken | object): string | undefined => ("code" in result ? result.code : undefined);
async function stored(folder: string, bytes: Buffer, name = "a.pdf") {
  const result = await upload(folder, bytes, { name });
  assert.ok("file" in result, JSON.stringify(result));
  return result.file;
}

test("a file comes back as it was sent, under its hash, and only from its own folder", async () => {
  const folder = randomUUID();
  const bytes = pdf(pieceBytes * 2 + 5);
  const file = await stored(folder, bytes, "../../etc/租約\u202e.pdf");
  assert.equal(file.sha256, createHash("sha256").update(bytes).digest("hex"));
  assert.deepEqual([file.name, file.type, file.size], ["租約.pdf", "pdf", bytes.length]);
  assert.deepEqual(await api.list({ folder }), [file]);
  const opened = await api.open({ folder, id: file.id, reader: "wang" });
  const pieces = await Promise.all(
    Array.from({ length: opened?.pieces ?? 0 }, (_, seq) => api.piece({ folder, id: file.id, seq })),
  );
  assert.ok(Buffer.concat(pieces.map((piece) => Buffer.from(piece!.bytes, "base64"))).equals(bytes));
  const other = randomUUID();
  assert.equal(await api.open({ folder: other, id: file.id, reader: "eve" }), null);
  assert.equal(await api.piece({ folder: other, id: file.id, seq: 0 }), null);
  await api.remove({ folder: other, id: file.id });
  assert.equal((await api.list({ folder })).length, 1);
});

test("a file is what its bytes say: a picture that is a ZIP is refused, and so is what is empty", async () => {
  const folder = randomUUID();
  assert.equal(codeOf(await upload(folder, zip, { name: "a.png" })), "field.file-kind");
  assert.equal(codeOf(await upload(folder, Buffer.concat([png, zip]), { name: "a.png" })), "field.file-kind");
  assert.equal(codeOf(await upload(folder, Buffer.from("<script>alert(1)</script>"), { name: "a.pdf" })), "field.file-kind");
  assert.equal(codeOf(await upload(folder, png, { accept: ["pdf"] })), "field.file-kind");
  assert.equal(codeOf(await upload(folder, Buffer.alloc(0))), "field.file-empty");
  assert.deepEqual(await api.list({ folder }), [], "what is not taken is gone");
  assert.equal((await stored(folder, jpeg, "photo.png")).name, "photo.png.jpg");
});

test("sizes and numbers are bounded, and pieces come in order", async () => {
  const folder = randomUUID();
  assert.equal(codeOf(await upload(folder, pdf(mostBytesAFile + 1))), "field.file-too-large");
  const begun = await api.begin({ folder, uploader: "wang", name: "a" });
  assert.ok("id" in begun);
  const piece = (seq: number, bytes: Buffer) => api.append({ folder, id: begun.id, seq, bytes: bytes.toString("base64") });
  assert.equal((await piece(1, png))?.code, "field.file-unknown", "out of order");
  assert.equal(await piece(0, png), null);
  assert.equal((await piece(1, png))?.code, "field.file-unknown", "after a short piece");
  assert.equal((await piece(0, png))?.code, "field.file-unknown", "twice");
  const many = randomUUID();
  const results = await Promise.all(Array.from({ length: 62 }, () => api.begin({ folder: many, uploader: "wang", name: "a" })));
  assert.deepEqual(results.map(codeOf).filter(Boolean), ["field.files-full", "field.files-full"]);
});

test("documents of a draft go with it; those that a case names stay until their day is over, and leave a proof", async () => {
  const [draft, folder] = [randomUUID(), randomUUID()];
  await stored(draft, png);
  await api.discard({ folder: draft });
  assert.deepEqual(await api.list({ folder: draft }), []);

  const [named, other] = [await stored(folder, png), await stored(folder, jpeg)];
  const keep = (until: string | null) => api.keep({ folder, named: [named.id], rule: "a law", until });
  await keep(null);
  assert.deepEqual(await api.list({ folder }), [named], `${other.id} was not submitted`);
  await api.discard({ folder });
  await api.remove({ folder, id: named.id });
  assert.deepEqual(await api.list({ folder }), [named], "what a case names is not removed");
  await keep(taipeiDate(clock.now()));
  await sleep(1_500);
  assert.equal((await api.list({ folder })).length, 1, "the last day is not over");
  clock.shift(86_400_000);
  for (let tries = 0; (await api.list({ folder })).length > 0; tries++) {
    assert.ok(tries < 100, "it was not erased");
    await sleep(50);
  }
});

test("clamd finds what its signatures name, and such a file is not taken", { skip: missing }, async () => {
  const folder = randomUUID();
  assert.equal(codeOf(await upload(folder, pdf(200, malware))), "field.file-infected");
  assert.deepEqual(await api.list({ folder }), []);
  await stored(folder, pdf(200, "harmless"));
});

test("a scanner that cannot be asked is no scanner that found nothing", async () => {
  const silent = net.createServer((socket) => socket.end("stream: NONSENSE\0"));
  const address = path.join(os.tmpdir(), `troad-silent-${process.pid}.sock`);
  await new Promise<void>((done) => silent.listen(address, done));
  await assert.rejects(clamd(address).scan(png), /NONSENSE/);
  silent.close();
  await assert.rejects(clamd("/nowhere/clamd.sock").scan(png), /ENOENT/);
  assert.throws(() => clamd("nowhere"));
});
