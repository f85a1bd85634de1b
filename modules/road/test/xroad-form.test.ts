import assert from "node:assert/strict";
import { test } from "node:test";
import { CodedError } from "@troad/kernel";
import { encodeCompact } from "@troad/trust";
import { decodeXroadForm, encodeXroadForm, isXroadForm } from "../gateway/xroad/form.ts";
import { passableHeaders, readXroadHead } from "../gateway/xroad/head.ts";
import { readXroadPorts } from "../gateway/xroad/link.ts";
import { readXroadListeners } from "../gateway/xroad/listeners.ts";

const content = { agencies: [{ id: "moi" }, { id: "ndu" }] } as Parameters<typeof readXroadListeners>[1];

test("the doors for X-Road are configured by agency, and what is no door of ours is named at start", () => {
  assert.equal(readXroadListeners("", content).size, 0);
  const listeners = readXroadListeners("moi=5500:5577, ndu=5501:5578", content);
  assert.deepEqual(listeners.get("moi"), { messages: 5500, status: 5577 });
  assert.deepEqual(listeners.get("ndu"), { messages: 5501, status: 5578 });
  for (const wrong of ["moi", "moi=5500", "moi=5500:", "moi=a:b", "moi=5500:5577:1", "moi=70000:1", "nobody=5500:5577", "=1:2"])
    assert.throws(() => readXroadListeners(wrong, content), RangeError, wrong);
  assert.throws(() => readXroadPorts("5500", "ROAD_XROAD_PEER_PORTS"), /ROAD_XROAD_PEER_PORTS/);
});

test("a kept signature in X-Road's form is told from a compact one, with and without a hash chain", () => {
  const xml = Buffer.from("<asic/>");
  const chain = { result: Buffer.from("<result/>"), chain: Buffer.from("<chain/>") };
  for (const kept of [
    { xml, chain: undefined, hasBody: false },
    { xml, chain: undefined, hasBody: true },
    { xml, chain, hasBody: true },
  ]) {
    const encoded = encodeXroadForm(kept);
    assert.ok(isXroadForm(encoded));
    assert.deepEqual(decodeXroadForm(encoded), kept);
  }
  const compact = encodeCompact({ algorithm: "ES256", digest: "SHA-512", signingTime: new Date(0), value: Buffer.alloc(64) });
  assert.equal(isXroadForm(compact), false);
  assert.throws(() => decodeXroadForm(compact));
});

const head = (...lines: string[]): Buffer =>
  Buffer.from(
    ["GET", "/r1/TWDEMO/GOV/MOI/REGISTERS/household/find?of=1", "X-Road-Client:TWDEMO/EDU/NDU/AID", ...lines]
      .map((line) => `${line}\r\n`)
      .join(""),
  );
const ids = ["x-road-id:one", "x-road-request-id:two"];
const refused = (error: unknown): boolean => error instanceof CodedError && error.code.endsWith("InvalidRequest");

test("a head of X-Road's is read without what belongs to a connection, and not where what decides stands twice", () => {
  const read = readXroadHead(
    head("Accept:a", "accept:b", "Cookie:x", "Accept-Encoding:gzip", "Transfer-Encoding:chunked", ...ids),
  );
  assert.deepEqual(read.headers, [
    ["x-road-client", "TWDEMO/EDU/NDU/AID"],
    ["accept", "a, b"],
    ["cookie", "x"],
    ["accept-encoding", "gzip"],
    ["x-road-id", "one"],
    ["x-road-request-id", "two"],
  ]);
  assert.deepEqual([read.method, read.path, read.id, read.requestId], ["GET", "/find?of=1", "one", "two"]);
  for (const odd of [
    head("x-road-client:TWDEMO/GOV/MODA/PORTAL", ...ids),
    head("X-Troad-Consent:a", "x-troad-consent:b", ...ids),
    head("x-road-id:one"),
    head("x-road-request-id:two"),
    head("x-road-id:../one", "x-road-request-id:two"),
    head("x-odd:\u0001", ...ids),
    Buffer.from("get\r\n/r1/a/b/c/d/e\r\n"),
    Buffer.alloc(0),
  ])
    assert.throws(() => readXroadHead(odd), refused, odd.toString());
});

test("of an answer's headers a client gets those that say what it is", () => {
  const kept = passableHeaders([
    ["content-type", "text/plain"],
    ["content-encoding", "gzip"],
    ["x-road-id", "one"],
    ["x-road-request-hash", "h"],
    ["x-road-error", "forged"],
    ["set-cookie", "a=b"],
    ["content-length", "9"],
    ["transfer-encoding", "chunked"],
    ["x-odd", "a\u0001b"],
  ]);
  assert.deepEqual(
    kept.map(([name]) => name),
    ["content-type", "content-encoding", "x-road-id", "x-road-request-hash", "set-cookie"],
  );
});
