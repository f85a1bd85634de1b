import {
  type Database,
  installationSecret,
  instant,
  isUuid,
  kernelFailure,
  type ModuleContext,
  type Queryable,
  type StoredEntry,
  type Tx,
  taipeiDate,
} from "@troad/kernel";
import type { Action, ActionData, Case } from "../domain/actions.ts";
import { caseFailure } from "../domain/errors.ts";
import { fold } from "../domain/fold.ts";
import { eraseOn } from "../domain/keeping.ts";
import type { LoadedService } from "../domain/services.ts";
import { formerStep, isCounterVisit, queuePlaceOf, readersOf, standingOf } from "../domain/standing.ts";
import { caseEnded, visitOver } from "../events.ts";
import { documentsJob } from "../jobs/definitions.ts";
import { caseLedger, findCase, grantedIn, type IndexRow, lockCase, updateIndex } from "../store/cases.ts";
import { deleteFill } from "../store/fills.ts";
import { measureDecided } from "../store/measures.ts";
import { storeKeepers, upsertReaders } from "../store/readers.ts";
import type { Definitions } from "./definitions.ts";
import { type SealedLedger, sealedLedger } from "./sealed-ledger.ts";

/** Where cases are kept. Whatever reads one through it reads a chain of actions that holds. */
export type CaseStore = {
  db: Database;
  ledger: SealedLedger;
  clock: ModuleContext["clock"];
  definitions: Definitions;
  /** What the lots of samples follow from: known to nobody outside, and always the same in the demonstration. */
  sampleSeed: string;
};

export const openStore = (ctx: ModuleContext, definitions: Definitions): CaseStore => ({
  ...{ db: ctx.db, ledger: sealedLedger(ctx.ledger(caseLedger), ctx.ids), clock: ctx.clock, definitions },
  sampleSeed: ctx.demo ? "demonstration" : installationSecret(ctx.folder, "samples"),
});

/** A case under its lock: append, and the state follows. */
export type OpenCase = {
  id: string;
  agency: string;
  subject: string;
  /** The service as this case was submitted under. */
  service: LoadedService;
  state: Case;
  append(actor: string, action: Action): Promise<void>;
};

/** After these the area of a case may be known that was not known before. */
const changesReaders: ReadonlySet<Action["type"]> = new Set(["submitted", "pinned", "collected"]);

/** After these, other officers know of a secret case. */
const changesKeepers: ReadonlySet<Action["type"]> = new Set(["submitted", "kept"]);

/** After these, other documents are kept or for another time. */
const movesDocuments: ReadonlySet<Action["type"]> = new Set([
  "submitted",
  "supplied",
  "document-received",
  "ended",
  "remedy",
  "withdrawn",
]);

/** A case whose row the caller's transaction has locked, and whose chain has begun. */
export async function openLocked(store: CaseStore, tx: Tx, row: IndexRow): Promise<OpenCase> {
  const { ledger, clock, definitions } = store;
  const { id, agency, subject } = row;
  const actions: StoredEntry[] = await ledger.read(tx, id);
  const state = fold(actions, id);
  checkIndex(row, state);
  const service = await definitions.of(tx, row.service, state.definition);
  state.secret = secretOf(definitions, service);
  const open: OpenCase = {
    ...{ id, agency, subject, service, state },
    append: async (actor, action) => {
      const left = open.state.place;
      const before = grantedIn(open.state);
      actions.push(await ledger.append(tx, id, actions.at(-1), { ...action, at: instant(clock), actor }));
      open.state = { ...fold(actions, id), secret: state.secret };
      const place = { ...queuePlaceOf(service, open.state), eraseOn: eraseOn(service, open.state) };
      await updateIndex(tx, id, open.state, place);
      const granted = grantedIn(open.state);
      if (granted !== null && before === null)
        await measureDecided(tx, { id, service: row.service, at: actions.at(-1)!.at, granted });
      if (changesKeepers.has(action.type)) await storeKeepers(tx, id, open.state);
      if (changesReaders.has(action.type)) await upsertReaders(tx, id, readersOf(service, open.state));
      await tx.audit({ actor, action: `case.${action.type}`, target: id });
      const now = open.state.place;
      const atCounter = left && isCounterVisit(service, left.step);
      if (atCounter && (now?.step !== left.step || now.visit !== left.visit))
        await tx.publish(visitOver, { case: id, step: left.step, visit: left.visit });
      if (action.type === "ended") await tx.publish(caseEnded, { case: id, end: action.data.end });
      if (action.type === "withdrawn") await tx.publish(caseEnded, { case: id, end: "withdrawn" });
      const leavesFill = left?.kind === "fill" && (now?.step !== left.step || now.visit !== left.visit);
      if (leavesFill) await deleteFill(tx, id);
      if (service.definition.documents && (leavesFill || movesDocuments.has(action.type)))
        await tx.enqueue(documentsJob, { caseId: id }, { key: `${id} ${actions.length}` });
    },
  };
  if (formerStep(service, state)) {
    await definitions.store(tx, service);
    await pinFormer(open, store);
  }
  return open;
}

/** Of a case whose time is over nothing can be said but when it was erased; of a secret one not even that. */
export function requireKept({ erased_at: erasedAt, secret }: Pick<IndexRow, "erased_at" | "secret">): void {
  if (erasedAt !== null && secret !== null) throw caseFailure("case.not-found");
  if (erasedAt !== null) throw caseFailure("case.erased", { day: taipeiDate(new Date(erasedAt)) });
}

/** Runs `work` on a submitted case whose writers wait for each other; what it appends, enqueues and audits is one transaction. */
export const withCase = <T>(store: CaseStore, id: string, work: (open: OpenCase, tx: Tx) => Promise<T>): Promise<T> =>
  store.db.tx(async (tx) => {
    const row = isUuid(id) ? await lockCase(tx, id) : undefined;
    if (!row?.chained) throw caseFailure("case.not-found");
    requireKept(row);
    return work(await openLocked(store, tx, row), tx);
  });

/** A case that was under way before services had steps goes on at the step of the same kind: told once, before anything else happens. */
async function pinFormer(open: OpenCase, store: CaseStore): Promise<void> {
  const { state, service } = open;
  const step = formerStep(service, state);
  if (!step) return;
  const { stopped } = state;
  await open.append("troad", { type: "pinned", data: { definition: service.hash } });
  const standing = standingOf(step);
  const day = todayOf(store);
  await open.append("troad", {
    type: "entered",
    data: { step: step.id, kind: step.kind, standing, from: null, outcome: null, day, due: null },
  });
  if (stopped) await open.append("troad", { type: "stopped", data: stopped });
}

const unlimited = { since: "", due: null, extended: false, visit: 1 };

/** How many officers may know of a case: by what it began with, or by what content says now; null where it is no secret. */
export const secretOf = ({ services }: Pick<Definitions, "services">, { id, definition }: LoadedService): number | null =>
  (definition.secret ?? services.all.find((one) => one.id === id)?.definition.secret)?.officers ?? null;

/** A submitted case without its lock; who may not see it is told that it does not exist. */
export async function readCase(
  { db, ledger, definitions }: Pick<CaseStore, "ledger" | "definitions"> & { db: Queryable },
  id: string,
  may: (row: IndexRow, state: Case, service: LoadedService) => boolean = () => true,
): Promise<{ row: IndexRow; actions: StoredEntry[]; state: Case; service: LoadedService }> {
  const row = isUuid(id) ? await findCase(db, id) : undefined;
  if (!row?.chained) throw caseFailure("case.not-found");
  requireKept(row);
  const actions = await ledger.read(db, id);
  const state = fold(actions, id);
  checkIndex(row, state);
  const service = await definitions.of(db, row.service, state.definition);
  state.secret = secretOf(definitions, service);
  if (!may(row, state, service)) throw caseFailure("case.not-found");
  const former = formerStep(service, state);
  if (former) state.place = { step: former.id, kind: former.kind, standing: standingOf(former), ...unlimited };
  return { row, actions, state, service };
}

/** Whose case it is decides who may see it: what the index says of that has to be what the actions say. */
function checkIndex(
  { id, subject, service, applicant, filer, mandate }: IndexRow,
  { opened, onBehalf, submittedAt }: Case,
): void {
  const filed = submittedAt === null || (filer === (onBehalf?.subject ?? null) && mandate === (onBehalf?.mandate ?? null));
  if (!filed || subject !== opened.subject || service !== opened.service || applicant !== opened.name)
    throw kernelFailure("ledger.broken", {}, `case_index of ${id} is not what its actions say`);
}

export const todayOf = ({ clock }: Pick<CaseStore, "clock">): string => taipeiDate(clock.now());

/** The first action of a new case. */
export async function beginChain(
  { ledger }: Pick<CaseStore, "ledger">,
  tx: Tx,
  id: string,
  opened: ActionData["opened"],
  { at, actor }: { at: string; actor: string },
): Promise<void> {
  await ledger.append(tx, id, undefined, { type: "opened", data: opened, at, actor });
  await tx.audit({ actor, action: "case.opened", target: id, detail: { service: opened.service } });
}
