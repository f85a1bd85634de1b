import { applicantOf } from "@troad/flow";
import type { StoredFile, Surroundings } from "@troad/forms";
import { type Ids, instant, isUuid, type Queryable, type Tx } from "@troad/kernel";
import type { CaseForm, CasesApi, CaseView, Standing } from "../api.ts";
import { lawVersionOf } from "../domain/decide.ts";
import { caseFailure } from "../domain/errors.ts";
import { fold } from "../domain/fold.ts";
import { isByOfficer, type OnBehalf } from "../domain/on-behalf.ts";
import { requireProof } from "../domain/proof.ts";
import type { LoadedService } from "../domain/services.ts";
import { partiesOf } from "../domain/values.ts";
import { documentsJob, tellJob } from "../jobs/definitions.ts";
import { broughtFor } from "../store/brought.ts";
import { findCase, findDraft, type IndexRow, insertCase, lockCase, replaceParties, waitForOthers } from "../store/cases.ts";
import { deleteDraft, insertDraft, readDraft, updateDraft } from "../store/drafts.ts";
import { measureBegun, measureSubmitted } from "../store/measures.ts";
import { noteLikeness, standingFor } from "./duplicates.ts";
import { answerPage, type Filling, fillingOf, firstFill, pagesShown, requireComplete } from "./filling.ts";
import { leaveFrom } from "./move.ts";
import { beginChain, type CaseStore, openLocked, todayOf } from "./store.ts";
import { type Applied, type DraftSources, surroundingsOf } from "./surroundings.ts";

type Draft = Filling & { row: IndexRow; nationalId: string; onBehalf: OnBehalf | null };

/** Whose draft it is: the filer's, where someone fills it in for the applicant. */
const fillerOf = ({ filer, subject }: Pick<IndexRow, "filer" | "subject">): string => filer ?? subject;

/** A draft as it stands: its row, or for one of before services had steps the actions of its chain. */
async function draftOf(store: CaseStore, q: Queryable, row: IndexRow): Promise<Draft> {
  const service = store.definitions.services.get(row.service);
  const draft = await readDraft(q, row.id);
  if (draft) return { row, nationalId: draft.national_id, onBehalf: draft.on_behalf, ...filledIn(service, draft.answers) };
  const { opened, answers } = fold(await store.ledger.read(q, row.id));
  return { row, nationalId: opened.nationalId, onBehalf: null, ...filledIn(service, answers) };
}

const appliedIn = ({ row: { subject }, nationalId, onBehalf, answers }: Draft): Applied => ({
  ...{ subject, nationalId, onBehalf, answers },
});

/** The first step of a service as far as it is answered. */
export function filledIn(service: LoadedService, answers: Record<string, unknown>): Filling {
  const step = firstFill(service);
  if (!step) throw caseFailure("case.service-unknown", { service: service.id });
  return fillingOf({ service, step }, answers);
}

/** For whom a draft is begun, and who fills it in where that is someone else. */
export type NewDraft = {
  service: string;
  /** Null for a person who cannot sign in: the case stands for them. */
  subject: string | null;
  nationalId: string;
  name: string;
  onBehalf: OnBehalf | null;
};

export type Drafts = Pick<CasesApi, "answer"> & {
  /** `paper`: what was signed at the counter. */
  submit(request: { id: string; subject: string; proof?: number; paper?: StoredFile[] }): Promise<Standing | null>;
  /** Opens a draft, or gives the open one of the same person, service and filer. */
  begin(draft: NewDraft): Promise<{ id: string }>;
  /** Puts answers of another case in the place of what was answered; what no question asks any more is left out. */
  bring(request: { id: string; subject: string; answers: Record<string, unknown> }): Promise<void>;
  form(row: IndexRow): Promise<CaseForm>;
  view(row: IndexRow): Promise<CaseView>;
  /** Deletes a draft; false where the case is none any more. */
  discard(request: { id: string; subject: string }): Promise<boolean>;
};

/** Applications before they are submitted. They follow what the service is now; what is submitted keeps to it. */
export function openDrafts(store: CaseStore, ids: Ids, sources: DraftSources): Drafts {
  const { db, clock } = store;
  /** Runs `work` on a draft of the subject under its lock; undefined where the case is no draft any more. */
  const withDraft = <T>(id: string, subject: string, work: (draft: Draft, tx: Tx) => Promise<T>): Promise<T | undefined> =>
    db.tx(async (tx) => {
      const row = isUuid(id) ? await lockCase(tx, id) : undefined;
      if (!row || fillerOf(row) !== subject) throw caseFailure("case.not-found");
      return row.state === "draft" ? work(await draftOf(store, tx, row), tx) : undefined;
    });
  const discard: Drafts["discard"] = async ({ id, subject }) =>
    (await withDraft(id, subject, async ({ row }, tx) => {
      if (row.chained) return false;
      await deleteDraft(tx, id);
      await tx.enqueue(documentsJob, { caseId: id }, { key: `${id} discarded` });
      await tx.audit({ actor: subject, action: "case.deleted", target: id, detail: { service: row.service } });
      return true;
    })) ?? false;
  return {
    begin: async ({ service: serviceId, subject: person, nationalId, name, onBehalf }) => {
      const id = ids.uuid();
      const subject = person ?? id;
      const { service } = filledIn(store.definitions.services.get(serviceId), {});
      const { agency } = service.definition;
      const [filer, mandate] = [onBehalf?.subject ?? null, onBehalf?.mandate ?? null];
      const draft = await findDraft(db, { service: serviceId, subject, filer });
      if (draft?.mandate === mandate) return { id: draft.id };
      // what was begun under another mandate does not go on under this one
      if (draft) await discard({ id: draft.id, subject: filer ?? subject });
      const now = instant(clock);
      const times = { created_at: now, updated_at: now };
      const row = { id, service: serviceId, agency, subject, applicant: name, state: "draft", filer, mandate, ...times };
      const fresh = await db.tx(async (tx) => {
        const inserted = await insertCase(tx, row);
        if (inserted) await insertDraft(tx, { id, national_id: nationalId, answers: {}, on_behalf: onBehalf });
        if (inserted) await measureBegun(tx, { id, service: serviceId, at: now });
        if (inserted)
          await tx.audit({ actor: filer ?? subject, action: "case.draft", target: id, detail: { service: serviceId } });
        return inserted;
      });
      return fresh ? { id } : { id: (await findDraft(db, { service: serviceId, subject, filer }))!.id };
    },
    bring: async ({ id, subject, answers }) => {
      await withDraft(id, subject, ({ service, step }, tx) =>
        updateDraft(tx, id, fillingOf({ service, step }, answers).answers, instant(clock)),
      );
    },
    form: async (row) => {
      const draft = await draftOf(store, db, row);
      const { service, answers } = draft;
      const known = { id: row.id, service: row.service, named: service.hash, state: "draft" as const, answers };
      const shown = pagesShown(draft, todayOf(store));
      return { ...known, ...shown, offers: await sources.offered(shown.pages, appliedIn(draft)) };
    },
    view: async (row) => {
      const { answers, service, onBehalf } = await draftOf(store, db, row);
      const { id, subject, applicant, created_at: createdAt } = row;
      const nothing = {
        consentId: null,
        sources: [],
        decision: null,
        certificate: null,
        certificates: [],
        actions: [],
        fee: null,
        kept: null,
        applicantParty: applicantOf(service.flow),
      };
      const place = { step: null, ended: null, onBehalf, stopped: null, definition: service.hash, named: service.hash };
      return { ...nothing, ...place, id, service: row.service, subject, applicant, createdAt, answers, state: "draft" };
    },
    answer: async ({ id, subject, page, values }) => {
      const row = isUuid(id) ? await findCase(db, id) : undefined;
      if (!row || fillerOf(row) !== subject) throw caseFailure("case.not-found");
      if (row.state !== "draft") throw caseFailure("case.not-open");
      const service = store.definitions.services.get(row.service);
      const definition = service.form.page(page);
      const asked = { folder: id, values, service, subject, applied: appliedIn(await draftOf(store, db, row)) };
      const around = definition ? await surroundingsOf(sources, { ...asked, page: definition }) : {};
      const answered = await withDraft(id, subject, (draft, tx) => answerDraft(store, tx, draft, { page, values, around }));
      if (!answered) throw caseFailure("case.not-open");
      return answered;
    },
    submit: async ({ id, subject, proof, paper = [] }) => {
      // what was submitted before is the same answer
      const standing = await withDraft(id, subject, (draft, tx) => submitDraft(store, tx, draft, { paper, proof }));
      return standing?.stands ?? null;
    },
    discard,
  };
}

async function answerDraft(
  store: CaseStore,
  tx: Tx,
  draft: Draft,
  { page, values, around }: { page: string; values: Record<string, unknown>; around: Surroundings },
): ReturnType<CasesApi["answer"]> {
  const { row, nationalId, onBehalf, service } = draft;
  const signer = onBehalf?.name ?? row.applicant;
  const done = answerPage(draft, page, values, { ...around, today: todayOf(store), signer });
  if ("errors" in done) return { errors: done.errors, next: null, standing: null };
  const { answers, next } = done;
  const standing = await standingFor(store, tx, service, row, answers);
  if (standing) return { errors: [], next: null, standing };
  await insertDraft(tx, { id: row.id, national_id: nationalId, answers, on_behalf: onBehalf });
  await updateDraft(tx, row.id, answers, instant(store.clock));
  return { errors: [], next, standing: null };
}

/** The draft becomes a case: its chain begins with all that was answered, and it enters the first step after the form. */
export async function submitDraft(
  store: CaseStore,
  tx: Tx,
  draft: Draft,
  { paper, proof }: { paper: StoredFile[]; proof: number | undefined },
): Promise<{ stands: Standing | null }> {
  const { row, nationalId, answers, onBehalf, service, step } = draft;
  const { id, subject, applicant } = row;
  const isAtCounter = onBehalf?.as === "counter";
  if (isAtCounter && paper.length === 0) throw caseFailure("case.paper-missing");
  // at the counter the officer looks at the person, on the telephone a code has said who they are
  if (!isByOfficer(onBehalf)) requireProof(service, proof);
  requireComplete(draft, todayOf(store));
  await waitForOthers(tx, subject, row.service);
  const stands = await standingFor(store, tx, service, row, answers);
  if (stands) return { stands };
  await store.definitions.store(tx, service);
  const actor = fillerOf(row);
  const opened = { service: row.service, subject, nationalId, name: applicant };
  if (!row.chained) await beginChain(store, tx, id, opened, { at: instant(store.clock), actor });
  const open = await openLocked(store, tx, row);
  await open.append(actor, { type: "answered", data: { page: "all", answers } });
  const law = lawVersionOf(service);
  const broughtBy = await broughtFor(tx, id);
  const data = {
    definition: service.hash,
    ...(onBehalf ? { onBehalf } : {}),
    ...(law ? { law } : {}),
    ...(isAtCounter ? { paper } : {}),
    ...(broughtBy ? { broughtBy } : {}),
  };
  await open.append(actor, { type: "submitted", data });
  const channel = isByOfficer(onBehalf) ? onBehalf.as : broughtBy ? "partner" : "online";
  await measureSubmitted(tx, { id, service: row.service, at: open.state.submittedAt!, channel });
  await replaceParties(tx, id, partiesOf(service, open.state));
  await noteLikeness(tx, id, service, open.state.answers);
  await deleteDraft(tx, id);
  const filed = isAtCounter ? "case-filed" : "case-filed-phone";
  if (isByOfficer(onBehalf)) await tx.enqueue(tellJob, { caseId: id, template: filed }, { key: `filed ${id}` });
  await leaveFrom(store, open, tx, step.id, "submitted", actor);
  return { stands: null };
}
