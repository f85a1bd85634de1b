import { isOfficeDay } from "@troad/content-law";
import type { DocumentsApi } from "@troad/documents/api";
import { type Act, extendedDay, outcomeOfTime, signOutcome, voteOutcome } from "@troad/flow";
import { parsePage, type StoredFile } from "@troad/forms";
import { instant, isUuid, type Tx } from "@troad/kernel";
import { type CaseAct, isRemedy } from "../domain/act.ts";
import { caseFailure } from "../domain/errors.ts";
import { lotOf } from "../domain/lot.ts";
import { requireProof } from "../domain/proof.ts";
import { areaOf } from "../domain/standing.ts";
import { flowStateOf, lawBehind } from "../domain/values.ts";
import { overdueCases } from "../store/cases.ts";
import { measureWork } from "../store/measures.ts";
import { type Acting, requireAct } from "./acting.ts";
import { submitFill } from "./fills.ts";
import { closeOfDead, endLoose, enter, leave, lotSecret, withdrawCase } from "./move.ts";
import { closeRound } from "./round.ts";
import { type CaseStore, type OpenCase, todayOf, withCase } from "./store.ts";

/** All but the one that another module has to be asked for (`steps/cash.ts`). */
type OwnAct = Exclude<CaseAct, { act: "cash" }>;
type Request = { id: string; person: Acting; place: { step: string; visit: number }; act: OwnAct };
type Parts = {
  store: CaseStore;
  documents: Pick<DocumentsApi, "list">;
  districts: ReadonlySet<string>;
  villages: (area: string) => readonly { code: string }[];
};
type Doing = Pick<Parts, "store" | "districts" | "villages"> & { open: OpenCase; tx: Tx; person: Acting; files: StoredFile[] };

/** Does what a person asks, if the rules of the case allow it now. */
export const perform = async (
  { store, documents, districts, villages }: Parts,
  { id, person, place, act }: Request,
): Promise<void> => {
  // another module is asked before the case is locked
  const files = "documents" in act && act.documents.length > 0 ? await filesNamed(documents, id, act.documents) : [];
  await withCase(store, id, async (open, tx) => {
    requireAct(open, person, { today: todayOf(store), place, fits: (allowed) => isMeant(allowed, act) });
    await doings[act.act]({ store, districts, villages, open, tx, person, files }, act as never);
    const at = instant(store.clock);
    if (person.posts.length > 0) await measureWork(tx, { id, service: open.service.id, at, actor: person.subject });
  });
};

/** Whether what is allowed is what is asked: the same outcome, the same party's signature. */
function isMeant(allowed: Act, act: OwnAct): boolean {
  const wanted = act.act === "ask" ? "choose" : act.act;
  const outcome = act.act === "ask" ? "asked" : "outcome" in act ? act.outcome : "";
  if (allowed.act !== wanted || ("outcomes" in allowed && !allowed.outcomes.includes(outcome))) return false;
  return (act.act !== "sign" && act.act !== "decline") || ("party" in allowed && allowed.party === act.party);
}

/** Documents of a case by their ids, with their hashes. */
async function filesNamed(documents: Pick<DocumentsApi, "list">, folder: string, ids: readonly string[]): Promise<StoredFile[]> {
  if (!isUuid(folder)) throw caseFailure("case.not-found");
  const stored = await documents.list({ folder });
  return ids.map((id) => {
    const file = stored.find((one) => one.id === id);
    if (!file) throw caseFailure("case.document-unknown");
    return file;
  });
}

type Doings = { [A in OwnAct["act"]]: (doing: Doing, act: Extract<OwnAct, { act: A }>) => Promise<void> };

const needsReasons = ({ open }: Doing, outcome: string): boolean => {
  const step = open.service.flow.step(open.state.place!.step);
  return step?.kind === "review" ? (step.reasonsFor?.includes(outcome) ?? false) : outcome !== "granted";
};

const remedy: (doing: Doing, act: { act: string; reason: string }) => Promise<void> = async (doing, { act, reason }) => {
  const { store, open, tx, person } = doing;
  if (!isRemedy(act)) return;
  const { ended } = open.state;
  const { step } = open.service.flow.remedies.find(({ name }) => name === act)!;
  await open.append(person.subject, { type: "remedy", data: { name: act, reason } });
  await enter(store, open, tx, step, { from: `end:${ended!.end}`, outcome: act, actor: person.subject });
};

const doings: Doings = {
  submit: (doing) => {
    // an officer of the office acts at a desk of its own
    if (doing.person.posts.length === 0) requireProof(doing.open.service, doing.person.proof);
    return submitFill(doing);
  },
  sign: async (doing, { party }) => {
    const { open, person } = doing;
    requireProof(open.service, person.proof);
    await open.append(person.subject, { type: "signed", data: { party, name: person.name } });
    await signed(doing);
  },
  decline: async (doing, { party, reason }) => {
    const { open, person } = doing;
    await open.append(person.subject, { type: "declined", data: { party, name: person.name, reason } });
    await signed(doing);
  },
  choose: async (doing, { outcome, reasons }) => {
    const { store, open, tx, person } = doing;
    if (reasons.trim() === "" && needsReasons(doing, outcome)) throw caseFailure("case.reasons-missing");
    const { step, kind } = open.state.place!;
    const decides = kind === "decide" && (outcome === "granted" || outcome === "refused");
    const data = {
      granted: outcome === "granted",
      ...lawBehind(open.state),
      decidedAt: instant(store.clock),
      step,
      outcome,
      reasons,
    };
    if (decides) await open.append(person.subject, { type: "decided", data });
    else await open.append(person.subject, { type: "chosen", data: { step, outcome, reasons } });
    await leave(store, open, tx, outcome, person.subject);
  },
  ask: async ({ store, open, tx, person }, { items, text }) => {
    await open.append(person.subject, { type: "asked", data: { step: open.state.place!.step, items, text } });
    await leave(store, open, tx, "asked", person.subject);
  },
  supply: async ({ store, open, tx, person, files }, { text, documents }) => {
    await open.append(person.subject, { type: "supplied", data: { text, documents, files } });
    await leave(store, open, tx, "supplied", person.subject);
  },
  report: async ({ store, villages, open, tx, person }, { report }) => {
    const step = open.service.flow.step(open.state.place!.step);
    if (step?.kind !== "visit") return;
    const page = { id: "report", title: "report", fields: step.report };
    const form = { pages: [page], page: () => page, below: () => "end" };
    const known = new Set(villages(areaOf(open.service, open.state, step) ?? "").map(({ code }) => code));
    const parsed = parsePage(form, "report", report, { today: todayOf(store), villages: known });
    if ("errors" in parsed) throw caseFailure("case.report-incomplete", { field: parsed.errors[0]?.field ?? "" });
    await open.append(person.subject, { type: "reported", data: { step: step.id, report: parsed.values } });
    await leave(store, open, tx, "reported", person.subject);
  },
  draw: async ({ store, open, tx, person }, { word }) => {
    const step = open.service.flow.step(open.state.place!.step);
    if (step?.kind !== "draw") return;
    if (open.state.written[step.id] !== undefined) throw caseFailure("case.lot-drawn");
    const secret = await lotSecret(store, open, tx, step.id);
    const lot = lotOf(step.of, { secret, caseId: open.id, word });
    await open.append(person.subject, { type: "drawn", data: { step: step.id, word, secret: secret.toString("hex"), lot } });
    await leave(store, open, tx, "drawn", person.subject);
  },
  vote: async (doing, { vote }) => {
    const { open, person } = doing;
    const { step } = open.state.place!;
    await open.append(person.subject, { type: "voted", data: { step, subject: person.subject, vote } });
    await voted(doing, false);
  },
  score: async ({ open, person }, { score }) => {
    const { step } = open.state.place!;
    await open.append(person.subject, { type: "voted", data: { step, subject: person.subject, score } });
  },
  close: async (doing) => {
    const { store, open, tx, person } = doing;
    const step = open.service.flow.step(open.state.place!.step);
    if (step?.kind !== "committee") return;
    if (step.rank) return closeRound(store, tx, open, step, person);
    await open.append(person.subject, { type: "meeting-closed", data: { step: step.id } });
    await voted(doing, true);
  },
  receive: async ({ store, open, tx, person, files }, { text, documents }) => {
    const { step } = open.state.place!;
    await open.append(person.subject, { type: "document-received", data: { step, text, documents, files } });
    await leave(store, open, tx, "received", person.subject);
  },
  extend: async ({ open, person }, { reason }) => {
    const place = open.state.place!;
    const limit = open.service.flow.step(place.step)?.limit;
    const due = limit && place.due !== null ? extendedDay(limit, place.due, isOfficeDay) : undefined;
    if (due !== undefined) await open.append(person.subject, { type: "extended", data: { due, reason } });
  },
  assign: ({ open, person }, { to, name }) => {
    if (open.state.secret !== null && !open.state.keepers.includes(to)) throw caseFailure("case.keeper-unfit");
    return open.append(person.subject, { type: "assigned", data: { to, name } });
  },
  note: ({ open, person }, { text }) => open.append(person.subject, { type: "noted", data: { text } }),
  withdraw: ({ open, tx, person }) => withdrawCase(open, tx, person.subject),
  "applicant-died": ({ store, open, tx, person }, { reason }) => closeOfDead(store, open, tx, { actor: person.subject, reason }),
  objection: remedy,
  appeal: remedy,
  correction: remedy,
  reopening: remedy,
};

/** All have signed, or one has refused: the case moves on. */
async function signed({ store, open, tx, person }: Doing): Promise<void> {
  const step = open.service.flow.step(open.state.place!.step);
  const outcome = step?.kind === "sign" ? signOutcome(step, flowStateOf(open.service, open.state)) : undefined;
  if (outcome) await leave(store, open, tx, outcome, person.subject);
}

async function voted({ store, open, tx, person }: Doing, closed: boolean): Promise<void> {
  const step = open.service.flow.step(open.state.place!.step);
  if (step?.kind !== "committee") return;
  const outcome = voteOutcome(step, open.state.votes, closed);
  if (!outcome) return;
  const count = (side: string): number => open.state.votes.filter((one) => "vote" in one && one.vote === side).length;
  const reasons = `${count("for")}:${count("against")}:${count("abstain")}`;
  const data = { granted: outcome === "granted", ...lawBehind(open.state), decidedAt: instant(store.clock), outcome, reasons };
  await open.append(person.subject, { type: "decided", data });
  await leave(store, open, tx, outcome, person.subject);
}

/** A limit has run out in which a party had to act: the case goes the way that its flow says. */
const expire = (store: CaseStore, id: string): Promise<void> =>
  withCase(store, id, async (open, tx) => {
    const outcome = outcomeOfTime(open.service.flow, flowStateOf(open.service, open.state), todayOf(store));
    if (!outcome) return;
    if (outcome === "overdue") await endLoose(open, tx);
    await leave(store, open, tx, outcome, "troad");
  });

/** Ends every limit that has run out. */
export async function expireOverdue(store: CaseStore): Promise<void> {
  for (const { id } of await overdueCases(store.db, todayOf(store))) await expire(store, id);
}
