/** How someone proved their identity. */
export const methods = [
  "card",
  "card-file",
  "passkey-bound",
  "passkey-synced",
  "phone",
  "documents",
  "code-message",
  "code-mail",
  "office",
] as const;
export type Method = (typeof methods)[number];

/** A proof: whose, how, and by which credential (a card's serial number, the id of a passkey, phone or code). */
export type Proof = { subject: string; method: Method; credential: string };

const acr = (name: string): string => `urn:troad:eid:acr:${name}`;

/** Authentication context classes of this provider, the strongest first. */
export const contextClasses = {
  card: acr("card"),
  passkey: acr("passkey"),
  phone: acr("phone"),
  documents: acr("documents"),
  code: acr("code"),
} as const;

type Facts = {
  acr: string;
  amr: string[];
  /** Higher is stronger; a request names the lowest that suffices. */
  level: 0 | 1 | 2 | 3 | 4;
  /** MyData's role type, by which data sets say what suffices: 0 is the strongest. */
  roleType: number;
  /** Whether it may change cards, passkeys and phones. */
  changes: boolean;
};

/** The factors are those of RFC 8176 section 2. */
const facts: Record<Method, Facts> = {
  card: { acr: contextClasses.card, amr: ["hwk", "pin"], level: 4, roleType: 0, changes: true },
  // the cards of the demonstration keep their keys in files
  "card-file": { acr: contextClasses.card, amr: ["swk", "pin"], level: 4, roleType: 0, changes: true },
  "passkey-bound": { acr: contextClasses.passkey, amr: ["hwk", "user"], level: 3, roleType: 1, changes: true },
  "passkey-synced": { acr: contextClasses.passkey, amr: ["swk", "user"], level: 3, roleType: 1, changes: true },
  phone: { acr: contextClasses.phone, amr: ["swk", "mca"], level: 3, roleType: 1, changes: false },
  documents: { acr: contextClasses.documents, amr: ["kba"], level: 2, roleType: 3, changes: false },
  "code-message": { acr: contextClasses.code, amr: ["otp", "sms"], level: 1, roleType: 4, changes: false },
  "code-mail": { acr: contextClasses.code, amr: ["otp"], level: 1, roleType: 4, changes: false },
  // the office's code opens the person's own page, to add a first passkey; it signs in to no client
  office: { acr: acr("office"), amr: ["otp"], level: 0, roleType: 4, changes: true },
};

export const factsOf = (method: Method): Facts => facts[method];

/** A request that names nothing wants a key of the person. */
const usual = 3;

/** The level that a request wants: the lowest of the classes that it names (`acr_values`); those we do not know say nothing. */
export function levelWanted(acrValues: string | undefined): number {
  const named = (acrValues ?? "").split(" ");
  const levels = Object.values(facts).flatMap((one) => (named.includes(one.acr) ? [one.level] : []));
  return levels.length === 0 ? usual : Math.min(...levels);
}

/** The level of a session by the class that it was begun with. */
export const levelOfClass = (name: string | undefined): number =>
  Math.max(0, ...Object.values(facts).flatMap((one) => (one.acr === name ? [one.level] : [])));
