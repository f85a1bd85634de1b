import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { openLog } from "../log/log.ts";
import type { Hash } from "../merkle/walk.ts";
import { type Signer, verifierKey } from "../note/ed25519.ts";
import { openCheckpoint } from "../note/open.ts";
import { SIGNATURE_TYPE } from "../note/verifier-key.ts";
import { clock, hasCode, newFolder, newLog, newSigner, numbered, ORIGIN, trustIn } from "../testing/fixtures.ts";
import { type Post, WitnessClient, type WitnessPeer } from "./collect.ts";
import { formatAddCheckpoint } from "./request.ts";
import { fileState } from "./state.ts";
import { Witness } from "./witness.ts";

const keyOf = (signer: Signer) => verifierKey(signer.name, signer.publicKey, SIGNATURE_TYPE.cosignature);

type Running = { signer: Signer; witness: Witness; peer: WitnessPeer; folder: string; misconduct: string[] };

async function newWitness(
  t: TestContext,
  name: string,
  log: Signer,
  folder?: string,
  signer = newSigner(name),
): Promise<Running> {
  const dir = folder ?? (await newFolder(t));
  const misconduct: string[] = [];
  const witness = new Witness({
    signer,
    logs: [{ origin: ORIGIN, keys: trustIn(log).logKeys }],
    state: await fileState(dir),
    clock,
    onMisconduct: ({ shown }) => misconduct.push(shown),
  });
  return { signer, witness, peer: { key: keyOf(signer), prefix: `http://${name}` }, folder: dir, misconduct };
}

/** Goes to the witnesses without a network between: the bodies and statuses are those of HTTP. */
const postTo =
  (...running: Running[]): Post =>
  async (url, body) => {
    const found = running.find(({ peer }) => url === `${peer.prefix}/add-checkpoint`);
    if (!found) throw new Error("connection refused");
    return found.witness.addCheckpoint(body);
  };
const trusting = (log: Signer, witnesses: Running[], witnessesNeeded: number) => ({
  ...trustIn(log),
  witnessKeys: witnesses.map(({ peer }) => peer.key),
  witnessesNeeded,
});

test("witnesses cosign a growing log, and a reader that wants two of three gets them while one is away", async (t) => {
  const { log, signer } = await newLog(t);
  const [a, b, c] = [await newWitness(t, "a", signer), await newWitness(t, "b", signer), await newWitness(t, "c", signer)];
  const client = new WitnessClient([a.peer, b.peer, c.peer], (m, n) => log.consistencyProof(m, n), postTo(a, b));
  for (let round = 1; round <= 3; round++) {
    await log.append(numbered(0, 7 * round));
    const { note, asked } = await client.cosign(log.checkpoint());
    assert.deepEqual(
      asked.map((one) => (one.ok ? "ok" : one.fault)),
      ["ok", "ok", "witness.away"],
    );
    const opened = openCheckpoint(note, trusting(signer, [a, b, c], 2));
    assert.deepEqual(
      opened.cosignatures.map(({ timestamp }) => timestamp),
      [clock.now().getTime() / 1000, clock.now().getTime() / 1000],
    );
    assert.throws(() => openCheckpoint(note, trusting(signer, [a, b, c], 3)), hasCode("note.unsigned"));
    // the log goes on even while a witness is away
    assert.throws(() => openCheckpoint(log.checkpoint(), trusting(signer, [a, b, c], 1)), hasCode("note.unsigned"));
  }
});

test("a log that started anew learns from the 409 what the witness has seen", async (t) => {
  const { log, signer } = await newLog(t);
  const a = await newWitness(t, "a", signer);
  await log.append(numbered(0, 300));
  await new WitnessClient([a.peer], (m, n) => log.consistencyProof(m, n), postTo(a)).cosign(log.checkpoint());
  await log.append(numbered(300, 600));
  const later = new WitnessClient([a.peer], (m, n) => log.consistencyProof(m, n), postTo(a));
  assert.ok((await later.cosign(log.checkpoint())).asked[0]?.ok);
});

test("each refusal has the status of the standard", async (t) => {
  const { log, signer } = await newLog(t);
  const { witness } = await newWitness(t, "a", signer);
  await log.append(numbered(0, 5));
  const five = log.checkpoint();
  await log.append(numbered(5, 9));
  const nine = log.checkpoint();
  const proof = await log.consistencyProof(5, 9);
  const ask = async (oldSize: number, hashes: readonly Hash[], checkpoint: string): Promise<number> =>
    (await witness.addCheckpoint(formatAddCheckpoint({ oldSize, proof: hashes, checkpoint }))).status;

  const stranger = await newLog(t, { signer: newSigner() });
  assert.equal(await ask(0, [], stranger.log.checkpoint()), 403, "signed by another key");
  assert.equal(await ask(0, [], five.replaceAll(ORIGIN, "other.example/log")), 404);
  assert.equal(await ask(0, [], five.replace("\n5\n", "\n6\n")), 403, "altered");
  assert.equal(await ask(7, [], five), 400);
  assert.equal((await witness.addCheckpoint("old 0\nrubbish")).status, 400);
  assert.equal((await witness.addCheckpoint(`old 05\n\n${five}`)).status, 400);
  assert.equal((await witness.addCheckpoint("x".repeat(100_000))).status, 400);
  assert.equal(await ask(0, proof, five), 422, "a proof from nothing");
  assert.equal(await ask(0, [], five), 200);
  const conflict = await witness.addCheckpoint(formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: nine }));
  assert.deepEqual(conflict, { status: 409, type: "text/x.tlog.size", body: "5\n" });
  assert.equal(await ask(5, proof.toReversed(), nine), 422);
  assert.equal(await ask(5, [], nine), 422);
  assert.equal(await ask(5, [], five), 200, "the same checkpoint again");
  assert.equal(await ask(5, proof, nine), 200);
  assert.equal(await ask(5, [], five), 409, "not back again");
});

test("a log that shows two histories gets cosignatures for one of them only, and is found out", async (t) => {
  const { log, signer } = await newLog(t);
  // The log's own key signs another history in another folder: a split view.
  const other = await openLog({ dir: await newFolder(t), origin: ORIGIN, signer, clock });
  t.after(() => other.close());
  const witnesses = [await newWitness(t, "a", signer), await newWitness(t, "b", signer)];
  const peers = witnesses.map(({ peer }) => peer);
  await log.append(numbered(0, 10));
  await other.append(numbered(0, 10, "forged"));
  const honest = new WitnessClient(peers, (m, n) => log.consistencyProof(m, n), postTo(...witnesses));
  assert.ok((await honest.cosign(log.checkpoint())).asked.every((one) => one.ok));
  for (const more of [0, 5]) {
    if (more > 0) await other.append(numbered(10, 10 + more, "forged"));
    const forger = new WitnessClient(peers, (m, n) => other.consistencyProof(m, n), postTo(...witnesses));
    const { note, asked } = await forger.cosign(other.checkpoint());
    assert.deepEqual(
      asked.map((one) => (one.ok ? "ok" : one.fault)),
      ["witness.refused", "witness.refused"],
    );
    assert.throws(() => openCheckpoint(note, trusting(signer, witnesses, 1)), hasCode("note.unsigned"));
  }
  assert.equal(witnesses[0]!.misconduct.length, 2, "each contradicting checkpoint is kept as proof");
});

test("a rollback is refused, even by a witness that was started anew", async (t) => {
  const { log, signer } = await newLog(t);
  const first = await newWitness(t, "a", signer);
  await log.append(numbered(0, 4));
  const small = log.checkpoint();
  await log.append(numbered(4, 8));
  const client = new WitnessClient([first.peer], (m, n) => log.consistencyProof(m, n), postTo(first));
  assert.ok((await client.cosign(log.checkpoint())).asked[0]?.ok);
  const again = await newWitness(t, "a", signer, first.folder, first.signer);
  for (const oldSize of [0, 4])
    assert.deepEqual(await again.witness.addCheckpoint(formatAddCheckpoint({ oldSize, proof: [], checkpoint: small })), {
      status: 409,
      type: "text/x.tlog.size",
      body: "8\n",
    });
});

test("a witness whose memory is damaged cosigns nothing", async (t) => {
  const { log, signer } = await newLog(t);
  const { witness, folder } = await newWitness(t, "a", signer);
  await log.append(numbered(0, 4));
  const body = formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: log.checkpoint() });
  assert.equal((await witness.addCheckpoint(body)).status, 200);
  const [file] = readdirSync(folder);
  writeFileSync(join(folder, file!), "");
  await assert.rejects(witness.addCheckpoint(body), hasCode("note.malformed"));
});

test("of many requests at once with the same old size, one grows the tree", async (t) => {
  const { log, signer } = await newLog(t);
  const { witness } = await newWitness(t, "a", signer);
  const notes: string[] = [];
  for (let at = 0; at < 6; at++) {
    await log.append(numbered(at, at + 1));
    notes.push(log.checkpoint());
  }
  const answers = await Promise.all(
    notes.map((checkpoint) => witness.addCheckpoint(formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint }))),
  );
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 409, 409, 409, 409, 409],
  );
});

test("cosignatures of an unknown witness and forged ones are not taken over", async (t) => {
  const { log, signer } = await newLog(t);
  const [a, stranger] = [await newWitness(t, "a", signer), await newWitness(t, "a", signer)];
  await log.append(numbered(0, 4));
  const prove = (m: number, n: number) => log.consistencyProof(m, n);
  const impostor: Post = (_url, body) => stranger.witness.addCheckpoint(body);
  const { note, asked } = await new WitnessClient([a.peer], prove, impostor).cosign(log.checkpoint());
  assert.deepEqual(asked[0]?.ok === false && asked[0].fault, "witness.bad-signature");
  assert.equal(note, log.checkpoint());
  const altered: Post = async (url, body) => {
    const answer = await postTo(a)(url, body);
    return { ...answer, body: answer.body.replace(/(.{20})(.)(.*\n)$/, (_all, x, y, z) => `${x}${y === "A" ? "B" : "A"}${z}`) };
  };
  const forged = await new WitnessClient([a.peer], prove, altered).cosign(log.checkpoint());
  assert.equal(forged.asked[0]?.ok, false);
  const endless: Post = async () => ({ status: 409, body: "3\n" });
  assert.equal((await new WitnessClient([a.peer], prove, endless).cosign(log.checkpoint())).asked[0]?.ok, false);
});
