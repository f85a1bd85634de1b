import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { systemClock } from "@troad/kernel";
import {
  fileState,
  formatVerifierKey,
  openCheckpoint,
  openLog,
  parseVerifierKey,
  SIGNATURE_TYPE,
  type Signer,
  verifierKey,
  Witness,
} from "@troad/tlog";
import { openCosigning } from "../registry/cosigning.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cosigning-"));
after(() => fs.rmSync(folder, { recursive: true }));

function signerOf(name: string): Signer {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ type: "spki", format: "der" }).subarray(-32);
  return { name, publicKey: raw, sign: (bytes) => sign(null, bytes, privateKey) };
}

test("after a restart no proof names witnesses beside a checkpoint that they were not asked for yet", async () => {
  const ofLog = signerOf("test.example/log");
  const open = () => openLog({ dir: `${folder}/log`, origin: ofLog.name, signer: ofLog, clock: systemClock });
  const first = await open();
  await first.append([Buffer.from("an entry of the run before")]);
  const logKey = parseVerifierKey(first.verifierKey);
  await first.close();

  const signer = signerOf("test.example/witness");
  const state = await fileState(`${folder}/seen`);
  const logs = [{ origin: logKey.name, keys: [logKey] }];
  const witness = new Witness({ signer, logs: async () => logs, state, clock: systemClock });
  const asked = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const server = http.createServer((request, reply) => {
    void (async () => {
      let text = "";
      for await (const part of request) text += String(part);
      asked.resolve();
      await release.promise;
      const answer = await witness.addCheckpoint(text);
      reply.writeHead(answer.status, { "content-type": answer.type }).end(answer.body);
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const prefix = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const key = formatVerifierKey(verifierKey(signer.name, signer.publicKey, SIGNATURE_TYPE.cosignature));

  const log = await open();
  const witnesses = async () => [{ key: parseVerifierKey(key), prefix }];
  const cosigning = openCosigning({ log, witnesses, report: { warn: () => undefined, error: () => undefined } });
  try {
    const proof = cosigning.covering(0);
    await asked.promise;
    assert.deepEqual(cosigning.witnessKeys(), [], "the witness has not answered");
    release.resolve();

    const note = await proof;
    const { cosignatures } = openCheckpoint(note, {
      origin: logKey.name,
      logKeys: [logKey],
      witnessKeys: cosigning.witnessKeys().map(parseVerifierKey),
    });
    assert.deepEqual(
      cosignatures.map(({ name }) => name),
      [signer.name],
    );
  } finally {
    cosigning.stop();
    server.close();
    await log.close();
  }
});
