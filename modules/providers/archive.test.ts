import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, sign, X509Certificate } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { writeZip, type ZipItem } from "@troad/zip";
import { takeArchive } from "./archive.ts";
import { lockFiles, unlockFiles } from "./locked.ts";
import { certificateOf } from "./terms.ts";

const folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "providers-"));
const made = (name: string, bits = 2048) => {
  const [key, crt] = [path.join(folder, `${name}.key`), path.join(folder, `${name}.crt`)];
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", `rsa:${bits}`, "-nodes", "-days", "2", "-keyout", key, "-out", crt, "-subj", `/CN=${name}`],
    { stdio: "ignore" },
  );
  return { key: fs.readFileSync(key, "utf8"), certificate: fs.readFileSync(crt, "utf8") };
};
const [own, other] = [made("own"), made("other")];
const reviewed = new X509Certificate(own.certificate);
const file = { name: "lines.csv", data: Buffer.from("number\r\n0900000000\r\n") };
const digest = (data: Buffer): string => createHash("sha256").update(data).digest("hex");

function archive(
  change: {
    files?: ZipItem[];
    listed?: ZipItem[];
    by?: typeof own;
    certificate?: string;
    manifest?: (text: string) => string;
  } = {},
): Buffer {
  const files = change.files ?? [file];
  const listed = (change.listed ?? files).map(
    ({ name, data }) => `<file><filename>${name}</filename><digest>${digest(Buffer.from(data))}</digest></file>`,
  );
  const text = `<files>${listed.join("")}</files>`;
  const { key } = change.by ?? own;
  return writeZip([
    ...files,
    { name: "META-INFO/manifest.xml", data: Buffer.from(change.manifest?.(text) ?? text) },
    { name: "META-INFO/manifest.sha256withrsa", data: sign("sha256", Buffer.from(text), key) },
    { name: "META-INFO/certificate.cer", data: Buffer.from(change.certificate ?? own.certificate) },
  ]);
}
const outcome = (bytes: Buffer): string => {
  const taken = takeArchive(bytes, reviewed);
  return "refused" in taken ? taken.refused : taken.files.map(({ name }) => name).join();
};

test("what a company signed with the reviewed key is taken", () => {
  assert.equal(outcome(archive()), "lines.csv");
});

test("attack: another certificate that came along, an altered manifest, file or list, a folder in a name, and half an archive are refused", () => {
  assert.equal(outcome(archive({ by: other, certificate: other.certificate })), "certificate", "the embedded one proves nothing");
  assert.equal(outcome(archive({ by: other })), "signature");
  assert.equal(outcome(archive({ manifest: (text) => `${text} ` })), "signature");
  assert.equal(outcome(archive({ files: [{ ...file, data: Buffer.from("forged") }], listed: [file] })), "digest");
  assert.equal(outcome(archive({ files: [file, { name: "more.csv", data: Buffer.from("x") }], listed: [file] })), "file");
  assert.equal(outcome(archive({ listed: [file, { name: "lost.csv", data: Buffer.from("x") }] })), "file");
  assert.equal(outcome(archive({ files: [{ name: "../lines.csv", data: file.data }] })), "archive");
  assert.equal(outcome(archive({ files: [{ name: "run.exe", data: file.data }] })), "archive");
  const whole = archive();
  assert.equal(outcome(whole.subarray(0, whole.length - 30)), "archive");
  assert.equal(outcome(Buffer.from("<html>")), "archive");
});

test("a certificate with a short key, out of date or none at all is not reviewed", () => {
  const now = new Date();
  assert.ok(certificateOf(own, now));
  assert.equal(certificateOf(made("short", 1024), now), undefined);
  assert.equal(certificateOf(own, new Date(now.getTime() + 3 * 86_400_000)), undefined);
  assert.equal(certificateOf({ certificate: "-----BEGIN CERTIFICATE-----" }, now), undefined);
});

test("what is kept opens under its own request alone", () => {
  const sealed = lockFiles("secret", "one", [file]);
  assert.deepEqual(unlockFiles("secret", "one", sealed), [file]);
  assert.throws(() => unlockFiles("secret", "two", sealed));
  assert.throws(() => unlockFiles("other", "one", sealed));
  assert.ok(!sealed.includes("0900000000"));
});
