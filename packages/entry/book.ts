import type { Static, TSchema } from "typebox";

/** What a record holds: the fields that its register names. */
export type Data = Record<string, unknown>;
export type Ref = { register: string; key: string };

/** The registers as they are when an entry is made. A record that is not there yet is undefined. */
export type World = {
  read(register: string, key: string): Data | undefined;
  /** Keys of the records whose field has this value, in order; only fields that the register lets be looked up. At most a thousand. */
  keysWith(register: string, field: string, value: string): readonly string[];
  /** The next number of a series from 1 on. It is used up only if the entry is made, so a series has no gaps. */
  next(series: string): number;
  /** A lot: a whole number from 0 to `of` - 1. It is drawn once and kept with the entry; `name` tells the lots of one entry from each other. */
  lot(name: string, of: number): number;
};

/** Who applies, and as what: `mother`, `head`, `spouse`; the names are those of the kind of entry. */
export type Filer = {
  nationalId: string;
  as: string;
  /** Stood at the counter before the officer, or signed with their own certificate online. */
  present: "counter" | "online" | "mandate";
};

/** An application for one entry. Days are `YYYY-MM-DD` in Taipei. */
export type Application<F = unknown> = {
  kind: string;
  facts: F;
  filedOn: string;
  filers: readonly Filer[];
  /** The area of the office: the code of a township, or of a county. */
  office: string;
  /** The officer who enters it; null where no officer does. */
  officer: { nationalId: string } | null;
  /** The office enters it by itself: on which day it had reminded those who should have applied; `null` where no reminder is needed. */
  exOfficio?: { remindedOn: string | null };
  /** Reasons of an officer's judgement that a rule asks for, by the code of the finding that they answer. */
  judged?: Readonly<Record<string, string>>;
  /** Reasons for whatever a rule leaves to the officer. */
  reasons?: string;
};

/** `refused`: not possible. `missing`: possible once it is brought. `judge`: an officer may allow it with a reason. `note`: allowed. */
export type Finding = {
  code: string;
  level: "refused" | "missing" | "judge" | "note";
  /** `pcode:article`, such as `B0000001:983`. */
  article: string;
  /** Which of the facts is meant. */
  fact?: string;
};

export type Change = Ref & { data: Data };
/** Whom an office has to tell, and what: codes with texts in the book. */
export type Telling = { whom: string; what: string; article: string };

export type Outcome = {
  findings: readonly Finding[];
  /** The records as they are after the entry, in the order in which they are written. Empty if it is refused or something is missing. */
  changes: readonly Change[];
  /** What the entry gave: a national id, the number of a household, a surname by lot. */
  given?: Readonly<Record<string, string>>;
  /** By when it had to be applied for; null where the law sets no day. */
  due?: { day: string; article: string } | null;
  /** NT$, of a late application; an officer sets it within these limits. */
  fine?: { from: number; to: number; article: string } | null;
  /** NT$ */
  fee?: number;
  tell?: readonly Telling[];
};

/** One kind of entry: what is stated, and what follows from it. `decide` is a pure function of the application and the registers. */
export type EntryKind<S extends TSchema = TSchema> = {
  facts: S;
  legalBasis: string;
  /** No history and no statistics say that one was made, what was before it, or what stands in these fields. */
  secret?: readonly string[];
  decide(application: Application<Static<S>>, world: World): Outcome;
};

/** A kind without the type of its facts, which are checked against `facts` before `decide` sees them. */
export type AnyKind = Pick<EntryKind, "facts" | "legalBasis" | "secret"> & {
  decide(application: Application, world: World): Outcome;
};

/** The registers of an agency that are changed by kinds of entry alone, each entry as a whole. */
export type Book = {
  id: string;
  registers: readonly string[];
  kinds: Readonly<Record<string, AnyKind>>;
};

/**
 * Facts that a schema wants although they may be null, such as the father of a child that has none, are null where they are not stated.
 */
export function withNulls(schema: TSchema, stated: unknown): unknown {
  const { properties, required = [] } = schema as { properties?: Record<string, TSchema>; required?: string[] };
  if (!properties || typeof stated !== "object" || stated === null || Array.isArray(stated)) return stated;
  const facts: Record<string, unknown> = { ...stated };
  for (const [name, part] of Object.entries(properties)) {
    const { anyOf } = part as { anyOf?: { type?: string }[] };
    if (Object.hasOwn(facts, name)) facts[name] = withNulls(part, facts[name]);
    else if (required.includes(name) && anyOf?.some(({ type }) => type === "null")) facts[name] = null;
  }
  return facts;
}

export function defineKind<S extends TSchema>(kind: EntryKind<S>): AnyKind {
  return { ...kind, decide: (application, world) => kind.decide(application as Application<Static<S>>, world) };
}

/** Whether an entry may be made: nothing refuses it, nothing is missing, and an officer has answered for what is theirs to judge. */
export const isAllowed = (
  { findings }: Outcome,
  { judged = {}, reasons = "" }: Pick<Application, "judged" | "reasons"> = {},
): boolean =>
  findings.every(({ level, code }) => level === "note" || (level === "judge" && (judged[code] ?? reasons).trim() !== ""));
