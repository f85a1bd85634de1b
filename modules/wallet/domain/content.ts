import { ConfigurationError, type Content } from "@troad/kernel";
import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;
const place = Type.String({ maxLength: 200 });

/** `content/cards/<id>/wallet.json`: what of a card a wallet gets, from which register, and for how long. */
const cardSchema = Type.Object(
  {
    ...{ agency: Type.String({ maxLength: 60 }), consumer: place, register: place },
    /** Claims by the fields of the register. */
    claims: Type.Record(Type.String({ pattern: "^[a-z][a-z_]{1,40}$" }), Type.String({ pattern: "^[A-Za-z]{1,40}$" }), {
      maxProperties: 20,
    }),
    birthDate: Type.String({ pattern: "^[A-Za-z]{1,40}$" }),
    /** Each is a claim of its own, so that an age is shown without the birth date. */
    ages: Type.Array(Type.Integer({ minimum: 1, maximum: 120 }), { minItems: 1, maxItems: 8, uniqueItems: true }),
    days: Type.Integer({ minimum: 1, maximum: 400 }),
    copies: Type.Integer({ minimum: 2, maximum: 100 }),
    counter: Type.Object({ age: Type.Integer({ minimum: 1, maximum: 120 }) }, closed),
  },
  closed,
);
export type WalletContent = Static<typeof cardSchema> & { card: string; text: Readonly<Record<string, Record<string, string>>> };

/** `content/wallets/<id>/wallet.json`: a wallet that people may use, as it is known to the issuer. */
const appSchema = Type.Object(
  {
    client: Type.String({ pattern: "^[a-z0-9-]{3,60}$" }),
    redirectUris: Type.Array(Type.String({ pattern: "^[a-z][a-z0-9+.-]*:", maxLength: 300 }), { minItems: 1, maxItems: 5 }),
  },
  closed,
);
export type WalletApp = Static<typeof appSchema> & { id: string; text: Readonly<Record<string, Record<string, string>>> };

/** Throws ConfigurationError where content has not exactly one card for wallets, or two wallets share a name. */
export function readWallets(content: Content): { card: WalletContent; apps: readonly WalletApp[] } {
  const [one, ...more] = content.read("cards", "wallet.json", cardSchema);
  if (!one || more.length > 0) throw new ConfigurationError("content/cards has not exactly one wallet.json");
  if (!one.value.ages.includes(one.value.counter.age))
    throw new ConfigurationError(`cards/${one.id}: a counter asks for an age that nobody gets as a claim`);
  const apps = content.read("wallets", "wallet.json", appSchema).map(({ id, value, text }) => ({ ...value, id, text }));
  if (new Set(apps.map(({ client }) => client)).size < apps.length)
    throw new ConfigurationError("content/wallets: two wallets have the same client");
  return { card: { ...one.value, card: one.id, text: one.text }, apps };
}
