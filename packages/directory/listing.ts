import Type, { type Static } from "typebox";
import { agencyIdPattern } from "./agency.ts";
import type { ContentReader } from "./reader.ts";

/** What people do with a service: they apply, work something out, pay, check, look something up or take part. */
const kindSchema = Type.Enum(["apply", "calculate", "pay", "check", "look-up", "take-part"]);
export type ListingKind = Static<typeof kindSchema>;
export const listingKinds: readonly ListingKind[] = ["apply", "calculate", "pay", "check", "look-up", "take-part"];

const id = Type.String({ pattern: agencyIdPattern });
const monthDay = Type.String({ pattern: "^(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$" });

/** A period of each year in which the service is asked for; its text is `date.<id>`. */
const datesSchema = Type.Object({ id, from: monthDay, to: monthDay }, { additionalProperties: false });

/** An act and, where it is known, its article. */
const lawSchema = Type.Object(
  { act: Type.String({ minLength: 2, maxLength: 80 }), article: Type.Optional(Type.String({ maxLength: 20 })) },
  { additionalProperties: false },
);

/**
 * `content/services/<id>/listing.json`: how people find a service and what they should know before they begin. Its texts are `name`,
 * `summary`, `who`, `need`, `time`, `cost`, and where there is something to say `deadline`, `contact` and `words` (everyday words for it).
 */
export const listingSchema = Type.Object(
  {
    kind: kindSchema,
    agency: id,
    lifeEvents: Type.Array(id, { maxItems: 12 }),
    /** Where it begins; without it, at the flow of the same folder. */
    start: Type.Optional(Type.String({ pattern: "^/", maxLength: 200 })),
    /** Whether people sign in first. */
    signIn: Type.Boolean(),
    law: Type.Array(lawSchema, { maxItems: 10 }),
    dates: Type.Optional(Type.Array(datesSchema, { maxItems: 6 })),
    related: Type.Optional(Type.Array(id, { maxItems: 8 })),
    /** Its place among the most used ones, from 1. */
    popular: Type.Optional(Type.Integer({ minimum: 1, maximum: 99 })),
  },
  { additionalProperties: false },
);

/** Texts by language, then by key. */
export type ListingTexts = Readonly<Record<string, Readonly<Record<string, string>>>>;
export type Listing = Static<typeof listingSchema> & {
  id: string;
  text: ListingTexts;
  /** People come to the counter for it: it is not begun online. */
  counterOnly?: boolean;
};

const flowSchema = Type.Object({ agency: id, lifeEvent: Type.Optional(id), counterOnly: Type.Optional(Type.Boolean()) });

/**
 * The listings of content; those of modules are in their manifests. A service with a flow and without a listing is applied for, signed in,
 * at the life event that its flow names.
 */
export function readListings(content: ContentReader): Listing[] {
  const flowsOfContent = content.read("services", "service.json", flowSchema);
  const atCounter = new Set(flowsOfContent.flatMap(({ id: service, value }) => (value.counterOnly ? service : [])));
  const listed = content.read("services", "listing.json", listingSchema).map(
    ({ id: service, value, text }): Listing => ({
      ...{ ...value, id: service, text },
      ...(atCounter.has(service) ? { counterOnly: true } : {}),
    }),
  );
  const ids = new Set(listed.map((one) => one.id));
  const flows = flowsOfContent
    .filter(({ id: service }) => !ids.has(service))
    .map(
      ({ id: service, value: { agency, lifeEvent }, text }): Listing => ({
        id: service,
        kind: "apply",
        agency,
        lifeEvents: lifeEvent === undefined ? [] : [lifeEvent],
        signIn: true,
        law: [],
        text,
        ...(atCounter.has(service) ? { counterOnly: true } : {}),
      }),
    );
  return [...listed, ...flows];
}

/**
 * `content/agencies/<id>/profile.json`: an agency as people see it, whether it is on the road or not. Its texts are `name`, `short` and
 * `about`; `contact` where there is something to add.
 */
export const profileSchema = Type.Object(
  {
    order: Type.Integer({ minimum: 0 }),
    website: Type.Optional(Type.String({ pattern: "^https://", maxLength: 200 })),
    phone: Type.Optional(Type.String({ pattern: "^[0-9 ()+#-]{3,30}$" })),
  },
  { additionalProperties: false },
);
export type AgencyProfile = Static<typeof profileSchema> & { id: string; text: ListingTexts };

/** Agencies with a page, in their order. */
export const readProfiles = (content: ContentReader): AgencyProfile[] =>
  content
    .read("agencies", "profile.json", profileSchema)
    .map(({ id: agency, value, text }) => ({ ...value, id: agency, text }))
    .toSorted((a, b) => a.order - b.order || a.id.localeCompare(b.id));
