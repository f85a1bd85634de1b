import assert from "node:assert/strict";
import { cp, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import * as browser from "../browser.ts";
import { openLog } from "../log/log.ts";
import { leafHash } from "../merkle/hash.ts";
import { openCheckpoint } from "../note/open.ts";
import { clock, flip, hasCode, newFolder, newLog, numbered, ORIGIN, trustIn } from "../testing/fixtures.ts";
import type { TileSource } from "../tile/source.ts";
import { auditLog } from "./audit.ts";
import { httpTileSource } from "./http-source.ts";
import { parseProof } from "./proof-text.ts";
import { isFork, LogReader, verifyProof } from "./reader.ts";

/** Serves a log's folder as any web server would, and answers the address. */
async function serveFolder(t: TestContext, dir: string): Promise<string> {
  const server = createServer((request, response) => {
    readFile(join(dir, new URL(request.url ?? "/", "http://x").pathname)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** The same source with one file altered: the last byte of a bundle, a bit of every hash of a tile. */
const bent = (source: TileSource, path: string): TileSource => ({
  fetch: async (asked) => {
    const bytes = await source.fetch(asked);
    if (bytes === undefined || asked !== path) return bytes;
    return path.includes("entries") ? flip(bytes) : bytes.map((byte, i) => (i % 32 === 31 ? byte ^ 1 : byte));
  },
});

test("an auditor reads a log over HTTP from nothing but its public files", async (t) => {
  const { log, dir, signer } = await newLog(t);
  await log.append(numbered(0, 1000));
  const reader = new LogReader(httpTileSource({ prefix: await serveFolder(t, dir) }), trustIn(signer));
  const checkpoint = await reader.checkpoint();
  assert.equal(checkpoint.size, 1000);
  assert.deepEqual(
    (await reader.entries(250, 520, checkpoint)).map((entry) => Buffer.from(entry).toString()),
    numbered(250, 520).map(String),
  );
  assert.equal((await reader.inclusionProof(999, leafHash(Buffer.from("entry 999")), checkpoint)).length, 8);
  await assert.rejects(reader.inclusionProof(998, leafHash(Buffer.from("entry 999")), checkpoint), hasCode("proof.refused"));
  await assert.rejects(reader.entries(999, 1001, checkpoint), hasCode("log.range"));
});

test("a proof file convinces anybody offline, in Node and in a browser, and for this entry only", async (t) => {
  const { log, signer } = await newLog(t);
  await log.append(numbered(0, 700));
  const reader = new LogReader(log.source, trustIn(signer));
  const proof = await reader.prove(321, await reader.checkpoint());
  const entry = Buffer.from("entry 321");
  assert.equal(verifyProof(proof, entry, trustIn(signer)).index, 321);
  const key = await browser.readVerifierKey(log.verifierKey);
  assert.equal((await browser.verifyProof(proof, entry, ORIGIN, key)).index, 321);

  assert.throws(() => verifyProof(proof, flip(entry), trustIn(signer)), hasCode("proof.refused"));
  await assert.rejects(browser.verifyProof(proof, flip(entry), ORIGIN, key), hasCode("proof.refused"));
  const elsewhere = proof.replace("index 321", "index 322");
  assert.throws(() => verifyProof(elsewhere, entry, trustIn(signer)), hasCode("proof.refused"));
  const grown = proof.replace("\n700\n", "\n701\n");
  assert.throws(() => verifyProof(grown, entry, trustIn(signer)), hasCode("note.bad-signature"));
  for (const torn of [
    proof.replace("@v1", "@v2"),
    proof.replace("index 321", "index 0321"),
    proof.replace("\n\n", "\nAAAA\n\n"),
    "",
  ]) {
    assert.throws(() => parseProof(torn), hasCode("proof.malformed"));
  }
  assert.equal(parseProof(proof.replace("\nindex", "\nextra aGk=\nindex")).extra?.length, 2);
});

test("each altered file is found out, by the audit and by anyone who reads what it holds", async (t) => {
  const { log, signer } = await newLog(t);
  await log.append(numbered(0, 600));
  const checkpoint = openCheckpoint(log.checkpoint(), trustIn(signer));
  assert.deepEqual(await auditLog(log.source, checkpoint), { entries: 600, tiles: 7 });
  // Beside each file an entry whose bundle, or whose proof, cannot be had without it.
  const bundles = [
    ["entries/000", 0],
    ["entries/002.p/88", 599],
    ["0/002.p/88", 0],
    ["1/000.p/2", 599],
  ] as const;
  const paths = [
    ["0/000", 5],
    ["0/001", 300],
    ["0/002.p/88", 599],
    ["1/000.p/2", 0],
  ] as const;
  for (const [file, index] of bundles) {
    const source = bent(log.source, `tile/${file}`);
    await assert.rejects(auditLog(source, checkpoint), hasCode("tile.untrue"), file);
    await assert.rejects(
      new LogReader(source, trustIn(signer)).entries(index, index + 1, checkpoint),
      hasCode("tile.untrue"),
      file,
    );
  }
  for (const [file, index] of paths) {
    const source = bent(log.source, `tile/${file}`);
    await assert.rejects(auditLog(source, checkpoint), hasCode("tile.untrue"), file);
    const leaf = leafHash(numbered(index, index + 1)[0]!);
    await assert.rejects(
      new LogReader(source, trustIn(signer)).inclusionProof(index, leaf, checkpoint),
      hasCode("proof.refused"),
      file,
    );
  }
  const missing: TileSource = { fetch: async (path) => (path.startsWith("tile/1") ? undefined : log.source.fetch(path)) };
  await assert.rejects(auditLog(missing, checkpoint), hasCode("tile.missing"));
});

test("a log that takes something back, or shows two histories, is caught with its own signatures", async (t) => {
  const { log, dir, signer } = await newLog(t);
  await log.append(numbered(0, 300));
  const other = await newFolder(t);
  await log.close();
  await cp(dir, other, { recursive: true });
  const honest = await openLog({ dir, origin: ORIGIN, signer, clock });
  const forked = await openLog({ dir: other, origin: ORIGIN, signer, clock });
  t.after(() => Promise.all([honest.close(), forked.close()]));

  let serving: TileSource = honest.source;
  const reader = new LogReader({ fetch: (path) => serving.fetch(path) }, trustIn(signer));
  const early = await reader.checkpoint();
  await honest.append(numbered(300, 310));
  const seen = await reader.checkpoint();
  assert.equal((await reader.consistency(early, seen)).length > 0, true);

  serving = forked.source;
  await assert.rejects(reader.checkpoint(), hasCode("checkpoint.rollback"), "smaller");
  await forked.append(numbered(300, 310, "another"));
  await assert.rejects(reader.checkpoint(), hasCode("checkpoint.rollback"), "the same size");
  assert.ok(isFork(seen, openCheckpoint(forked.checkpoint(), trustIn(signer))));
  assert.ok(!isFork(seen, early));
  await forked.append(numbered(310, 900));
  const later = new LogReader(forked.source, trustIn(signer), seen.note);
  await assert.rejects(later.checkpoint(), hasCode("checkpoint.rollback"), "larger");
});

test("a server that is gone, slow, wrong or too generous is told apart from a missing tile", async (t) => {
  const dir = await newFolder(t);
  await writeFile(join(dir, "checkpoint"), "x");
  const prefix = await serveFolder(t, dir);
  assert.equal(await httpTileSource({ prefix }).fetch("tile/0/000"), undefined);
  const answering = (status: number, body: BodyInit | null) =>
    httpTileSource({ prefix, fetch: () => Promise.resolve(new Response(body, { status })) });
  await assert.rejects(answering(500, "no").fetch("checkpoint"), hasCode("tile.unreachable"));
  await assert.rejects(answering(200, new Uint8Array(17_000_000)).fetch("checkpoint"), hasCode("tile.unreachable"));
  const silent: typeof fetch = (_, init) =>
    new Promise((_, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)));
  const alive = setTimeout(() => undefined, 10_000); // the timeout's own timer keeps no process alive
  await assert.rejects(httpTileSource({ prefix, fetch: silent, timeoutMs: 5 }).fetch("checkpoint"), hasCode("tile.unreachable"));
  clearTimeout(alive);
});
