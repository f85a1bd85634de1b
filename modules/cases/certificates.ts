import type { ModuleContext } from "@troad/kernel";
import type { CasesApi } from "./api.ts";
import type { CertificateFile } from "./certificate-file.ts";
import type { CertificateChecks } from "./certificates/check.ts";
import { isRenewable } from "./certificates/renew.ts";
import { holderOf, openCertificate } from "./domain/certificate.ts";
import type { Access } from "./engine/access.ts";
import { type CaseStore, readCase } from "./engine/store.ts";
import { certificatesOf, certificatesOfCase, findCase, findCertificate } from "./store/cases.ts";
import { findEntry, lastStanding, standingsOf } from "./store/certificates.ts";

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock">;
  store: CaseStore;
  checks: CertificateChecks;
  access: Access;
  pageLimit: number;
  file: CertificateFile;
};

/** Certificates as everybody, and as their holders see them; each is checked as of now. */
export function caseCertificates({
  ctx,
  store,
  checks,
  access,
  pageLimit,
  file,
}: Parts): Pick<CasesApi, "certificate" | "ownCertificate" | "certificateFile" | "certificatesOf" | "certificatesStanding"> {
  /** A stored certificate with what only its holder sees besides. */
  const ownView = async (token: string, of: { named: string; service: string; caseId: string; erased: boolean }) => {
    const view = await checks.checkStored(token);
    const [entry, last] = await Promise.all([findEntry(ctx.db, view.code), lastStanding(ctx.db, view.code)]);
    const standing = last ? { state: last.state, reason: last.reason, at: last.at } : null;
    const today = store.definitions.services.all.find(({ id }) => id === of.service);
    const renewable = today !== undefined && !of.erased && isRenewable(today, view, ctx.clock.now());
    return { ...view, compact: entry?.compact ?? null, standing, renewable, named: of.named, caseId: of.caseId };
  };
  const ownCertificate: CasesApi["ownCertificate"] = async ({ id, subject, code }) => {
    const row = await access.open({ id, subject });
    // a certificate outlasts what its case knew
    const service = row.erased_at
      ? await store.definitions.of(ctx.db, row.service, row.definition)
      : (await readCase(store, id)).service;
    const all = await certificatesOfCase(ctx.db, row.id);
    const issued = code === undefined ? all.at(-1) : all.find((one) => one.code === code);
    if (!issued) return null;
    const of = { named: service.hash, service: row.service, caseId: id, erased: row.erased_at !== null };
    return { ...(await ownView(issued.token, of)), token: issued.token };
  };
  return {
    ownCertificate,
    certificateFile: async (asked) => {
      const issued = await ownCertificate(asked);
      // of an erased case nothing is known that a sheet would name
      if (!issued || (await access.open(asked)).erased_at) return null;
      const { state, service } = await readCase(store, asked.id);
      const pdf = await file(issued, { caseId: asked.id, service, holder: holderOf(service, state, issued.certificate) });
      return { pdf: pdf.toString("base64"), code: issued.code };
    },
    certificatesStanding: (codes) => standingsOf(ctx.db, codes),
    certificate: async (code) => {
      const row = await findCertificate(ctx.db, code);
      if (!row) return null;
      const { service, definition } = (await findCase(ctx.db, row.case_id))!;
      const pinned = await store.definitions.of(ctx.db, service, definition);
      return { ...openCertificate(await checks.checkStored(row.token), pinned), named: pinned.hash };
    },
    certificatesOf: async (subject, { before, limit }) => {
      const rows = await certificatesOf(ctx.db, subject, before ?? null, Math.min(limit, pageLimit));
      return Promise.all(
        rows.map(async ({ token, case_id: caseId, service, definition }) => {
          const pinned = await store.definitions.of(ctx.db, service, definition);
          return ownView(token, { named: pinned.hash, service, caseId, erased: false });
        }),
      );
    },
  };
}
