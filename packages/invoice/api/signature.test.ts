import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { hashSerial, isSignature, signatureBase, signParameters } from "./signature.ts";

const key = "c2VjcmV0LWtleQ==";
const parameters = {
  version: "0.1",
  uuid: "uuid-1",
  cardNo: "/AB+.-12",
  appID: "EINV0000000000000",
  action: "carrierInvDnt",
  serial: "0000000001",
};

test("parameters are sorted by name in ASCII and joined as they are before URL encoding", () => {
  assert.equal(
    signatureBase({ ...parameters, UUID: "x", signature: "left out" }),
    "UUID=x&action=carrierInvDnt&appID=EINV0000000000000&cardNo=/AB+.-12&serial=0000000001&uuid=uuid-1&version=0.1",
  );
});

test("a signature holds for what was signed, with the text of the key as key", () => {
  const base = `action=carrierInvDnt&appID=EINV0000000000000&cardNo=/AB+.-12&serial=0000000001&uuid=uuid-1&version=0.1`;
  assert.equal(signParameters(parameters, key), createHmac("sha256", "c2VjcmV0LWtleQ==").update(base).digest("base64"));
  assert.ok(isSignature(parameters, key, signParameters(parameters, key)));
});

test("a changed value, another key, SHA-1 and nonsense are refused", () => {
  const signature = signParameters(parameters, key);
  assert.ok(!isSignature({ ...parameters, cardNo: "/AB .-12" }, key, signature));
  assert.ok(!isSignature(parameters, "another", signature));
  const sha1 = createHmac("sha1", key).update(signatureBase(parameters)).digest("base64");
  assert.ok(!isSignature(parameters, key, sha1));
  assert.ok(!isSignature(parameters, key, ""));
});

test("the hash of a serial is the one of HMAC-SHA256 under the key", () => {
  assert.equal(hashSerial("0000000001", key), "3PSDJluz1hbimUET2ZCvcgV9m14goz2jZmVZJk939rg=");
  assert.equal(hashSerial("0000000002", key), "7aWDyreZVMrmHojV+/i6NurVuziR91LvgVmCY0wEJHE=");
});
