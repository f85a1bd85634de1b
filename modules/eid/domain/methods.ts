/** How someone proved their identity. */
export type Method = "card" | "card-file" | "passkey-bound" | "passkey-synced";

/** What a proof tells a relying party: the authentication context class and the factors (RFC 8176 section 2). */
export type Proof = { subject: string; method: Method /** The card's serial number or the passkey's id. */; credential: string };

/** Authentication context classes of this provider; a card was issued after an identity check, a passkey was added by its holder. */
export const contextClasses = { card: "urn:troad:eid:acr:card", passkey: "urn:troad:eid:acr:passkey" } as const;

const facts: Record<Method, { acr: string; amr: string[] }> = {
  card: { acr: contextClasses.card, amr: ["hwk", "pin"] },
  // the cards of the demonstration keep their keys in files
  "card-file": { acr: contextClasses.card, amr: ["swk", "pin"] },
  "passkey-bound": { acr: contextClasses.passkey, amr: ["hwk", "user"] },
  "passkey-synced": { acr: contextClasses.passkey, amr: ["swk", "user"] },
};

export const factsOf = (method: Method): { acr: string; amr: string[] } => facts[method];
