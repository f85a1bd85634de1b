import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { needs } from "./test/pdfsig.ts";
import { onePage, signers } from "./test/signed.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pades-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: Uint8Array | string): string => {
  fs.writeFileSync(path.join(folder, name), content);
  return path.join(folder, name);
};
/** A network of its own without any interface, where the system allows that. */
const apart = spawnSync("unshare", ["-rn", "true"]).status === 0 ? ["unshare", "-rn"] : [];
/** Six years later: the signer's certificate has ended. */
const later = (...command: string[]): { status: number | null; output: string; raw: Buffer } => {
  const [program = "", ...args] = [...apart, "faketime", "-f", "+2200d", ...command];
  const { status, stdout, stderr } = spawnSync(program, args, { timeout: 30_000 });
  return { status, output: `${stdout.toString("latin1")}${stderr.toString("latin1")}`, raw: stdout };
};

test("years later and offline, qpdf and openssl find time stamp, chain and OCSP answer in the file and verify them", {
  skip: needs("qpdf", "openssl", "faketime"),
}, async () => {
  const now = new Date(Math.floor(Date.now() / 1000) * 1000);
  const { authority, person, sign } = await signers(now);
  const signer = await person("WANG");
  const pdf = await sign(await onePage("Lease of the hall"), signer);
  const signed = file("signed.pdf", pdf);
  assert.equal(later("qpdf", "--check", signed).status, 0);

  // what qpdf reads of the catalog, the store and the signature, without this package
  const json = JSON.parse(later("qpdf", "--json=2", "--json-key=qpdf", signed).output) as {
    qpdf: [object, Record<string, { value?: unknown }>];
  };
  const objects = json.qpdf[1];
  const objectAt = (reference: unknown) => objects[`obj:${String(reference)}`]?.value as Record<string, unknown>;
  const catalog = objectAt((objects.trailer!.value as Record<string, unknown>)["/Root"]);
  const store = objectAt(catalog["/DSS"]);
  const streams = (key: string): string[] =>
    (store[key] as string[]).map((reference, index) => {
      const { raw } = later("qpdf", `--show-object=${reference.split(" ")[0]}`, "--filtered-stream-data", signed);
      return file(`${key.slice(1)}-${index}`, raw);
    });
  const form = catalog["/AcroForm"];
  const [field] = (typeof form === "string" ? objectAt(form) : (form as Record<string, unknown>))["/Fields"] as string[];
  const signature = objectAt(objectAt(field)["/V"]) as { "/ByteRange": number[]; "/Contents": string };
  const [, before = 0, beyond = 0, rest = 0] = signature["/ByteRange"];
  const covered = file("covered", Buffer.concat([pdf.subarray(0, before), pdf.subarray(beyond, beyond + rest)]));
  const cms = file("cms.der", Buffer.from(pdf.subarray(before + 1, beyond - 1).toString("latin1"), "hex"));

  const root = file("root.pem", authority.root.certificate.pem);
  const pems = streams("/Certs").map((der) => later("openssl", "x509", "-inform", "DER", "-in", der).output);
  assert.ok(pems.length >= 3, "signer, issuing authority and time stamper");
  const between = file("between.pem", pems.join(""));

  const parsed = later("openssl", "cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", cms).output;
  assert.match(parsed, /id-smime-aa-timeStampToken/);
  const token = tokenIn(cms);
  const value = file("value", token.signature);
  const stamp = later(
    "openssl",
    "ts",
    "-verify",
    "-token_in",
    "-in",
    file("token.der", token.der),
    "-data",
    value,
    "-CAfile",
    root,
    "-untrusted",
    between,
  );
  assert.match(stamp.output, /Verification: OK/);

  const verify = [
    "openssl",
    "cms",
    "-verify",
    "-inform",
    "DER",
    "-in",
    cms,
    "-content",
    covered,
    "-binary",
    "-CAfile",
    root,
    "-certfile",
    between,
  ];
  const out = ["-purpose", "any", "-out", "/dev/null"];
  const at = String(Math.floor(now.getTime() / 1000) + 1);
  assert.match(later(...verify, ...out).output, /certificate has expired/);
  assert.match(later(...verify, ...out, "-attime", at).output, /Verification successful/);

  const leaf = file("leaf.pem", signer.certificate.pem);
  const issuer = file("issuer.pem", authority.issuing.certificate.pem);
  const answers = streams("/OCSPs").map((answer) =>
    later(
      "openssl",
      "ocsp",
      "-respin",
      answer,
      "-issuer",
      issuer,
      "-cert",
      leaf,
      "-CAfile",
      root,
      "-verify_other",
      between,
      "-no_nonce",
    ),
  );
  // its own times are over too, as openssl remarks: they were good for the day of the time stamp
  const good = answers.find(({ output }) => /(leaf\.pem: |\n)good\n/.test(output));
  assert.match(good?.output ?? answers.map(({ output }) => output).join("\n"), /Response verify OK/);
  assert.equal(
    createHash("sha256").update(fs.readFileSync(signed)).digest("hex"),
    createHash("sha256").update(pdf).digest("hex"),
  );
});

/** The time-stamp token (attribute 1.2.840.113549.1.9.16.2.14) and the signature that it covers, cut out of the DER by openssl's offsets. */
function tokenIn(cms: string): { der: Buffer; signature: Buffer } {
  const lines = later("openssl", "asn1parse", "-inform", "DER", "-in", cms).output.split("\n");
  const der = fs.readFileSync(cms);
  const at = (line: string) => {
    const [, offset = "0", header = "0", length = "0"] = /^\s*(\d+):d=\s*\d+\s+hl=\s*(\d+)\s+l=\s*(\d+)/.exec(line) ?? [];
    return { start: Number(offset), header: Number(header), end: Number(offset) + Number(header) + Number(length) };
  };
  const index = lines.findIndex((line) => line.includes("timeStampToken"));
  const token = at(lines[index + 2]!);
  // the last OCTET STRING before the unsigned attributes is the signature
  const octets = lines.slice(0, index).findLast((line) => line.includes("OCTET STRING"))!;
  const value = at(octets);
  return { der: der.subarray(token.start, token.end), signature: der.subarray(value.start + value.header, value.end) };
}
