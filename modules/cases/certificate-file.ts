import { instant, type ModuleContext } from "@troad/kernel";
import { agencyNames, serviceNamesOf } from "@troad/web";
import type { OwnCertificate } from "./api.ts";
import { caseFailure } from "./domain/errors.ts";
import type { LoadedService } from "./domain/services.ts";
import type { Definitions } from "./engine/definitions.ts";
import type { CaseStore } from "./engine/store.ts";
import { certificateSheet } from "./letters/certificate-sheet.ts";
import { letterPdf } from "./letters/pdf.ts";
import { checkPath, type SealPdf } from "./letters/seal.ts";
import { statementRows } from "./pages/certificates/certificate.ts";
import { certificateText } from "./pages/parts.ts";
import type { Seals } from "./seals.ts";
import { findCertificateFile, insertCertificateFile } from "./store/certificate-files.ts";

type Parts = { ctx: ModuleContext; store: CaseStore; definitions: Definitions; seals: Seals; sealPdf: SealPdf };
export type CertificateFile = (
  issued: OwnCertificate,
  of: { caseId: string; service: LoadedService; holder: string },
) => Promise<Buffer>;

const place = (code: string): string => `certificate file ${code}`;
/** The sealed copy is the Chinese one, as with letters. */
const lang = "zh-Hant";

/**
 * The sealed file of a certificate: made when its holder first saves it, and the same ever since. What is no longer valid gets no seal that
 * it had not.
 */
export function certificateFiles({ ctx, store, definitions, seals, sealPdf }: Parts): CertificateFile {
  const names = serviceNamesOf(ctx);
  definitions.each(({ hash, definition, text }) => names.add(hash, { value: definition, text }));
  const [t, agencyName] = [ctx.texts.translator(lang), agencyNames(ctx)];

  const stored = async (caseId: string, code: string): Promise<Buffer | undefined> => {
    const row = await findCertificateFile(ctx.db, code);
    if (!row) return undefined;
    const { base64 } = (await store.ledger.open(ctx.db, caseId, place(code), row.content)) as { base64: string };
    return Buffer.from(base64, "base64");
  };

  return async (issued, { caseId, service, holder }) => {
    const present = await stored(caseId, issued.code);
    if (present) return present;
    if (!issued.valid) throw caseFailure("case.certificate-ended");
    const sheet = certificateSheet(issued, holder, {
      ...{ t, lang, agency: agencyName(lang, issued.agency) },
      title: certificateText(names, lang, issued, "title"),
      intro: certificateText(names, lang, issued, "intro"),
      rows: statementRows(names, lang, issued).map(({ label, value }) => ({ label, value: value.text })),
    });
    const origin = ctx.origin("portal");
    const address = `${origin}/verify/${issued.code}`;
    const seal = [t("cases.letter.sealed-within", { agency: sheet.agency, address: `${origin}${checkPath}` }), address];
    const pdf = await sealPdf(
      letterPdf(sheet, seal, { address, compact: issued.compact, caption: t("cases.certificate.offline") }),
      await seals.of(service),
    );
    await ctx.db.tx(async (tx) => {
      const content = await store.ledger.seal(tx, caseId, place(issued.code), { base64: pdf.toString("base64") });
      await insertCertificateFile(tx, { code: issued.code, case_id: caseId, content, at: instant(ctx.clock) });
    });
    return (await stored(caseId, issued.code))!;
  };
}
