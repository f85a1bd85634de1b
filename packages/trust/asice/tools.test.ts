import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import { writeAsice } from "../index.ts";
import { type Authority, issue, later, makeAuthority, now } from "../test/authority.ts";
import { type Deviation, files, sealContainer, sealXml } from "../test/sealed.ts";
import { containerChecker, inTempFolder, needs, run } from "../test/tools.ts";

/** The same containers before public tools that know nothing of us: unzip, xmllint, xmlsec1, openssl. */

let authority: Authority;
before(async () => {
  authority = await makeAuthority();
});

const skip = needs("bash", "unzip", "xmllint", "xmlsec1", "openssl", containerChecker);

const checkWithTools = (container: Uint8Array): Promise<{ status: number | null; output: string }> =>
  inTempFolder((folder) => {
    writeFileSync(path.join(folder, "root.crt"), authority.root.certificate.pem);
    writeFileSync(path.join(folder, "issuing.crt"), authority.issuing.certificate.pem);
    writeFileSync(path.join(folder, "evidence.asice"), container);
    return run("bash", [containerChecker, path.join(folder, "evidence.asice"), folder]);
  });

for (const [kind, digest] of [
  ["P-256", "SHA-512"],
  ["P-256", "SHA-256"],
  ["P-384", "SHA-512"],
  ["RSA-2048", "SHA-512"],
] as const) {
  test(`public tools find a container of ${kind} and ${digest} valid`, { skip }, async () => {
    const seal = await issue(authority.issuing, "seal", {}, kind);
    const { status, output } = await checkWithTools(await sealContainer(authority, { seal, digest }));
    assert.match(output, /^VALID: 3 references, signed by .*TWDEMO\/GOV\/MOI/, output);
    assert.equal(status, 0);
  });
}

const frauds: readonly [string, Deviation][] = [
  ["a revoked seal", { status: { status: "revoked", at: now } }],
  ["a revocation answer from before the time stamp", { ocspAt: later(-60) }],
  ["a time stamp over other bytes", { stampOver: Buffer.from("x") }],
];

for (const [title, deviation] of frauds) {
  test(`public tools refuse ${title} as we do`, { skip }, async () => {
    const { status, output } = await checkWithTools(await sealContainer(authority, deviation));
    assert.equal(status, 1, output);
    assert.match(output, /^INVALID/);
  });
}

test("public tools refuse an altered file", { skip }, async () => {
  const [message, attachment] = files;
  assert.ok(message && attachment);
  const altered = writeAsice([{ ...message, data: Buffer.from("<request/>") }, attachment], await sealXml(authority));
  assert.match((await checkWithTools(altered)).output, /^INVALID: XML signature or a reference/);
});
