import type { Application, Change, Data, Finding, Outcome, Ref, Telling, World } from "@troad/entry";
import { isDay } from "./facts.ts";
import { type CardRecord, cardOf, type PersonRecord, personOf, type UnitRecord, unitOf } from "./records.ts";

type Find = (code: string, article: string, fact?: string) => void;

/** An entry while its rule works it out: what was found so far, and the records as they would be. */
export type Draft = {
  application: Application;
  /** The registers with the changes so far. */
  world: World;
  refuse: Find;
  missing: Find;
  judge: Find;
  note: Find;
  add(findings: readonly Finding[]): void;
  /** Something refuses it, or is missing: no number has to be drawn any more. */
  isStopped(): boolean;
  person(nationalId: string | null | undefined): PersonRecord | undefined;
  unit(no: string | null | undefined): UnitRecord | undefined;
  card(nationalId: string): CardRecord | undefined;
  put(register: string, key: string, data: Data): void;
  /** Changes fields of a person whose record is there; of others there is nothing to change. */
  change(nationalId: string | null | undefined, fields: Partial<PersonRecord>): void;
  changeUnit(no: string, fields: Partial<UnitRecord>): void;
  inform(whom: string, what: string, article: string): void;
  give(what: string, value: string): void;
  setTerm(term: Pick<Outcome, "due" | "fine">): void;
  outcome(fee?: number): Outcome;
};

/** Entries themselves are free of charge: fees are those of cards, household books, certificates and transcripts (Household Registration Act, Article 69). */
export const noFee = 0;

export function draftOf(application: Application, world: World): Draft {
  const findings: Finding[] = [];
  const changes = new Map<string, Change>();
  const tell: Telling[] = [];
  const given: Record<string, string> = {};
  let term: Pick<Outcome, "due" | "fine"> = { due: null, fine: null };
  const asIfDone = worldAfter(world, changes);
  const find =
    (level: Finding["level"]): Find =>
    (code, article, fact) => {
      if (findings.some((one) => one.code === code && one.fact === fact && one.level === level)) return;
      findings.push({ code, level, article, ...(fact === undefined ? {} : { fact }) });
    };
  const put = (register: string, key: string, data: Data): void => {
    changes.set(`${register} ${key}`, { register, key, data });
  };
  const person = (nationalId: string | null | undefined) => (nationalId ? personOf(asIfDone, nationalId) : undefined);
  const unit = (no: string | null | undefined) => (no ? unitOf(asIfDone, no) : undefined);
  const isStopped = (): boolean => findings.some(({ level }) => level === "refused" || level === "missing");
  if (daysIn(application.facts).some((day) => !isDay(day))) find("refused")("day-not-in-calendar", "B0000001:123");
  return {
    application,
    world: asIfDone,
    refuse: find("refused"),
    missing: find("missing"),
    judge: find("judge"),
    note: find("note"),
    add: (more) => {
      for (const { code, level, article, fact } of more) find(level)(code, article, fact);
    },
    isStopped,
    person,
    unit,
    card: (nationalId) => cardOf(asIfDone, nationalId),
    put,
    change: (nationalId, fields) => {
      const record = person(nationalId);
      if (nationalId && record) put("person", nationalId, { ...record, ...fields });
    },
    changeUnit: (no, fields) => {
      const record = unit(no);
      if (record) put("household-unit", no, { ...record, ...fields });
    },
    inform: (whom, what, article) => {
      if (!tell.some((one) => one.whom === whom && one.what === what)) tell.push({ whom, what, article });
    },
    give: (what, value) => {
      given[what] = value;
    },
    setTerm: (next) => {
      term = next;
    },
    outcome: (fee = noFee) =>
      isStopped()
        ? { findings, changes: [], ...term, fee }
        : { findings, changes: [...changes.values()], given, ...term, fee, tell },
  };
}

/** Every day that is stated, wherever it stands. */
function daysIn(facts: unknown): string[] {
  if (typeof facts === "string") return /^\d{4}-\d\d-\d\d$/.test(facts) ? [facts] : [];
  return typeof facts === "object" && facts !== null ? Object.values(facts).flatMap(daysIn) : [];
}

/** What the registers say after changes that are not made yet. */
function worldAfter(world: World, changes: ReadonlyMap<string, Change>): World {
  const changed = ({ register, key }: Ref): Data | undefined => changes.get(`${register} ${key}`)?.data;
  return {
    ...world,
    read: (register, key) => changed({ register, key }) ?? world.read(register, key),
    keysWith: (register, field, value) => {
      const keys = new Set(world.keysWith(register, field, value));
      for (const change of changes.values()) {
        if (change.register !== register) continue;
        if (change.data[field] === value) keys.add(change.key);
        else keys.delete(change.key);
      }
      return [...keys].sort();
    },
  };
}
