import { hash } from "node:crypto";
import type { Right } from "@troad/directory";
import { type AnyKind, type Application, withNulls } from "@troad/entry";
import { isDay } from "@troad/invoice-formats";
import { canonicalJson } from "@troad/kernel";
import Type, { type Static } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import { malformed, registerFailure } from "./errors.ts";

const nationalId = Type.String({ minLength: 1, maxLength: 20 });
const day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });

/** What a consumer sends to `/<service>/enter/<kind>` and `/<service>/check/<kind>`. */
export const entrySchema = Type.Object(
  {
    /** Follows from the case, its step and visit: the same key is the same entry. */
    writeKey: Type.String({ minLength: 8, maxLength: 200 }),
    caseId: Type.Union([Type.String({ minLength: 1, maxLength: 60 }), Type.Null()]),
    facts: Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), { maxProperties: 100 }),
    /** The day of the application in Taipei: today, or before. */
    filedOn: day,
    filers: Type.Array(
      Type.Object(
        {
          nationalId,
          as: Type.String({ minLength: 1, maxLength: 40 }),
          present: Type.Union([Type.Literal("counter"), Type.Literal("online"), Type.Literal("mandate")]),
        },
        { additionalProperties: false },
      ),
      { maxItems: 10 },
    ),
    office: Type.String({ pattern: "^[0-9]{5,11}$" }),
    officer: Type.Union([Type.Object({ nationalId }, { additionalProperties: false }), Type.Null()]),
    exOfficio: Type.Optional(Type.Object({ remindedOn: Type.Union([day, Type.Null()]) }, { additionalProperties: false })),
    reasons: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    judged: Type.Optional(
      Type.Record(Type.String({ maxLength: 60 }), Type.String({ minLength: 1, maxLength: 500 }), { maxProperties: 30 }),
    ),
  },
  { additionalProperties: false },
);
const check = Compile(entrySchema);
const factChecks = new WeakMap<AnyKind, Validator>();

export type EntryRequest = { writeKey: string; caseId: string | null; application: Application };

/** An access right names each kind of entry: one for the whole service enters nothing. */
export const namesEndpoint = (right: Right | undefined, path: string): right is Right =>
  right?.consentRequired === false &&
  (right.endpoints ?? []).some((endpoint) => endpoint.method === "POST" && endpoint.path === path);

/** Throws `request.invalid`, and `facts.invalid` with the fact that does not fit its kind. */
export function parseEntry(body: unknown, kindName: string, kind: AnyKind, today: string): EntryRequest {
  if (!check.Check(body)) throw malformed(check.Errors(body));
  const { writeKey, caseId, facts: sent, ...known }: Static<typeof entrySchema> = body;
  const rest = { ...known, facts: withNulls(kind.facts, sent) as typeof sent };
  if (!isDay(rest.filedOn) || rest.filedOn > today) throw registerFailure("facts.invalid", { field: "filedOn" });
  const facts = factChecks.get(kind) ?? Compile(kind.facts);
  factChecks.set(kind, facts);
  const [fault] = facts.Check(rest.facts) ? [] : facts.Errors(rest.facts);
  if (fault) throw registerFailure("facts.invalid", { field: fault.instancePath.slice(1) || fault.message });
  return { writeKey, caseId, application: { kind: kindName, ...rest } };
}

/** Two requests are equal if they state the same in the same case. */
export const entryHash = ({ caseId, application }: EntryRequest): string => hash("sha256", canonicalJson([caseId, application]));
