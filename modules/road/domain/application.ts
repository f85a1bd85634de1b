import { endpointsSchema, type StoredAgreement } from "@troad/directory";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";

const words = (most: number) => Type.String({ minLength: 1, maxLength: most, pattern: "\\S" });
const date = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });

/** The terms applied for; the terms granted have the same form. */
export const termsSchema = Type.Object(
  {
    purpose: words(500),
    legalBasis: words(500),
    fields: Type.Array(Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" }), { maxItems: 60, uniqueItems: true }),
    /** Empty means the whole service. */
    endpoints: endpointsSchema,
    /** Expected calls per month. */
    volume: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
    validUntil: Type.Union([date, Type.Null()]),
    consentRequired: Type.Boolean(),
    /** Days before the person may be told of a read without consent, where a law says so. */
    noticeAfterDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 3650 })),
  },
  { additionalProperties: false },
);
const termsCheck = Compile(termsSchema);

export type Terms = Static<typeof termsSchema>;

export const areTerms = (value: unknown): value is Terms => termsCheck.Check(value);

export type AccessState = "submitted" | "approved" | "refused" | "revoked" | "withdrawn" | "expired";

type AccessData = {
  applied: { consumer: string; provider: string; agency: string; terms: Terms };
  /** The first of two officers approved; the second has to approve the same terms. */
  endorsed: { agency: string; terms: Terms; note: string | null };
  approved: { agency: string; terms: Terms; note: string | null };
  refused: { agency: string; reason: string };
  revoked: { agency: string; reason: string };
  withdrawn: { agency: string };
  reminded: { days: number };
  expired: Record<string, never>;
};
export type AccessStep = { [T in keyof AccessData]: { type: T; data: AccessData[T] } }[keyof AccessData];
export type AccessAction = AccessStep & { seq: number; at: string; actor: string; hash: string };

/** The state of an application after its actions. */
export type Application = {
  consumer: string;
  provider: string;
  state: AccessState;
  asked: Terms;
  granted: Terms | null;
  /** What the first of two officers approved, until the second decides. */
  endorsed: { actor: string; terms: Terms } | null;
  reason: string | null;
  reminded: number | null;
  createdAt: string;
  updatedAt: string;
};

const next: Record<AccessState, AccessStep["type"][]> = {
  submitted: ["endorsed", "approved", "refused", "withdrawn"],
  approved: ["revoked", "withdrawn", "reminded", "expired"],
  refused: [],
  revoked: [],
  withdrawn: [],
  expired: [],
};

/** Whether an action may follow in a state; an application that has ended never reopens, a new one is made instead. */
export const mayFollow = (state: AccessState, type: AccessStep["type"]): boolean => next[state].includes(type);

/** Folds the actions, oldest first. Throws on a history that our own actions cannot produce. */
export function foldApplication(actions: readonly AccessAction[]): Application {
  const [first, ...rest] = actions;
  if (first?.type !== "applied") throw new Error("an application begins with what is applied for");
  const { consumer, provider, terms } = first.data;
  const application: Application = {
    consumer,
    provider,
    state: "submitted",
    asked: terms,
    granted: null,
    endorsed: null,
    reason: null,
    reminded: null,
    createdAt: first.at,
    updatedAt: first.at,
  };
  for (const action of rest) {
    if (!mayFollow(application.state, action.type)) throw new Error(`${action.type} after ${application.state}`);
    if (action.type === "reminded") application.reminded = action.data.days;
    else if (action.type === "endorsed") application.endorsed = { actor: action.actor, terms: action.data.terms };
    else if (action.type !== "applied") application.state = action.type;
    if (action.type === "approved") application.granted = action.data.terms;
    if (application.state !== "submitted") application.endorsed = null;
    if (action.type === "refused" || action.type === "revoked") application.reason = action.data.reason;
    application.updatedAt = action.at;
  }
  return application;
}

/** The access right that follows from an approved application. */
export const rightOf = (id: string, { consumer, provider }: Application, terms: Terms): StoredAgreement => ({
  id,
  consumer,
  provider,
  endpoints: terms.endpoints,
  fields: terms.fields,
  purpose: terms.purpose,
  legalBasis: terms.legalBasis,
  consentRequired: terms.consentRequired,
  validUntil: terms.validUntil,
  volume: terms.volume,
  ...(terms.noticeAfterDays ? { noticeAfterDays: terms.noticeAfterDays } : {}),
});

/** Kinds of personal data that the law protects most (個人資料保護法 §6). */
const specialCategories = new Set(["health", "genetic", "sexual-life", "criminal"]);

/** Whether two officers of the provider have to approve: consent is not required, or the data belongs to a special category. */
export const needsTwo = ({ consentRequired }: Terms, dataClasses: readonly string[]): boolean =>
  !consentRequired || dataClasses.some((one) => specialCategories.has(one));

/** Days before the end on which officers are reminded, the earlier one first. */
export const reminderDays = [30, 7] as const;

const dayMs = 86_400_000;
export const daysUntil = (end: string, today: string): number => Math.round((Date.parse(end) - Date.parse(today)) / dayMs);
