import { ConfigurationError, type Content, oneOf } from "@troad/kernel";
import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;
const field = oneOf(
  ...(["name", "nationalId", "birthDate", "address", "sex", "birthPlace", "father", "mother", "spouse"] as const),
  ...(["photo", "blank", "validUntil"] as const),
);
const fields = Type.Array(field, { maxItems: 20, uniqueItems: true });
const pin = Type.Object(
  { digits: Type.Integer({ minimum: 6, maximum: 12 }), tries: Type.Integer({ minimum: 1, maximum: 10 }) },
  closed,
);
const fee = Type.Integer({ minimum: 0, maximum: 10_000 });
const fees = { first: fee, exchange: fee, replacement: fee };
const pinName = Type.Union([Type.Literal("pin1"), Type.Literal("pin2")]);

/** `content/cards/<id>/card.json`: what a kind of card says to whom, which keys it has, and what it costs. There is no zone for travel. */
const cardSchema = Type.Object(
  {
    version: Type.String({ maxLength: 20 }),
    credentialType: Type.Union([Type.Literal("ID_CARD"), Type.Literal("SMARTCARD")]),
    validYears: Type.Integer({ minimum: 1, maximum: 20 }),
    agency: Type.String({ maxLength: 60 }),
    /** Read by everyone, read with the code that is printed on the card, and read with a PIN. */
    ...{ open: fields, public: fields, protected: fields },
    keys: Type.Tuple([
      Type.Object({ id: Type.Literal("auth"), profile: Type.Literal("eid-auth"), pin: pinName }, closed),
      Type.Object({ id: Type.Literal("sign"), profile: Type.Literal("eid-sign"), pin: pinName }, closed),
    ]),
    pins: Type.Object({ pin1: pin, pin2: pin, puk: pin }, closed),
    zones: Type.Object({ front: fields, back: fields }, closed),
    fees: Type.Object(
      { inForce: Type.Object({ ...fees, law: Type.String({ maxLength: 100 }) }, closed), planned: Type.Object(fees, closed) },
      closed,
    ),
    batch: Type.Object({ cards: Type.Integer({ minimum: 1, maximum: 1_000 }) }, closed),
  },
  closed,
);
export type CardContent = Static<typeof cardSchema> & { id: string; name: string };

/** The kind of card that the centre makes. Throws ConfigurationError where content has not exactly one, or where two keys share a PIN. */
export function readCardContent(content: Content): CardContent {
  const [one, ...more] = content.read("cards", "card.json", cardSchema);
  if (!one || more.length > 0) throw new ConfigurationError("content/cards has not exactly one kind of card");
  const [auth, sign] = one.value.keys;
  if (auth.pin === sign.pin) throw new ConfigurationError(`cards/${one.id}: each key has a PIN of its own`);
  const data = [...one.value.open, ...one.value.public, ...one.value.protected];
  if (new Set(data).size < data.length) throw new ConfigurationError(`cards/${one.id}: a field is in two zones of data`);
  return { ...one.value, id: one.id, name: one.text.en?.name ?? one.id };
}
