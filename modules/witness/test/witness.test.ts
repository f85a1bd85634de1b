import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { formatVerifierKey, SIGNATURE_TYPE, verifierKey } from "@troad/tlog";
import { openWitnessKey } from "../keys.ts";
import { pinnedLog, readLogs } from "../logs.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "witness-"));
after(() => fs.rmSync(folder, { recursive: true }));

const logKey = (name: string): string => {
  const { publicKey } = openWitnessKey(path.join(folder, "log", name), name);
  return formatVerifierKey(verifierKey(name, publicKey, SIGNATURE_TYPE.ed25519));
};

test("a witness keeps its key over restarts, readable by its user alone", () => {
  const at = path.join(folder, "w");
  const first = openWitnessKey(at, "example/witness");
  const again = openWitnessKey(at, "example/witness");
  assert.deepEqual(again.publicKey, first.publicKey);
  assert.deepEqual(again.sign(Buffer.from("x")), first.sign(Buffer.from("x")));
  assert.equal(fs.statSync(path.join(at, "witness.key")).mode & 0o777, 0o600);
  assert.notDeepEqual(openWitnessKey(path.join(folder, "other"), "example/witness").publicKey, first.publicKey);
});

test("the logs to watch are verifier keys, and text that is none is refused", () => {
  const [a, b] = [logKey("a.example"), logKey("b.example")];
  assert.deepEqual(
    readLogs(` ${a}\n${b} `).map(({ origin }) => origin),
    ["a.example", "b.example"],
  );
  assert.throws(() => readLogs(`${a.slice(0, -4)}AAA=`));
  assert.deepEqual(readLogs(""), []);
});

test("the key that a log shows first is kept: what it shows later is a stranger's", async () => {
  let shown: string | undefined;
  const server = http.createServer((_request, reply) => {
    reply.writeHead(shown === undefined ? 503 : 200).end(shown ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/key`;
  try {
    const at = path.join(folder, "pin");
    const logs = pinnedLog(at, url);
    assert.deepEqual(await logs(), [], "while the log starts nothing is kept");
    shown = logKey("log.example");
    const [first] = await logs();
    assert.equal(first?.origin, "log.example");
    shown = logKey("changed.example");
    assert.deepEqual(await pinnedLog(at, url)(), [first], "also after a restart");
  } finally {
    server.close();
  }
});
