import Type from "typebox";
import { readRoad } from "./agency.ts";
import { keepersOf, keepersSchema } from "./keepers.ts";
import type { ContentReader } from "./reader.ts";

const lookupSchema = Type.Object(
  {
    /** People by national id, or businesses by their number. */
    kind: Type.Union([Type.Literal("person"), Type.Literal("business")]),
    /** The field that is the name; nothing else is asked for. */
    name: Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" }),
  },
  { additionalProperties: false },
);
/** As much of a register as its place on the road needs. */
const placeSchema = Type.Object({ agency: keepersSchema, subsystem: Type.String(), service: Type.String() });

/** A register that tells the name for a number: CLASS/MEMBER/SUBSYSTEM/SERVICE. */
export type NameRegister = { kind: "person" | "business"; provider: string; name: string };

/** The registers of content that serve lookups (`content/registers/<id>/lookup.json`), one of each kind. Throws Error where two serve the same. */
export function readNameRegisters(content: ContentReader): NameRegister[] {
  const { agencies } = readRoad(content);
  const places = new Map(content.read("registers", "register.json", placeSchema).map(({ id, value }) => [id, value]));
  const found = content.read("registers", "lookup.json", lookupSchema).map(({ id, value }): NameRegister => {
    const place = places.get(id);
    const [keeper, ...others] = place ? keepersOf(place.agency) : [];
    const member = agencies.find((one) => one.id === keeper)?.member;
    if (others.length > 0) throw new Error(`register ${id}: lookup.json stands beside a register of several agencies`);
    if (!place || member === undefined) throw new Error(`register ${id}: lookup.json stands beside no register of an agency`);
    return { ...value, provider: `${member}/${place.subsystem}/${place.service}` };
  });
  if (new Set(found.map(({ kind }) => kind)).size !== found.length) throw new Error("two registers serve the same lookups");
  return found;
}
