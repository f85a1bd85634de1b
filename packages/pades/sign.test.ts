import assert from "node:assert/strict";
import { test } from "node:test";
import { PDF, PdfArray, PdfDict, PdfName, PdfString } from "@libpdf/core";
import { describePdf } from "./index.ts";
import { onePage, signers } from "./test/signed.ts";

const withCatalog = async (change: (catalog: PdfDict) => void): Promise<Buffer> => {
  const pdf = await PDF.load(await onePage("text"));
  change(pdf.getCatalog());
  return Buffer.from(await pdf.save());
};

test("what a signer is shown is the text of the pages and the digest of the very bytes", async () => {
  const description = await describePdf(await onePage("Lease of the hall"));
  assert.deepEqual([description.pages.map(({ text }) => text), description.sha256.length], [["Lease of the hall"], 64]);
});

test("what could look different from what was signed is neither shown nor signed", async () => {
  const all = await signers(new Date());
  const signer = await all.person("WANG");
  const script = PdfDict.of({ S: PdfName.of("JavaScript"), JS: PdfString.fromString("this.getField('x')") });
  const files = {
    script: await withCatalog((catalog) => catalog.set("OpenAction", script)),
    layers: await withCatalog((catalog) => catalog.set("OCProperties", PdfDict.of({ OCGs: new PdfArray([]) }))),
    xfa: await withCatalog((catalog) => catalog.set("AcroForm", PdfDict.of({ XFA: PdfString.fromString("<xdp/>") }))),
    launch: await withCatalog((catalog) =>
      catalog.set("OpenAction", PdfDict.of({ S: PdfName.of("Launch"), F: PdfString.fromString("a") })),
    ),
  };
  for (const [name, bytes] of Object.entries(files)) {
    await assert.rejects(describePdf(bytes), { code: "pades.active-content" }, name);
    await assert.rejects(all.sign(bytes, signer), { code: "pades.active-content" }, name);
  }
  await assert.rejects(describePdf(Buffer.from("%PDF-1.7 nothing")), { code: "pades.unreadable" });
  await assert.rejects(describePdf(Buffer.from("<html>")), { code: "pades.unreadable" });
  const locked = await PDF.load(await onePage("text"));
  locked.setProtection({ userPassword: "x", ownerPassword: "y" });
  await assert.rejects(describePdf(await locked.save()), { code: "pades.encrypted" });
});
