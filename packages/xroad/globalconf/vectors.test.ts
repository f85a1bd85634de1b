import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { type Anchor, readAnchor, readPrivateParams, readSharedParams, trustedCertificates, verifyGlobalConf } from "../index.ts";
import { needs, reference, referencePath } from "../test/reference.ts";

/** What X-Road's own central servers wrote. */
const skip = needs();
const now = new Date("2026-11-22T02:41:00Z");
const publicFolder = "public";
const rotatedFolder = "global_conf_signed_with_rotated_keys";

const fileIn =
  (folder: string) =>
  (location: string): Buffer =>
    reference("globalconf", folder, location);

function anchorOfSample(): Anchor {
  const anchor = readAnchor(reference("globalconf", "configuration_anchor_CS_internal.xml"));
  assert.ok(anchor.ok, JSON.stringify(anchor));
  return anchor.value;
}

function sharedOf(folder: string, version: number) {
  const files = readdirSync(referencePath("globalconf", folder, `V${version}`));
  const shared = readSharedParams(
    reference("globalconf", folder, `V${version}`, files.find((name) => /^\d+$/.test(name)) ?? "", "shared-params.xml"),
  );
  assert.ok(shared.ok, JSON.stringify(shared));
  return shared.value;
}

test("an anchor names its instance, its addresses and its certificate", { skip }, () => {
  const anchor = anchorOfSample();
  assert.equal(anchor.instance, "DEV");
  assert.equal(anchor.generatedAt?.toISOString(), "2025-11-05T22:10:45.770Z");
  assert.deepEqual(
    anchor.sources.map(({ url }) => url),
    ["http://cs/internalconf", "https://cs/internalconf"],
  );
});

test("a client with the anchor accepts version 6, learns the next key from it, and accepts what that key signs", { skip }, () => {
  const anchor = anchorOfSample();
  const check = { instance: anchor.instance, now, version: 6 };
  const first = verifyGlobalConf(reference("globalconf", publicFolder, "V6", "internalconf"), fileIn(publicFolder), {
    ...check,
    certificates: trustedCertificates(anchor, "internal"),
  });
  assert.ok(first.ok, JSON.stringify(first));
  assert.equal(first.value.private?.managementService.provider.subsystem, "MANAGEMENT");
  const rotated = reference("globalconf", rotatedFolder, "V6", "internalconf");
  const before = verifyGlobalConf(rotated, fileIn(rotatedFolder), {
    ...check,
    certificates: trustedCertificates(anchor, "internal"),
  });
  assert.equal(before.ok || before.code, "directory.unknown-certificate");
  const after = verifyGlobalConf(rotated, fileIn(rotatedFolder), {
    ...check,
    certificates: trustedCertificates(anchor, "internal", first.value.shared.get("DEV")),
  });
  assert.ok(after.ok, JSON.stringify(after));
});

for (const folder of [publicFolder, rotatedFolder]) {
  for (const version of [3, 4, 5, 6]) {
    for (const distribution of ["internal", "external"] as const) {
      test(`${folder} version ${version}: ${distribution}conf is judged as its publisher left it`, { skip }, () => {
        const shared = sharedOf(folder, version);
        const anchor = { ...anchorOfSample(), instance: shared.instance };
        const certificates = trustedCertificates(anchor, distribution, shared);
        const directory = reference("globalconf", folder, `V${version}`, `${distribution}conf`);
        const check = { instance: shared.instance, certificates, now, version };
        const conf = verifyGlobalConf(directory, fileIn(folder), check);
        // The publisher edited these parameters and signed only the internal directory again.
        const stale = folder === publicFolder && version === 6 && distribution === "external";
        assert.equal(conf.ok || conf.code, stale ? "part.digest" : true);
        assert.equal(conf.ok && conf.value.private !== undefined, !stale && distribution === "internal");
        const altered = Buffer.from(directory.toString("latin1").replace("Expire-date: 203", "Expire-date: 204"), "latin1");
        const refused = verifyGlobalConf(altered, fileIn(folder), check);
        assert.equal(refused.ok || refused.code, "directory.bad-signature");
      });
    }
  }
}

test("shared parameters become typed values: members, servers by their ids, authorities, groups, settings", { skip }, () => {
  const shared = sharedOf(publicFolder, 6);
  assert.deepEqual(
    shared.members.map(({ id, name, subsystems }) => [id.memberCode, name, subsystems.length]),
    [
      ["1234", "Test member", 4],
      ["4321", "Test client", 1],
    ],
  );
  const [server] = shared.servers;
  assert.deepEqual(
    [server?.code, server?.address, server?.owner.memberCode, server?.authCertHashes[0]?.length],
    ["SS0", "ss0", "1234", 32],
  );
  assert.deepEqual(
    server?.clients.map(({ subsystem }) => subsystem),
    ["MANAGEMENT", "TestService", "TestSaved", "TestClient"],
  );
  const [ca] = shared.approvedCas;
  assert.deepEqual(
    [ca?.name, ca?.top.certificate.ca, ca?.top.ocsp[0]?.cost, ca?.acme?.directoryUrl],
    ["Test CA", true, "FREE", "http://testca:8887"],
  );
  assert.equal(shared.approvedCas[1]?.csrFormat, "PEM");
  assert.equal(shared.approvedTsas[0]?.certificate.subject.CN, "Test TSA");
  assert.equal(shared.groups[0]?.members.length, 2);
  assert.deepEqual(
    shared.memberClasses.map(({ code }) => code),
    ["COM", "GOV", "ORG"],
  );
  assert.equal(shared.ocspFreshnessSeconds, 3600);
});

test("parameters with a document type, a dangling id, a repeated member or two types of one identifier are refused", {
  skip,
}, () => {
  const [folder = ""] = readdirSync(referencePath("globalconf", publicFolder, "V6"));
  const text = reference("globalconf", publicFolder, "V6", folder, "shared-params.xml").toString();
  const codeOf = (altered: string): string | true => {
    assert.notEqual(altered, text);
    const outcome = readSharedParams(Buffer.from(altered));
    return outcome.ok || outcome.code;
  };
  assert.equal(codeOf(text.replace("<ns3:conf", '<!DOCTYPE conf [<!ENTITY e "e">]><ns3:conf')), "xml.dtd-refused");
  assert.equal(codeOf(text.replace("<client>id1<", "<client>id99<")), "params.unknown-id");
  assert.equal(codeOf(text.replace(">4321<", ">1234<")), "params.duplicate");
  assert.equal(codeOf(text.replace('objectType="MEMBER"', 'objectType="SUBSYSTEM"')), "params.malformed");
  assert.equal(codeOf(text.replace('id="id5"', 'id="id0"')), "xml.duplicate-id");
  assert.equal(codeOf(text.replace("<address>ss0</address>", "<address>a</address><address>b</address>")), "params.malformed");
  assert.equal(codeOf(text.slice(0, -20)), "xml.malformed");
  const privateText = reference("globalconf", publicFolder, "V6", folder, "private-params.xml").toString();
  const negative = readPrivateParams(Buffer.from(privateText.replace(">60<", ">-60<")));
  assert.equal(negative.ok || negative.code, "params.malformed");
});
