import type { Field } from "@troad/forms";
import type { ModuleContext } from "@troad/kernel";
import type { CasesApi, CertificateView } from "../api.ts";
import { remindDaysOf } from "../domain/certificate.ts";
import { caseFailure } from "../domain/errors.ts";
import type { LoadedService } from "../domain/services.ts";
import type { Access } from "../engine/access.ts";
import type { Drafts } from "../engine/drafts.ts";
import { type CaseStore, readCase } from "../engine/store.ts";
import { findDraft } from "../store/cases.ts";

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock">;
  store: CaseStore;
  drafts: Drafts;
  access: Access;
  newestOf(asked: { id: string; subject: string }): Promise<CertificateView | null>;
};
const dayMs = 86_400_000;
/** After this long the register's answer of then says too little: people apply anew. */
const mostDaysAfter = 365;

/** Whether the next certificate may be asked for now: its service says how long it holds, it ends soon or has ended, and was not taken back. */
export function isRenewable(service: LoadedService, view: CertificateView, now: Date): boolean {
  const definition = service.definition.certificates[view.certificate];
  if (definition?.validMonths === undefined || view.validUntil === null) return false;
  const taken = view.checks.some(({ step, ok }) => step === "revocation" && !ok);
  const days = (Date.parse(view.validUntil) - now.getTime()) / dayMs;
  return !taken && days <= remindDaysOf(definition) && days >= -mostDaysAfter;
}

/**
 * The next certificate in one step: the same answers are submitted again under the service as it is now, and registers and law decide anew. What has to be
 * answered again (a file, a question that is new) is left open in the draft.
 */
export const renewCertificate =
  ({ ctx, store, drafts, access, newestOf }: Parts): CasesApi["renew"] =>
  async ({ id, subject, proof }) => {
    const row = await access.open({ id, subject });
    const view = await newestOf({ id, subject });
    const { state } = await readCase(store, id);
    const service = store.definitions.services.get(row.service);
    // what someone filed for another goes on by a new mandate, at a counter or not
    const isOwn = row.subject === subject && state.onBehalf === null && !service.definition.counterOnly;
    if (!view || !isOwn || !isRenewable(service, view, ctx.clock.now())) throw caseFailure("case.not-renewable");
    const begun = await findDraft(ctx.db, { service: row.service, subject, filer: null });
    if (begun) return { id: begun.id, outcome: "begun" };
    const { nationalId, name } = state.opened;
    const draft = await drafts.begin({ service: row.service, subject, nationalId, name, onBehalf: null });
    await drafts.bring({ id: draft.id, subject, answers: withoutFiles(service, state.answers) });
    if ((await drafts.form((await access.open({ id: draft.id, subject }))!)).open !== null)
      return { id: draft.id, outcome: "open" };
    const standing = await drafts.submit({ id: draft.id, subject, ...(proof === undefined ? {} : { proof }) });
    if (!standing) return { id: draft.id, outcome: "submitted" };
    await drafts.discard({ id: draft.id, subject });
    return { id: standing.id, outcome: "stands" };
  };

/** Files belong to the case to which they were sent. */
function withoutFiles(service: LoadedService, answers: Record<string, unknown>): Record<string, unknown> {
  const isFile = ({ type }: Field): boolean => type === "file";
  const files = new Set(service.definition.form.pages.flatMap(({ fields }) => fields.filter(isFile).map(({ name }) => name)));
  return Object.fromEntries(Object.entries(answers).filter(([name]) => !files.has(name)));
}
