import type { Content } from "@troad/kernel";
import Type, { type Static } from "typebox";

/** `content/agencies/<id>/retention.json`: how long an agency keeps the bodies of what it exchanged, by service. */
export const retentionSchema = Type.Array(
  Type.Object(
    {
      /** CLASS/MEMBER/SUBSYSTEM/SERVICE, own or of others. */
      service: Type.String({ pattern: "^[A-Z0-9-]+(/[A-Za-z0-9-]+){3}$", maxLength: 200 }),
      /** Days; 0 erases a body as soon as its exchange is told and stamped. */
      days: Type.Integer({ minimum: 0, maximum: 36_500 }),
    },
    { additionalProperties: false },
  ),
  { maxItems: 500 },
);

export type Retention = Static<typeof retentionSchema>;

/** An agency's rules; services that none names keep their bodies. */
export const readRetention = (content: Content, agency: string): Retention =>
  content.read("agencies", "retention.json", retentionSchema).find(({ id }) => id === agency)?.value ?? [];

/** What an order is about: one exchange, everything under one consent, or a range of time (from, to but not at its end). */
export type About = { exchangeId: string } | { consent: string } | { since: string; until: string };
