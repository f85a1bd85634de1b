import { pathPattern } from "@troad/directory";
import type { Content } from "@troad/kernel";
import Type, { type Static } from "typebox";

/** `content/agencies/<id>/retention.json`: how long an agency keeps the bodies of its exchanges, by service. */
export const retentionSchema = Type.Array(
  Type.Object(
    {
      /** CLASS/MEMBER/SUBSYSTEM/SERVICE, its own or others'. */
      service: Type.String({ pattern: pathPattern(4), maxLength: 260 }),
      /** Days; 0 erases a body as soon as its exchange is reported and stamped. */
      days: Type.Integer({ minimum: 0, maximum: 36_500 }),
    },
    { additionalProperties: false },
  ),
  { maxItems: 500 },
);

export type Retention = Static<typeof retentionSchema>;

/** An agency's rules; bodies of services without a rule are kept. */
export const readRetention = (content: Content, agency: string): Retention =>
  content.read("agencies", "retention.json", retentionSchema).find(({ id }) => id === agency)?.value ?? [];

/**
 * The scope of an order: one exchange (of one consumer, if several use the id), everything under one consent, or a range of time (including
 * `from`, excluding `to`).
 */
export type About = { exchangeId: string; consumer?: string } | { consent: string } | { since: string; until: string };

export type OrderKind = "hold" | "erase";
/** The scope of an order: exactly one of exchange, consent and range. */
export type OrderRow = {
  id: number;
  kind: OrderKind;
  at: string;
  actor: string;
  reason: string;
  exchange_id: string | null;
  consumer: string | null;
  consent: string | null;
  since: string | null;
  until: string | null;
};
export type OrderView = OrderRow & { ended_at: string | null; ended_by: string | null; erased: number };

/** What an agency's records officer may request of its gateway. */
export type RecordsApi = {
  /** Nothing in its scope is erased until it ends, whatever retention or another order says. */
  hold(order: { about: About; reason: string; actor: string }): Promise<{ id: number }>;
  /** Bodies are erased in the next interval or, if a hold covers them, when it ends. */
  erase(order: { about: About; reason: string; actor: string }): Promise<{ id: number }>;
  /** Ends a hold, or an order that has not finished. */
  end(ending: { id: number; reason: string; actor: string }): Promise<void>;
  orders(query: { before?: number; limit: number }): Promise<OrderView[]>;
};

/** What an auditor may read of an agency's log: its rules, archives, holds and erasures, and no message content. */
export type RecordsOverview = {
  retention: Retention;
  /** The newest ones, newest first. */
  archives: { file: string; bytes: number; at: string }[];
  archiveCount: number;
  orders: OrderView[];
  /** Exchanges without bodies: at the end of retention, and by order. */
  erased: { overdue: number; ordered: number };
};
