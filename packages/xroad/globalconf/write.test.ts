import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import { generateSigner, type Identity } from "@troad/trust";
import {
  type Anchor,
  type ConfFile,
  type PrivateParams,
  readAnchor,
  readPrivateParams,
  readSharedParams,
  type SharedParams,
  verifyGlobalConf,
  writeAnchor,
  writeGlobalConf,
  writeSharedParams,
} from "../index.ts";
import { later, makeConfSigner, makeRoot, now } from "../test/authority.ts";
import { boundaries, inTempFolder, needs, referencePath } from "../test/reference.ts";

let internal: Identity;
let external: Identity;
let shared: SharedParams;
let privateParams: PrivateParams;
let anchor: Anchor;

before(async () => {
  [internal, external] = await Promise.all([makeConfSigner("internal", "RSA-2048"), makeConfSigner("external", "P-256")]);
  const ca = (await makeRoot("Demo CA")).certificate;
  const moi = { instance: "TW-DEMO", memberClass: "GOV", memberCode: "A01" };
  const bank = { instance: "TW-DEMO", memberClass: "COM", memberCode: "玉山<&>'\"" };
  anchor = {
    generatedAt: now,
    instance: "TW-DEMO",
    sources: [{ url: "https://registry.example.tw/internalconf", certificates: [internal.certificate] }],
  };
  shared = {
    instance: "TW-DEMO",
    sources: [
      {
        address: "registry.example.tw",
        internalCertificates: [internal.certificate],
        externalCertificates: [external.certificate],
      },
    ],
    approvedCas: [
      {
        name: "Demo CA",
        authenticationOnly: false,
        top: { certificate: ca, ocsp: [{ url: "http://ocsp.example.tw", certificate: ca, cost: "FREE" }] },
        intermediates: [{ certificate: internal.certificate, ocsp: [] }],
        profile: "tw.demo.Profile",
        csrFormat: "DER",
        acme: {
          directoryUrl: "https://acme.example.tw",
          ipAddress: "192.0.2.1",
          authenticationProfileId: "5",
          signingProfileId: "6",
        },
      },
    ],
    approvedTsas: [{ name: "Demo TSA", url: "http://tsa.example.tw", certificate: ca, cost: "PAID" }],
    members: [
      {
        id: moi,
        classDescription: "Government",
        name: "內政部\n第二行",
        subsystems: [{ code: "household", name: " 戶政 " }, { code: "land" }],
      },
      { id: bank, classDescription: "Companies", name: "Bank", subsystems: [] },
    ],
    servers: [
      {
        owner: moi,
        code: "SS1",
        address: "ss1.example.tw",
        authCertHashes: [Buffer.alloc(32, 7)],
        clients: [{ ...moi, subsystem: "household" }, bank],
        maintenance: { message: "until noon" },
      },
      { owner: bank, code: "SS1", authCertHashes: [], clients: [], maintenance: {} },
    ],
    groups: [{ code: "agencies", description: "All agencies", members: [moi, { ...moi, subsystem: "land" }] }],
    memberClasses: [{ code: "GOV", description: "Government" }],
    ocspFreshnessSeconds: 3600,
  };
  privateParams = {
    instance: "TW-DEMO",
    anchors: [{ instance: "EE", sources: [{ url: "http://cs.example.ee/externalconf", certificates: [external.certificate] }] }],
    managementService: {
      registrationAddress: "https://registry.example.tw:4001",
      registrationCertificate: ca,
      provider: { ...moi, subsystem: "land" },
    },
    timestampingIntervalSeconds: 60,
  };
});

const write = (extra: object = {}): Promise<ConfFile[]> =>
  writeGlobalConf(
    { version: 6, shared, private: privateParams, generatedAt: now, expires: later(600), newBoundary: boundaries(), ...extra },
    { internal, external },
  );

const fileIn = (files: readonly ConfFile[]) => (location: string) => files.find((file) => file.path === location)?.data;

function open(files: readonly ConfFile[], name: string, check: object = {}) {
  const directory = files.find((file) => file.path.endsWith(name))?.data ?? Buffer.alloc(0);
  const certificates = [internal.certificate, external.certificate];
  return verifyGlobalConf(directory, fileIn(files), { instance: "TW-DEMO", certificates, now, ...check });
}

test("a written configuration verifies, and what was put in comes out", async () => {
  const files = await write();
  assert.deepEqual(
    files.map(({ path: name }) => name),
    [
      "/V6/20261122024100000000000/shared-params.xml",
      "/V6/20261122024100000000000/private-params.xml",
      "/V6/internalconf",
      "/V6/externalconf",
    ],
  );
  const inside = open(files, "internalconf");
  assert.ok(inside.ok, JSON.stringify(inside));
  assert.deepEqual(inside.value.shared.get("TW-DEMO"), shared);
  assert.deepEqual(inside.value.private, privateParams);
  assert.equal(inside.value.directory.signedBy, internal.certificate);
  const outside = open(files, "externalconf", { version: 6 });
  assert.ok(outside.ok, JSON.stringify(outside));
  assert.equal(outside.value.private, undefined);
  assert.equal(outside.value.directory.signedBy, external.certificate);
});

test("the same request gives the same bytes but for the elliptic signature, and extra parts go to members only", async () => {
  const extra = [{ identifier: "MONITORING", fileName: "monitoring-params.xml", data: Buffer.from("<conf/>") }];
  const [one, two] = await Promise.all([write({ extra, basePath: "/xroad" }), write({ extra, basePath: "/xroad" })]);
  assert.deepEqual(one.slice(0, -1), two.slice(0, -1));
  const below = (location: string) => fileIn(one)(location.replace("/xroad", ""));
  const directory = one.find((file) => file.path === "/V6/internalconf")?.data ?? Buffer.alloc(0);
  const conf = verifyGlobalConf(directory, below, { instance: "TW-DEMO", certificates: [internal.certificate], now });
  assert.ok(conf.ok, JSON.stringify(conf));
  assert.equal(conf.value.others[0]?.data.toString(), "<conf/>");
});

test("version 5 leaves out what only version 6 can say", () => {
  const read = readSharedParams(writeSharedParams(shared, 5));
  assert.ok(read.ok);
  assert.equal(read.value.approvedTsas[0]?.cost, undefined);
  assert.equal(read.value.approvedCas[0]?.csrFormat, undefined);
  assert.deepEqual(read.value.servers, shared.servers);
});

test("an anchor comes out as it was put in, and one without a certificate or with a strange address is refused", () => {
  const file = writeAnchor(anchor);
  assert.deepEqual(readAnchor(file), { ok: true, value: anchor });
  for (const [from, to] of [
    [/<verificationCert>.*<\/verificationCert>/, ""],
    ["https://", "file://"],
    ["https://", "https://user@"],
  ] as const) {
    const altered = readAnchor(Buffer.from(file.toString().replace(from, to)));
    assert.equal(altered.ok || altered.code, "anchor.malformed");
  }
});

test("what the format cannot say is a defect of the caller", async () => {
  const stranger = { instance: "TW-DEMO", memberClass: "GOV", memberCode: "Z99" };
  const [server] = shared.servers;
  assert.ok(server);
  const bad: Partial<SharedParams>[] = [
    { servers: [{ ...server, owner: stranger }] },
    { servers: [{ ...server, clients: [stranger] }] },
    { servers: [{ ...server, authCertHashes: [Buffer.alloc(20)] }] },
    { members: shared.members.map((member) => ({ ...member, id: { ...member.id, instance: "EE" } })) },
    { ocspFreshnessSeconds: 0.5 },
    { sources: [] },
    { groups: [{ code: "bell \u0007", description: "", members: [] }] },
  ];
  for (const change of bad)
    assert.throws(() => writeSharedParams({ ...shared, ...change }, 6), RangeError, JSON.stringify(change));
  assert.throws(() => writeSharedParams({ ...shared, members: [...shared.members, ...shared.members] }, 6), /params.duplicate/);
  await assert.rejects(write({ newBoundary: () => "sameboundarytwice" }), RangeError);
  await assert.rejects(write({ private: { ...privateParams, instance: "EE" } }), RangeError);
  await assert.rejects(write({ extra: [{ identifier: "X", fileName: "../../etc/passwd", data: Buffer.alloc(0) }] }), RangeError);
});

/** A stand-in for the schema of identifiers, which the published set refers to and does not hold. */
const identifiersSchema = `<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:i="http://x-road.eu/xsd/identifiers"
  targetNamespace="http://x-road.eu/xsd/identifiers" elementFormDefault="qualified">
  <attribute name="objectType"><simpleType><restriction base="string"><enumeration value="MEMBER"/><enumeration value="SUBSYSTEM"/>
  </restriction></simpleType></attribute>
  <complexType name="XRoadClientIdentifierType"><sequence><element name="xRoadInstance" type="string"/><element name="memberClass" type="string"/>
  <element name="memberCode" type="string"/><element name="subsystemCode" type="string" minOccurs="0"/></sequence>
  <attribute ref="i:objectType" use="required"/></complexType>
  <complexType name="XRoadServiceIdentifierType"><sequence><any maxOccurs="unbounded" processContents="skip"/></sequence></complexType></schema>`;
const anchorSchema = `<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:x="http://x-road.eu/xsd/xroad.xsd"
  targetNamespace="http://x-road.eu/xsd/xroad.xsd">
  <include schemaLocation="common/private-parameters.xsd"/><element name="configurationAnchor" type="x:ConfigurationAnchorType"/></schema>`;

test("X-Road's schemas accept what is written, and not a document with an element out of order", {
  skip: needs("xmllint"),
}, async () => {
  const [shared6, private6] = await write();
  const shared5 = writeSharedParams(shared, 5);
  await inTempFolder((folder) => {
    const resources = "src/xroad/src/lib/globalconf-core/src/main/resources/globalconf";
    cpSync(referencePath("xsd", resources), path.join(folder, "globalconf"), { recursive: true });
    spawnSync("chmod", ["-R", "u+w", folder]);
    writeFileSync(path.join(folder, "identifiers.xsd"), identifiersSchema);
    writeFileSync(path.join(folder, "globalconf", "anchor.xsd"), anchorSchema);
    const validate = (schema: string, data: Uint8Array | undefined): { status: number | null; output: string } => {
      writeFileSync(path.join(folder, "document.xml"), data ?? "");
      const args = ["--noout", "--nonet", "--schema", path.join("globalconf", schema), "document.xml"];
      const { status, stderr } = spawnSync("xmllint", args, { cwd: folder, encoding: "utf8", timeout: 30_000 });
      return { status, output: stderr };
    };
    const valid = { status: 0, output: "document.xml validates\n" };
    assert.deepEqual(validate("v6/shared-parameters.xsd", shared6?.data), valid);
    assert.deepEqual(validate("v5/shared-parameters.xsd", shared5), valid);
    assert.deepEqual(validate("v3/private-parameters.xsd", private6?.data), valid);
    assert.deepEqual(validate("anchor.xsd", writeAnchor(anchor)), valid);
    const altered = Buffer.from(shared5.toString().replace(/(<serverCode>.*)\s+(<address>.*)/, "$2$1"));
    assert.notEqual(validate("v5/shared-parameters.xsd", altered).status, 0);
    // What only version 6 can say does not pass for version 5: the two schemas are really told apart.
    assert.notEqual(validate("v5/shared-parameters.xsd", shared6?.data).status, 0);
  });
});

test("private parameters of another instance, or signed by a key that is no source's, are refused", async () => {
  const files = await write();
  const other = open(files, "internalconf", { instance: "EE" });
  assert.equal(other.ok || other.code, "directory.instance");
  const stranger = await generateSigner("RSA-2048");
  const forged = await writeGlobalConf(
    { version: 6, shared, private: privateParams, generatedAt: now, expires: later(600), newBoundary: boundaries() },
    { internal: { signer: { ...stranger, algorithm: "RS256" }, certificate: internal.certificate }, external },
  );
  const refused = open(forged, "internalconf");
  assert.equal(refused.ok || refused.code, "directory.bad-signature");
  const privateFile = files[1]?.data;
  assert.ok(privateFile && readPrivateParams(privateFile).ok);
});
