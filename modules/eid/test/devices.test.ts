import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { CompactSign, importPKCS8 } from "jose";
import { SoftAuthenticator } from "./authenticator.ts";
import { type Installation, install } from "./installation.ts";
import { accountOf } from "./phone.ts";

/** Devices by the operator's rule. */
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-mds-"));
const blob = path.join(folder, "blob.jwt");
let it: Installation;

/** An authority of the test signs a list of models (FIDO MDS3) as the FIDO Alliance signs its own. */
async function writeList(entries: object[]): Promise<void> {
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
  if (!fs.existsSync(path.join(folder, "root.pem"))) {
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    openssl("req", "-x509", ...key, "-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=Test MDS Root", "-days", "30");
    openssl("req", ...key, "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=Test MDS");
    openssl(
      "x509",
      "-req",
      "-in",
      "leaf.csr",
      "-CA",
      "root.pem",
      "-CAkey",
      "root.key",
      "-CAcreateserial",
      "-out",
      "leaf.pem",
      "-days",
      "30",
    );
  }
  const der = (name: string) => fs.readFileSync(path.join(folder, name), "utf8").replaceAll(/-----[^-]+-----|\s/g, "");
  const key = await importPKCS8(fs.readFileSync(path.join(folder, "leaf.key"), "utf8"), "ES256");
  const payload = { legalHeader: "test", no: 1, nextUpdate: "2099-01-01", entries };
  const text = new TextEncoder().encode(JSON.stringify(payload));
  const jwt = await new CompactSign(text).setProtectedHeader({ alg: "ES256", x5c: [der("leaf.pem")] }).sign(key);
  fs.writeFileSync(blob, jwt);
}

before(async () => {
  await writeList([]);
  it = await install({ EID_DEVICES: "listed", EID_MDS_BLOB: blob, EID_MDS_ROOT: path.join(folder, "root.pem") });
});
after(async () => {
  await it?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

test("a device whose model the list does not name, and that attests nothing, is refused as a passkey", async () => {
  const account = await accountOf(it, it.people()[0]!);
  const ask = async (place: string, body: object) => {
    const init = {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
    };
    const answer = await account.request(`${it.process.origin}${place}`, init);
    return { status: answer.status, body: (await answer.json()) as Record<string, never> };
  };
  const { body } = await ask("/eid/account/passkeys/options", {});
  const { challengeId, options } = body as unknown as {
    challengeId: string;
    options: { challenge: string; attestation: string };
  };
  assert.equal(options.attestation, "direct");
  const device = new SoftAuthenticator(it.process.origin);
  const refused = await ask("/eid/account/passkeys", { challengeId, response: device.create(options.challenge) });
  assert.deepEqual([refused.status, refused.body.code], [403, "eid.passkey-model"], JSON.stringify(refused.body));
});
