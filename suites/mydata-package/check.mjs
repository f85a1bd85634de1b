// usage: node check.mjs package.zip ROOT-SHA256-FINGERPRINT SIGNER [folder]
// Checks a package of MyData and unpacks it. It knows the fingerprint of the root and who signs, and uses nothing of this project: Node's own
// modules, and openssl for the time stamp and the status. It ends with a word for what is wrong and exit code 1.
import { execFileSync } from "node:child_process";
import { createHash, verify, X509Certificate } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { inflateRawSync } from "node:zlib";

class Refused extends Error {}
const refuse = (word, detail = "") => {
  throw new Refused(detail ? `${word}: ${detail}` : word);
};
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const plainName = /^(META-INFO\/)?[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Entries by name, from the directory at the end (APPNOTE 4.3.12). */
function unzip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0 || end + 22 !== bytes.length) refuse("archive");
  const files = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) refuse("archive");
    const [method, packed, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    if (!plainName.test(name)) refuse("name", name);
    if (files.has(name)) refuse("twice", name);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(start, start + packed);
    const data = method === 0 ? content : inflateRawSync(content, { maxOutputLength: Math.max(1, size) });
    if (data.length !== size) refuse("archive", name);
    files.set(name, data);
    at += 46 + nameLength + extra + comment;
  }
  return files;
}

const meta = ["manifest.xml", "manifest.sha256withecdsa", "certificate.cer", "chain.pem", "manifest.tst", "certificate.ocsp"];

function check(bytes, fingerprint, signer) {
  const files = unzip(bytes);
  const [manifest, signature, der, chainPem, token, status] = meta.map(
    (name) => files.get(`META-INFO/${name}`) ?? refuse("missing", name),
  );
  const leaf = new X509Certificate(der);
  if (!verify("sha256", manifest, leaf.publicKey, signature)) refuse("signature");

  const chain = chainPem.toString().match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const known = chain.map((pem) => new X509Certificate(pem));
  const root = known.find((one) => sha256(one.raw) === fingerprint.replaceAll(":", "").toLowerCase()) ?? refuse("root");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mydata-check-"));
  const put = (name, content) => {
    fs.writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };
  try {
    const others = known.filter((one) => one !== root);
    const ca = put("root.pem", root.toString());
    const between = put("between.pem", others.map(String).join(""));
    const openssl = (word, ...args) => {
      try {
        return execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
      } catch (error) {
        return refuse(word, String(error.stderr).trim().split("\n").at(-1));
      }
    };
    const stamp = put("stamp.tst", token);
    const stamped = put("stamped", signature);
    openssl("timestamp", "ts", "-verify", "-in", stamp, "-token_in", "-data", stamped, "-CAfile", ca, "-untrusted", between);
    const text = openssl("timestamp", "ts", "-reply", "-in", stamp, "-token_in", "-token_out", "-text");
    const time = new Date(/Time stamp: (.+)/.exec(text)?.[1] ?? refuse("timestamp"));
    const signed = put("leaf.pem", leaf.toString());
    const moment = String(Math.floor(time.getTime() / 1000));
    openssl("chain", "verify", "-attime", moment, "-CAfile", ca, "-untrusted", between, signed);
    const issuer = others.find((one) => leaf.checkIssued(one)) ?? refuse("chain");
    const above = put("issuer.pem", issuer.toString());
    const answer = put("status.ocsp", status);
    const said = openssl(
      "status",
      "ocsp",
      "-respin",
      answer,
      "-issuer",
      above,
      "-cert",
      signed,
      "-CAfile",
      ca,
      "-verify_other",
      between,
      "-no_nonce",
    );
    if (!/: good\b/.test(said)) refuse("status", said.trim());
    if (!leaf.subject.split("\n").includes(`serialNumber=${signer}`)) refuse("signer", leaf.subject.replaceAll("\n", ", "));

    const listed = new Map(
      [...manifest.toString().matchAll(/<file><filename>([^<]+)<\/filename><digest>([0-9a-f]{64})<\/digest><\/file>/g)].map(
        (one) => [one[1], one[2]],
      ),
    );
    for (const [name, data] of files) {
      if (name.startsWith("META-INFO/")) {
        if (!meta.includes(name.slice("META-INFO/".length))) refuse("extra", name);
        continue;
      }
      if (!listed.has(name)) refuse("extra", name);
      if (sha256(data) !== listed.get(name)) refuse("digest", name);
    }
    for (const name of listed.keys()) if (!files.has(name)) refuse("missing", name);
    return { files, time, listed };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const [file, fingerprint, signer, folder] = process.argv.slice(2);
try {
  const { files, time, listed } = check(fs.readFileSync(file), fingerprint ?? "", signer ?? "");
  if (folder) {
    fs.mkdirSync(folder, { recursive: true });
    for (const name of listed.keys()) fs.writeFileSync(path.join(folder, name), files.get(name), { flag: "wx" });
  }
  console.log(`valid: ${listed.size} files, signed by ${signer} before ${time.toISOString()}`);
} catch (error) {
  console.log(error instanceof Refused ? error.message : `archive: ${error.message}`);
  process.exitCode = 1;
}
