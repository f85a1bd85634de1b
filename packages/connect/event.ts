import Type, { type Static } from "typebox";
import type { CaseState } from "./order.ts";
import { states } from "./order.ts";

const text = (most: number) => Type.String({ minLength: 1, maxLength: most });

/** How an application came in. */
export const channels = ["online", "counter", "phone", "post"] as const;
/** What the service calls an application, and one of the things that happened in it. */
export const referencePattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$";
export const reference = Type.String({ pattern: referencePattern });

/** What a service tells when something happened in an application. */
export const caseEvent = Type.Object(
  {
    /** The person, by the subject that this service got at the sign-in. */
    subject: text(100),
    state: Type.Enum([...states]),
    /** When it happened (RFC 3339). */
    at: Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?(Z|[+-]\\d\\d:\\d\\d)$" }),
    /** With the first event. */
    channel: Type.Optional(Type.Enum([...channels])),
    /** Until when the person has to act; with `needs-action` alone. */
    due: Type.Optional(Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\d$" })),
    /** Where the person reads more, at the service. */
    link: Type.Optional(Type.String({ pattern: "^https?://[^\\s#]{1,400}$" })),
  },
  { additionalProperties: false },
);
export type CaseEvent = Static<typeof caseEvent> & { state: CaseState };
