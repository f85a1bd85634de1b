import assert from "node:assert/strict";
import { casesApi } from "@troad/cases/api";
import { sql } from "@troad/kernel";
import { verifyPdf } from "@troad/pades";
import { pkiApi } from "@troad/pki/api";
import { trustedOf } from "@troad/pki/trust";
import type pg from "pg";
import type { Government } from "./government.ts";

type Held = { id: string; subject: string; administrator: pg.Pool };

/** Letters and certificate of a case carry their agency's seal, stay the same at each reading, and letters of before are what they were. */
export async function checkSealedFiles({ running }: Government, { id, subject, administrator }: Held): Promise<number> {
  const cases = running.use(casesApi);
  const { roots, intermediates } = trustedOf(await running.use(pkiApi).trustAnchors());
  const requireSealed = async (base64: string): Promise<void> => {
    const report = await verifyPdf(Buffer.from(base64, "base64"), { roots, intermediates });
    assert.ok(report.valid && report.signatures.length === 1, JSON.stringify(report.signatures[0]?.steps ?? report.refused));
    assert.ok(report.signatures[0]!.signer?.subject.organizationIdentifier, "an organisation's seal");
  };
  const rows = await running.schemas
    .of("cases")
    .rows<{ id: string }>(sql`select id from case_letter where case_id = ${id}::uuid`);
  const anna = { subject, nationalId: "A123456789", name: "安娜", posts: [] };
  const otto = { subject: "otto", nationalId: "B123456780", name: "奧托", posts: [] };
  for (const letter of rows) {
    const readBy = (person: typeof anna) => cases.letter({ id, letter: letter.id, person });
    // each party reads the letters to themselves
    const read = () => readBy(anna).catch(() => readBy(otto));
    const { pdf, token } = await read();
    await requireSealed(pdf);
    assert.deepEqual([token, (await read()).pdf], [null, pdf]);
    // as one that was stored before files carried their seals: its seal lies beside it, over the bytes that are made again
    await administrator.query("update cases.case_letter set pdf = null, token = 'sealed before' where id = $1", [letter.id]);
    const before = await read();
    assert.deepEqual([before.token, (await read()).pdf, before.pdf === pdf], ["sealed before", before.pdf, false]);
    assert.equal((await verifyPdf(Buffer.from(before.pdf, "base64"), { roots })).refused, "pades.no-signature");
  }
  const first = await cases.certificateFile({ id, subject }).catch((error: { code?: string }) => error.code);
  if (typeof first === "string") assert.equal(first, "case.certificate-ended");
  else if (first) {
    await requireSealed(first.pdf);
    assert.deepEqual(await cases.certificateFile({ id, subject }), first);
  }
  return rows.length;
}
