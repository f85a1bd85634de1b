import { isBan } from "@troad/invoice-formats";
import { isNationalId, isResidentNumber } from "@troad/population";
import Type, { type Static } from "typebox";

const fieldName = Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" });

/**
 * The key by which a record is found: a person's national id, or one of the register's own. `person`: the field with the national id of the person
 * whom a record is about, who then sees reads by law.
 */
export const keySchema = Type.Union([
  Type.Literal("nationalId"),
  Type.Object(
    {
      name: fieldName,
      form: Type.Union([
        Type.Literal("business-number"),
        Type.Literal("plate"),
        Type.Literal("household-number"),
        Type.Literal("parcel"),
        Type.Literal("vessel"),
        Type.Literal("document-number"),
      ]),
      /** The register gives the key of a new record: a business number, or a number of its own papers of the same form. */
      given: Type.Optional(Type.Boolean()),
      /** The first number that it gives without its check digit: registers that give numbers of the same series each have a block of it. */
      givenFrom: Type.Optional(Type.Integer({ minimum: 9_000_000, maximum: 9_999_999 })),
      person: Type.Optional(fieldName),
      /** All records of a person are also given by law, where a right says so; without it their consent alone opens them. */
      ofByLaw: Type.Optional(Type.Boolean()),
      /** The field `person` may also hold the business number of a company. */
      business: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false },
  ),
]);
export type RegisterKey = Static<typeof keySchema>;

export const keyName = (key: RegisterKey): string => (typeof key === "string" ? key : key.name);

/** How keys look; what has a check digit is checked beyond that. */
const forms = {
  "business-number": "^\\d{8}$",
  /** Letters and digits in two groups, as they are on number plates: `ABC-1234`, `MXY-5678`. */
  plate: "^[A-Z0-9]{2,4}-[A-Z0-9]{2,4}$",
  /** The letter of a county and seven digits. */
  "household-number": "^[A-Z]\\d{7}$",
  /** Land office, section and lot: two letters, four digits, then the number and sub-number of the lot: `AA0123-04560000`. */
  parcel: "^[A-Z]{2}\\d{4}-\\d{8}$",
  /** Fishing vessels: `CT`, the class by tonnage, a number of six digits. */
  /** Of a paper, as its issuer counts: letters, digits and hyphens. */
  "document-number": "^[A-Z0-9][A-Z0-9-]{3,29}$",
  vessel: "^CT[0-9A-Z]-\\d{6}$",
} as const;

/** The form of a key without its check digit, for descriptions. */
export function keyPattern(key: RegisterKey): string {
  if (typeof key === "string") return "^[A-Z][1289]\\d{8}$";
  return forms[key.form];
}

/** Whether a text can be a key of the register; check digits are worked out. */
export function isKey(key: RegisterKey, text: string): boolean {
  if (typeof key === "string") return isNationalId(text) || isResidentNumber(text);
  return key.form === "business-number" ? isBan(text) : new RegExp(forms[key.form]).test(text);
}

/** The first number given; those below belong to businesses of before. */
const firstSerial = 9_000_000;
/** Business numbers have seven digits and a check digit. */
const lastSerial = 9_999_999;

/** The next business number of a block after a serial, with its check digit; undefined when all were given. */
export function nextBusinessNumber(after: number | null, from = firstSerial): { serial: number; number: string } | undefined {
  for (let serial = Math.max(from, (after ?? 0) + 1); serial <= lastSerial; serial++)
    for (let digit = 0; digit < 10; digit++) {
      const number = `${serial}${digit}`;
      if (isBan(number)) return { serial, number };
    }
  return undefined;
}
