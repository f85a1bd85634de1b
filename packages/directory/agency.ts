import Type, { type Static } from "typebox";
import { codePattern, memberClassPattern, memberCodePattern, pathPattern } from "./codes.ts";
import type { ContentReader } from "./reader.ts";

const code = Type.String({ pattern: codePattern });

export const kinds = Type.Union([
  Type.Literal("ministry"),
  Type.Literal("school"),
  Type.Literal("city"),
  Type.Literal("company"),
  Type.Literal("platform"),
]);
/** Ids of agencies: names of folders, schemas and processes. */
export const agencyIdPattern = "^[a-z][a-z0-9-]{0,60}$";

/** `content/agencies/<id>/agency.json`: an agency's place on the road. */
export const agencySchema = Type.Object(
  {
    memberClass: Type.String({ pattern: memberClassPattern }),
    memberCode: Type.String({ pattern: memberCodePattern }),
    subsystems: Type.Array(code, { minItems: 1, maxItems: 20 }),
    kind: kinds,
    /** The platform names the instance of the road that it operates. */
    instance: Type.Optional(Type.String({ pattern: memberClassPattern })),
    /** The operator says what the classes of members are. */
    memberClasses: Type.Optional(
      Type.Record(Type.String({ pattern: memberClassPattern }), Type.Record(Type.String(), Type.String({ maxLength: 100 }))),
    ),
    /** Codes of the member's gateways that may register without an officer; one named SS1 where none is named. */
    servers: Type.Optional(Type.Array(code, { minItems: 1, maxItems: 20 })),
    /**
     * Services, own or others', as CLASS/CODE/SUBSYSTEM/service, whose bodies the member's gateway does not keep in its log: their hashes and
     * signatures are enough.
     */
    bodiesNotKept: Type.Optional(Type.Array(Type.String({ pattern: pathPattern(4), maxLength: 260 }), { maxItems: 200 })),
  },
  { additionalProperties: false },
);

export type Agency = Static<typeof agencySchema> & {
  id: string /** CLASS/CODE */;
  member: string;
  text: Record<string, Record<string, string>>;
};

/** The members of the road as content has them. */
export type RoadContent = { instance: string; platform: Agency; agencies: Agency[] };

export function readRoad(content: ContentReader): RoadContent {
  const agencies = content
    .read("agencies", "agency.json", agencySchema)
    .map(({ id, value, text }) => ({ ...value, id, text, member: `${value.memberClass}/${value.memberCode}` }));
  const platform = agencies.find((agency) => agency.instance);
  if (!platform?.instance) throw new Error("no agency of the content operates the road (agency.json with an instance)");
  return { instance: platform.instance, platform, agencies };
}
