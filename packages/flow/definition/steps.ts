import { simpleFieldSchema } from "@troad/forms";
import Type, { type Static, type TProperties } from "typebox";
import { broughtSchema, shownSchema } from "./brought.ts";
import { derivedSchema } from "./derived.ts";
import { guardSchema, referenceSchema } from "./guard.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[a-z][a-z0-9-]{0,40}$" });
/** An empty list is one that has no entry yet. */
const constant = Type.Union([
  Type.String({ maxLength: 200 }),
  Type.Integer(),
  Type.Boolean(),
  Type.Array(Type.Null(), { maxItems: 0 }),
]);
/** A reference, or a constant as `{ "value": ... }`. */
export const valueSchema = Type.Union([referenceSchema, Type.Object({ value: constant }, closed)]);
/**
 * Fields of a register's record, each with where its value comes from; a fact of an entry may be a part: `name.given`, `entry.target.to`. A list is made of
 * what its references lead to, and those that lead nowhere are left out.
 */
const fieldValues = Type.Record(
  Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}(\\.[A-Za-z][A-Za-z0-9]{0,40}){0,2}$" }),
  Type.Union([valueSchema, derivedSchema, Type.Array(referenceSchema, { minItems: 1, maxItems: 10 })]),
);
/** Whole New Taiwan dollars, or where the amount comes from. */
const amount = Type.Union([Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 }), referenceSchema]);

/** How a case can end. */
export const ends = ["granted", "refused", "closed"] as const;
export type End = (typeof ends)[number];

/** A step, or `end:` and how the case ends. */
const target = Type.String({ pattern: "^(end:(granted|refused|closed)|[a-z][a-z0-9-]{0,40})$" });
/** Where an outcome leads: one target, or the first whose guard holds; the last one has no guard. */
const exits = Type.Union([
  target,
  Type.Array(Type.Object({ when: Type.Optional(guardSchema), to: target }, closed), { minItems: 2, maxItems: 12 }),
]);

/**
 * A time limit: days of the office calendar, or calendar days or months whose last day moves to the next working day (Administrative Procedure
 * Act, article 48). `extension`: once, by notice, as long again at most (article 51).
 */
export const limitSchema = Type.Union([
  Type.Object(
    {
      workingDays: Type.Integer({ minimum: 1, maximum: 400 }),
      extension: Type.Optional(Type.Integer({ minimum: 1, maximum: 400 })),
    },
    closed,
  ),
  Type.Object(
    { days: Type.Integer({ minimum: 1, maximum: 1500 }), extension: Type.Optional(Type.Integer({ minimum: 1, maximum: 1500 })) },
    closed,
  ),
  Type.Object(
    { months: Type.Integer({ minimum: 1, maximum: 120 }), extension: Type.Optional(Type.Integer({ minimum: 1, maximum: 120 })) },
    closed,
  ),
]);
export type Limit = Static<typeof limitSchema>;

/** Who acts for an authority: a role, at the agency of the service unless another is named (also by an answer), for the area that the case belongs to. */
const office = {
  role: id,
  agency: Type.Optional(Type.Union([id, referenceSchema])),
  /** The area whose officers see the case: the code of a place; an officer of a wider area sees it too. */
  area: Type.Optional(valueSchema),
  /** Steps whose officer may not act here as well (four eyes). */
  notBy: Type.Optional(Type.Array(id, { minItems: 1, maxItems: 10, uniqueItems: true })),
};
const outcome = Type.String({ pattern: "^[a-z][a-z0-9-]{0,30}$" });
const outcomes = Type.Array(outcome, { minItems: 1, maxItems: 8, uniqueItems: true });
const parties = Type.Array(id, { minItems: 1, maxItems: 10, uniqueItems: true });

const step = <K extends string, P extends TProperties>(kind: K, properties: P) =>
  Type.Object(
    {
      id,
      kind: Type.Literal(kind),
      next: Type.Record(outcome, exits),
      limit: Type.Optional(limitSchema),
      /** False where the applicant may no longer withdraw. */
      withdraw: Type.Optional(Type.Boolean()),
      ...properties,
    },
    closed,
  );

/**
 * An application to a register that changes by kinds of entry. `filers`: who applies and as what; `office`: the code of its area; `officer`: the step
 * whose officer enters it, and whose reasons answer what the law leaves to an officer; `gives`: what the entry gives that later steps may use.
 * `exOfficio`: the office makes it by itself, after the reminder that this step sent. `reminder`: where the case has come to this step, the fact is
 * the last day that it set.
 */
const entrySchema = Type.Object(
  {
    kind: id,
    filers: Type.Array(
      Type.Object(
        {
          /** A capacity, or the answer that says which: `spouse`, `answers.capacity`. */
          as: Type.Union([id, referenceSchema]),
          /** The applicant, unless another party is named. */
          party: Type.Optional(id),
          present: Type.Optional(Type.Union([Type.Literal("counter"), Type.Literal("online"), Type.Literal("mandate")])),
        },
        closed,
      ),
      { maxItems: 10 },
    ),
    office: valueSchema,
    officer: Type.Optional(id),
    exOfficio: Type.Optional(Type.Object({ reminded: id }, closed)),
    reminder: Type.Optional(Type.Object({ step: id, fact: Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" }) }, closed)),
    gives: Type.Optional(Type.Array(Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" }), { maxItems: 10 })),
  },
  closed,
);

/** The kinds of step; `next` names a target for every outcome of the kind. */
export const stepSchema = Type.Union([
  /** A party answers pages of the form: submitted; expired where it has a limit. `prefill` values are locked and labelled with their source. */
  step("fill", {
    by: Type.Optional(id),
    pages: Type.Optional(Type.Array(id, { minItems: 1, maxItems: 60, uniqueItems: true })),
    prefill: Type.Optional(Type.Record(Type.String({ pattern: "^[a-z][A-Za-z0-9]{0,40}$" }), broughtSchema)),
    shows: Type.Optional(Type.Array(shownSchema, { minItems: 1, maxItems: 6 })),
  }),
  /** Another authority opens the case with what it reports: received. `from`: CLASS, CLASS/MEMBER or CLASS/MEMBER/SUBSYSTEM of who may. */
  step("notice", {
    from: Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(/[A-Za-z0-9][A-Za-z0-9._-]{0,63}){0,2}$" }),
    pages: Type.Array(id, { minItems: 1, maxItems: 20 }),
  }),
  /** Every named party signs for themselves: signed, refused (by one), expired. */
  step("sign", { parties }),
  /** Sources are asked: collected. */
  step("collect", { sources: Type.Array(id, { minItems: 1, maxItems: 20, uniqueItems: true }) }),
  /**
   * Looks for other cases that claim the same, such as the same child in the same year: alone, or disputed, and then the others that people act in or
   * that are over come to the step after `disputed` too. What is claimed twice is `written.<step>.disputed`. When the case comes back and `released` holds,
   * it no longer claims that, and `written.<step>.released` has it.
   */
  step("match", {
    claims: Type.Array(referenceSchema, { minItems: 1, maxItems: 5 }),
    within: Type.Array(referenceSchema, { maxItems: 3 }),
    released: Type.Optional(guardSchema),
  }),
  /** The law's variables are worked out: assessed. */
  step("assess", {}),
  /** An officer looks at the case and chooses an outcome; `asked` leads to an `ask` step. */
  step("review", {
    ...office,
    outcomes,
    /** Outcomes that need reasons. */
    reasonsFor: Type.Optional(outcomes),
  }),
  /** A party supplies all that the officer found missing, once and together: supplied, expired. */
  step("ask", { by: Type.Optional(id) }),
  /** A fee: paid, overdue. Nothing to pay counts as paid. `cash`: the agency takes it at its counters as well. */
  step("pay", { by: Type.Optional(id), amount, cash: Type.Optional(Type.Boolean()) }),
  /** The law decides (granted, refused), or an officer with reasons (these, or the outcomes named). */
  step("decide", { by: Type.Literal("law") }),
  step("decide", { by: Type.Literal("officer"), ...office, outcomes: Type.Optional(outcomes) }),
  /**
   * An officer visits and reports by a form of its own: reported. `counter`: the person comes to a counter, and may book the time.
   * `remote`: nobody meets anybody, such as an answer in writing. */
  step("visit", {
    ...office,
    counter: Type.Optional(Type.Boolean()),
    remote: Type.Optional(Type.Boolean()),
    report: Type.Array(simpleFieldSchema, { minItems: 1, maxItems: 20 }),
  }),
  /** An officer draws one of the lots, once: drawn. Later steps see it as `written.<step>.lot`. */
  step("draw", { ...office, of: Type.Array(outcome, { minItems: 2, maxItems: 20, uniqueItems: true }) }),
  /** Members vote (granted, refused), or score the cases of a round, of which the best are granted. */
  step("committee", {
    ...office,
    seats: Type.Integer({ minimum: 3, maximum: 60 }),
    quorum: Type.Integer({ minimum: 2, maximum: 60 }),
    rank: Type.Optional(Type.Object({ round: referenceSchema, quota: Type.Integer({ minimum: 1, maximum: 10_000 }) }, closed)),
  }),
  /** A document of a court or of another authority comes, entered by an officer: received, expired. */
  step("await", { ...office }),
  /** An entry in a register: written; `refused` where the flow says what happens then. */
  step("write", {
    /** CLASS/MEMBER/SUBSYSTEM/register */
    register: Type.String({ maxLength: 200 }),
    /** Without it the register gives the key of a new record. */
    key: Type.Optional(valueSchema),
    /** A record that is not there yet, though its key is known; without a key always. */
    create: Type.Optional(Type.Boolean()),
    values: fieldValues,
    /** A register that changes by kinds of entry: which one this is, and `values` are its facts. */
    entry: Type.Optional(entrySchema),
    /** Amounts that the register adds to what the record has, so that cases at once add up; it refuses what exceeds its limit. */
    add: Type.Optional(fieldValues),
    /** What the record must still have for the entry to be made, such as the owner who sells; a record that has changed refuses it. */
    expect: Type.Optional(fieldValues),
  }),
  /**
   * A module does what was decided: done, or `refused` by its rules. `does`: the module and what it does; `check`: it only says whether it would.
   * `decided`: the steps whose officers granted it, which the module may count; `gives`: what later steps may use.
   */
  step("act", {
    does: Type.String({ pattern: "^[a-z]{1,30}\\.[a-z][a-z-]{0,40}$" }),
    check: Type.Optional(Type.Boolean()),
    values: fieldValues,
    decided: Type.Optional(Type.Array(id, { minItems: 1, maxItems: 10, uniqueItems: true })),
    gives: Type.Optional(Type.Array(Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" }), { maxItems: 10 })),
  }),
  /** Certificates of the service are issued, or those it issued are revoked: issued. */
  step("issue", {
    certificates: Type.Array(id, { minItems: 1, maxItems: 10, uniqueItems: true }),
    revoke: Type.Optional(Type.Boolean()),
  }),
  /** Money is paid out: paid, returned. */
  step("payout", { amount, account: referenceSchema }),
  /**
   * A benefit that is paid every month begins: entitled; `taken` where there is one already, `account-refused` where the bank does not know the
   * applicant by the account. `scheme`: content/schemes; `for`: the national id of whom it is for, without it the applicant; `from`: a day in its
   * first month, without it the day of the application.
   */
  step("entitle", {
    scheme: id,
    for: Type.Optional(referenceSchema),
    from: Type.Optional(referenceSchema),
    account: referenceSchema,
    facts: Type.Record(Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" }), valueSchema),
  }),
  /** Parties get a letter, sealed by the agency: sent. */
  step("notify", { letter: id, to: Type.Optional(parties) }),
]);

export type Step = Static<typeof stepSchema>;
export type StepKind = Step["kind"];
export type StepOf<K extends StepKind> = Extract<Step, { kind: K }>;
export type OfficerStep = Extract<Step, { role: string }>;

export const isOfficerStep = (one: Step): one is OfficerStep => "role" in one;

/** Kinds that nobody acts in: a job does what they say. */
const automatic: ReadonlySet<StepKind> = new Set([
  "collect",
  "match",
  "assess",
  "write",
  "act",
  "issue",
  "payout",
  "entitle",
  "notify",
]);
export const isAutomatic = (one: Step): boolean => automatic.has(one.kind) || (one.kind === "decide" && one.by === "law");

export const endOf = (to: string): End | undefined => ends.find((end) => to === `end:${end}`);
