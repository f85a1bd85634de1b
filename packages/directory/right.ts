import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";

const rightSchema = Type.Object({
  id: Type.String({ maxLength: 100 }),
  fields: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 200 }),
  consentRequired: Type.Boolean(),
  /** What the person is told about a read by law. */
  legalBasis: Type.Optional(Type.String({ maxLength: 2000 })),
  purpose: Type.Optional(Type.String({ maxLength: 2000 })),
  /** Endpoints that the right names; none is the whole service. */
  endpoints: Type.Optional(
    Type.Array(Type.Object({ method: Type.String({ maxLength: 10 }), path: Type.String({ maxLength: 300 }) }), { maxItems: 30 }),
  ),
  noticeAfterDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 3650 })),
});
const rightCheck = Compile(rightSchema);

/** The access right under which the gateway let a message through, passed on with its token. */
export type Right = Static<typeof rightSchema>;

/** Undefined if the gateway passes none or an invalid one: then a consent is required. */
export function readRight(header: string | undefined): Right | undefined {
  try {
    const value: unknown = JSON.parse(header ?? "");
    return rightCheck.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
