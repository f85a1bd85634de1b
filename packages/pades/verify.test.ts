import assert from "node:assert/strict";
import { createHash, sign as signBytes } from "node:crypto";
import { before, test } from "node:test";
import { PDF, PdfDict, PdfName, PdfString, rgb } from "@libpdf/core";
import { generateSigner, type Identity, issueCertificate, privateKeyPem, type SoftwareSigner } from "@troad/trust";
import { type PdfReport, verifyPdf } from "./index.ts";
import { pdfsig } from "./test/pdfsig.ts";
import { onePage, signers } from "./test/signed.ts";

const now = new Date(Math.floor(Date.now() / 1000) * 1000);
let all: Awaited<ReturnType<typeof signers>>;
let [wang, chen]: Identity[] = [];
let [plain, once, twice]: Buffer[] = [];
before(async () => {
  all = await signers(now);
  [wang, chen] = [await all.person("WANG"), await all.person("CHEN")];
  plain = await onePage("Lease of the hall for 500 a day");
  once = await all.sign(plain, wang!);
  twice = await all.sign(once, chen!);
});
const check = (bytes: Uint8Array): Promise<PdfReport> => verifyPdf(bytes, { roots: [all.authority.root.certificate] });
/** Codes of the steps that fail, signature by signature; or why the file as a whole is refused. */
const codesOf = ({ refused, signatures }: PdfReport): string =>
  refused ?? signatures.map(({ steps }) => steps.flatMap(({ code }) => code ?? []).join(" ") || "valid").join(", ");

/** Appends a revision, as any editor may. */
async function appended(bytes: Buffer, change: (pdf: PDF) => void | Promise<void>): Promise<Buffer> {
  const pdf = await PDF.load(bytes);
  await change(pdf);
  return Buffer.from(await pdf.save({ incremental: true }));
}

test("a signature says who signed which revision when; what was there before stays byte by byte", async () => {
  const report = await check(once!);
  assert.equal(codesOf(report), "valid");
  const [{ revision, signer, signedAt } = {} as never] = report.signatures;
  assert.deepEqual([report.revisions, revision, signer?.subject.CN, signedAt], [3, 2, "WANG", now]);
  assert.ok(once!.subarray(0, plain!.length).equals(plain!));
  assert.match(await pdfsig(once!), /Signature is Valid/);
});

test("a second signature keeps the first valid; each names the revision that it covers", async () => {
  const report = await check(twice!);
  assert.equal(codesOf(report), "valid, valid");
  assert.deepEqual(
    report.signatures.map(({ signer, revision }) => [signer?.subject.CN, revision]),
    [
      ["WANG", 2],
      ["CHEN", 4],
    ],
  );
  assert.equal((await pdfsig(twice!)).match(/Signature is Valid/g)?.length, 2);
  const first = twice!.subarray(0, report.signatures[0]!.end);
  assert.ok(once!.subarray(0, first.length).equals(first), "what the first signed is in the file as it was");
});

test("ninja-labs-tech/verify-pdf#108: appended content does not verify, though pdfsig calls the signature valid", async () => {
  const draw = (pdf: PDF) => pdf.getPages()[0]!.drawText("and 9000 on Sundays", { x: 60, y: 600, size: 14, color: rgb(0, 0, 0) });
  const shown = await appended(once!, draw);
  assert.match(await pdfsig(shown), /Signature is Valid/);
  assert.equal(codesOf(await check(shown)), "pades.appended");
  assert.equal(codesOf(await check(await appended(once!, (pdf) => void pdf.addPage({ size: "a4" })))), "pades.appended");
  const stamped = await appended(once!, (pdf) => {
    pdf.getPages()[0]!.addStampAnnotation({ rect: { x: 60, y: 500, width: 90, height: 40 }, name: "Approved" } as never);
  });
  assert.equal(codesOf(await check(stamped)), "pades.appended");
  const scripted = await appended(once!, (pdf) => {
    pdf.getCatalog().set("OpenAction", PdfDict.of({ S: PdfName.of("JavaScript"), JS: PdfString.fromString("app.alert(1)") }));
  });
  assert.equal(codesOf(await check(scripted)), "pades.appended");
  // text between two signatures is in what the second signed, and not in what the first did
  const between = await all.sign(await appended(once!, draw), chen!);
  assert.equal(codesOf(await check(between)), "pades.appended, valid");
});

test("validation data that were left out or removed are missed", async () => {
  const [{ end } = {} as never] = (await check(once!)).signatures;
  assert.equal(codesOf(await check(once!.subarray(0, end))), "pades.no-status");
  const removed = await appended(once!, (pdf) => void pdf.getCatalog().delete("DSS"));
  assert.equal(codesOf(await check(removed)), "pades.no-status");
  const fromTwo = await appended(twice!, (pdf) => void pdf.getCatalog().delete("DSS"));
  assert.equal(codesOf(await check(fromTwo)), "pades.no-status, pades.no-status pades.status-removed");
  assert.match(await pdfsig(removed), /Signature is Valid/);
  assert.equal(codesOf(await check(await all.sign(plain!, wang!, { withoutStatus: true }))), "pades.no-status");
  assert.equal(codesOf(await check(await all.sign(plain!, wang!, { status: "revoked" }))), "ocsp.revoked");
  const early = { statusAt: new Date(now.getTime() - 60_000) };
  assert.equal(codesOf(await check(await all.sign(plain!, wang!, early))), "pades.status-before-timestamp");
});

test("one altered byte, bytes after the end, another root and a certificate that had ended are found", async () => {
  const altered = Buffer.from(once!);
  altered[once!.indexOf("MediaBox") + 12]! ^= 1;
  assert.match(codesOf(await check(altered)), /^cms\.bad-signature|^pades/);
  assert.equal(codesOf(await check(Buffer.concat([once!, Buffer.from("\n% more")]))), "pades.structure");
  const other = await signers(now);
  const stranger = await verifyPdf(once!, { roots: [other.authority.root.certificate] });
  assert.equal(stranger.signatures[0]?.steps[1]?.code, "chain.unknown-issuer");
  const late = await all.sign(plain!, wang!, { stampedAt: new Date(now.getTime() + 6 * 365 * 86_400_000) });
  assert.equal((await check(late)).signatures[0]?.steps[1]?.code, "chain.expired");
  assert.equal(codesOf(await check(plain!)), "pades.no-signature");
});

test("a byte range that skips text is refused, though the signature over the rest is good", async () => {
  const { key, identity } = await rsaSigner();
  let [attributes, signature]: Buffer[] = [];
  const signer: SoftwareSigner = {
    ...key,
    sign: async (bytes) => {
      attributes = Buffer.from(bytes);
      signature = Buffer.from(await key.sign(bytes));
      return signature;
    },
  };
  const signed = await all.sign(plain!, { ...identity, signer });
  const skipping = Buffer.from(signed);
  const range = /\/ByteRange *\[0 +(\d+) +(\d+) +(\d+)[^\]]*\]/.exec(signed.toString("latin1"))!;
  const [from, after, rest] = range.slice(1).map(Number) as [number, number, number];
  const skipped = 12;
  const moved = `/ByteRange [0 ${from} ${after + skipped} ${rest - skipped}`;
  skipping.write(`${moved}${" ".repeat(range[0].length - moved.length - 1)}]`, range.index, "latin1");
  const digestOf = (bytes: Buffer, end: number, begin: number, length: number): Buffer =>
    createHash("sha256")
      .update(bytes.subarray(0, end))
      .update(bytes.subarray(begin, begin + length))
      .digest();
  const [before, now_] = [digestOf(signed, from, after, rest), digestOf(skipping, from, after + skipped, rest - skipped)];
  const resigned = Buffer.from(attributes!.toString("hex").replace(before.toString("hex"), now_.toString("hex")), "hex");
  const hex = signed
    .subarray(from + 1, after - 1)
    .toString("latin1")
    .toLowerCase();
  const forged = hex
    .replace(before.toString("hex"), now_.toString("hex"))
    .replace(signature!.toString("hex"), signBytes("sha256", resigned, privateKeyPem(key)).toString("hex"));
  skipping.write(forged, from + 1, "latin1");
  assert.match(await pdfsig(skipping), /Signature is Valid/, "the forgery is a good one");
  assert.equal(codesOf(await check(skipping)), "pades.byte-range");
});

async function rsaSigner(): Promise<{ key: SoftwareSigner; identity: Identity }> {
  const key = await generateSigner("RSA-2048");
  const certificate = await issueCertificate({
    ...{ profile: "eid-sign", subject: { C: "TW", CN: "RSA", serialNumber: "8".repeat(16) }, tailOfCitizenId: "6789" },
    ...{ publicKey: key.publicKey, issuer: all.authority.issuing, notBefore: new Date(now.getTime() - 60_000) },
    notAfter: new Date(now.getTime() + 86_400_000),
  });
  return { key, identity: { signer: key, certificate } };
}
