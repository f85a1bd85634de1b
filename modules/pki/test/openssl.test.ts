import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { createCsr, csrPem, generateSigner, parseCertificate } from "@troad/trust";
import { type PkiApi, pkiApi } from "../api.ts";
import { rotate } from "../authority/index.ts";
import { twoProcesses } from "./two-processes.ts";

const missing = spawnSync("openssl", ["version"]).error ? "needs openssl" : false;
const options = { skip: missing };

let it: Awaited<ReturnType<typeof twoProcesses>>;
let [first, second]: PkiApi[] = [];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "openssl-"));
const file = (name: string, text: string | Buffer): string => {
  fs.writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
before(async () => {
  if (options.skip) return;
  it = await twoProcesses();
  [first, second] = [it.first.use(pkiApi), it.second.use(pkiApi)];
});
after(async () => {
  await it?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Without blocking: the responder may be in this process. */
const openssl = (...args: string[]): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn("openssl", args);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (output += part.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });

const enrol = async () => {
  const signer = await generateSigner("P-256");
  const csr = csrPem(await createCsr({ subject: { CN: "x" }, signer }));
  const request = { instance: "TWDEMO", member: "GOV/MOI", organization: "Ministry of the Interior", profile: "seal" as const };
  return first!.enrolMember({ ...request, csr });
};
const get = async (at: string): Promise<Buffer> => Buffer.from(await (await fetch(`${it.second.origin}${at}`)).arrayBuffer());

/** A time stamp over a text by the other process, as arguments for its verification. */
async function stamped(name: string): Promise<string[]> {
  const data = file(`${name}.txt`, name);
  const query = path.join(folder, `${name}.tsq`);
  await openssl("ts", "-query", "-data", data, "-sha256", "-cert", "-out", query);
  const headers = { "content-type": "application/timestamp-query" };
  const answer = await fetch(`${it.second.origin}/pki/tsa`, { method: "POST", headers, body: fs.readFileSync(query) });
  return ["-in", file(`${name}.tsr`, Buffer.from(await answer.arrayBuffer())), "-data", data];
}

/** What openssl says of a certificate when it asks the other process, with and without a nonce, and reads its revocation list. */
async function asked(leaf: string, generation = ""): Promise<string[]> {
  const issuer = file(`issuing${generation}.pem`, await get(`/pki/issuing${generation}.crt`));
  const roots = file("roots.pem", await get("/pki/roots.pem"));
  const between = file("between.pem", await get("/pki/intermediates.pem"));
  const status = async (...more: string[]) => {
    const request = ["ocsp", "-issuer", issuer, "-cert", leaf, "-url", `${it.second.origin}/pki/ocsp`];
    const { output } = await openssl(...request, "-CAfile", roots, "-verify_other", between, ...more);
    assert.match(output, /Response verify OK/);
    return /: (good|revoked|unknown)/.exec(output)?.[1] ?? output;
  };
  const list = await openssl("crl", "-inform", "DER", "-in", file("list.der", await get(`/pki/issuing${generation}.crl`)));
  const lists = file("list.pem", list.output);
  const chain = await openssl("verify", "-crl_check", "-CAfile", roots, "-untrusted", between, "-CRLfile", lists, leaf);
  return [
    await status(),
    await status("-no_nonce"),
    chain.code === 0 ? "good" : /revoked/.test(chain.output) ? "revoked" : chain.output,
  ];
}

test(
  "openssl ocsp and verify -crl_check follow revoke, suspend and resume of another process within five seconds",
  options,
  async () => {
    const { certificate, serial } = await enrol();
    const leaf = file("leaf.pem", certificate);
    const good = ["good", "good", "good"];
    const gone = ["revoked", "revoked", "revoked"];
    assert.deepEqual(await asked(leaf), good);
    for (const [reason, expected] of [
      ["certificateHold", gone],
      ["removeFromCRL", good],
      ["keyCompromise", gone],
    ] as const) {
      await first!.revoke(serial, reason);
      const began = Date.now();
      let told = await asked(leaf);
      while (told.join() !== expected.join() && Date.now() - began < 10_000) told = await asked(leaf);
      const tookMs = Date.now() - began;
      assert.deepEqual(told, expected, reason);
      assert.ok(tookMs < 5_000, `${reason} counts after ${tookMs} ms`);
    }
  },
);

test(
  "root and issuing key rotate while two processes issue: openssl verifies old and new with the old root alone, and with the new one alone",
  options,
  async () => {
    const before = await enrol();
    const earlier = await stamped("earlier");
    const oldRoot = file("old.pem", (await first!.trustAnchors()).roots[0]!.certificate);
    let stop = false;
    const issued: string[] = [];
    const failures: unknown[] = [];
    const busy = [first!, second!].map(async (api) => {
      while (!stop)
        try {
          const signer = await generateSigner("P-256");
          const csr = csrPem(await createCsr({ subject: { CN: "x" }, signer }));
          const at = { instance: "TWDEMO", member: "GOV/MOI", organization: "內政部" };
          const { serial, chain } = await api.enrolMember({ ...at, profile: "seal", csr });
          issued.push(parseCertificate(chain[1]!).subject.CN ?? "");
          assert.equal((await api.statusOf(serial)).status, "good");
        } catch (error) {
          failures.push(error);
        }
    });
    await rotate({ folder: it.folder, clock: it.clock }, { root: true, afterMs: 1_500 });
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    stop = true;
    await Promise.all(busy);
    assert.deepEqual(failures, []);
    assert.ok(issued.includes("T-Road Issuing CA") && issued.at(-1) === "T-Road Issuing CA G2");
    const after = await enrol();
    const anchors = await second!.trustAnchors();
    assert.deepEqual([anchors.roots.length, anchors.intermediates.length, anchors.tsas.length], [2, 4, 2]);
    const newRoot = file("new.pem", anchors.roots[1]!.certificate);
    const untrusted = file("untrusted.pem", anchors.intermediates.map(({ certificate }) => certificate).join(""));
    for (const root of [oldRoot, newRoot])
      for (const { certificate } of [before, after]) {
        const { code, output } = await openssl(
          "verify",
          "-no-CApath",
          "-CAfile",
          root,
          "-untrusted",
          untrusted,
          file("leaf.pem", certificate),
        );
        assert.equal(code, 0, output);
      }
    const later = await stamped("later");
    for (const root of [oldRoot, newRoot])
      for (const [stamp, by] of [
        [earlier, "T-Road Time Stamping Authority"],
        [later, "T-Road Time Stamping Authority G2"],
      ] as const) {
        const checked = await openssl("ts", "-verify", ...stamp, "-CAfile", root, "-untrusted", untrusted);
        assert.match(checked.output, /Verification: OK/);
        assert.match((await openssl("ts", "-reply", "-in", stamp[1]!, "-text")).output, new RegExp(`TSA: .*${by}\\n`));
      }
    // the chain that a certificate comes with is enough for those who know the old root only
    const along = file("along.pem", after.chain.slice(1).join(""));
    const { code, output } = await openssl(
      "verify",
      "-no-CApath",
      "-CAfile",
      oldRoot,
      "-untrusted",
      along,
      file("leaf.pem", after.certificate),
    );
    assert.equal(code, 0, output);
    assert.deepEqual(await asked(file("leaf.pem", after.certificate), "-2"), ["good", "good", "good"]);
    await second!.revoke(after.serial, "keyCompromise");
    assert.deepEqual(await asked(file("leaf.pem", after.certificate), "-2"), ["revoked", "revoked", "revoked"]);
    assert.deepEqual(await asked(file("leaf.pem", before.certificate)), ["good", "good", "good"]);
  },
);
