import type { RelativeDistinguishedNames } from "pkijs";
import { oid, printableString, sequence, setOf, utf8String } from "../asn1/der.ts";
import { OID } from "../asn1/oids.ts";

/** Attributes of a distinguished name that this platform writes and shows, in the order in which they are encoded. */
const attributes = {
  C: OID.country,
  ST: OID.state,
  L: OID.locality,
  O: OID.organization,
  organizationIdentifier: OID.organizationIdentifier,
  OU: OID.organizationalUnit,
  title: OID.title,
  CN: OID.commonName,
  surname: OID.surname,
  givenName: OID.givenName,
  serialNumber: OID.serialNumber,
} as const;

type AttributeName = keyof typeof attributes;
const attributeNames = Object.keys(attributes) as AttributeName[];
const nameByOid = new Map<string, AttributeName>(attributeNames.map((name) => [attributes[name], name]));

/** A distinguished name as a record; one value an attribute is all that our profiles use. */
export type DistinguishedName = Readonly<Partial<Record<AttributeName, string>>>;

/** Name (RFC 5280 §4.1.2.4): country and serialNumber are PrintableString by X.520, the others UTF8String. */
export function encodeName(name: DistinguishedName): Buffer {
  const parts = attributeNames.flatMap((attribute) => {
    const value = name[attribute];
    if (value === undefined) return [];
    if (value.length === 0 || value.length > 256) throw new RangeError(`length of ${attribute} in a name: ${value.length}`);
    const printable = attribute === "C" || attribute === "serialNumber";
    return [setOf(sequence(oid(attributes[attribute]), printable ? printableString(value) : utf8String(value)))];
  });
  return sequence(...parts);
}

/** Reads the known attributes of a parsed name; of a repeated attribute the first value counts. */
export function readName(parsed: RelativeDistinguishedNames): DistinguishedName {
  const name: Partial<Record<AttributeName, string>> = {};
  for (const { type, value } of parsed.typesAndValues) {
    const attribute = nameByOid.get(type);
    const text: unknown = value.valueBlock.value;
    if (attribute !== undefined && name[attribute] === undefined && typeof text === "string") name[attribute] = text;
  }
  return name;
}

/** One line for logs, in the order of RFC 4514 (last attribute first). */
export const formatName = (name: DistinguishedName): string =>
  attributeNames
    .filter((attribute) => name[attribute] !== undefined)
    .map((attribute) => `${attribute}=${name[attribute]?.replace(/[,+"\\<>;]/g, "\\$&")}`)
    .reverse()
    .join(",");
