import { pathPattern } from "@troad/directory";
import type { Content } from "@troad/kernel";
import Type, { type Static } from "typebox";

/** `content/agencies/<id>/retention.json`: how long an agency keeps the bodies of what it exchanged, by service. */
export const retentionSchema = Type.Array(
  Type.Object(
    {
      /** CLASS/MEMBER/SUBSYSTEM/SERVICE, own or of others. */
      service: Type.String({ pattern: pathPattern(4), maxLength: 260 }),
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

/**
 * What an order is about: one exchange (of a consumer, where several use the id), everything under one consent, or a range of time
 * (from, to but not at its end).
 */
export type About = { exchangeId: string; consumer?: string } | { consent: string } | { since: string; until: string };

export type OrderKind = "hold" | "erase";
/** What an order is about; exactly one of exchange, consent and range is there. */
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

/** What an agency's records officer may ask of its gateway. */
export type RecordsApi = {
  /** Nothing that it is about is erased until it ends, whatever its time or another order says. */
  hold(order: { about: About; reason: string; actor: string }): Promise<{ id: number }>;
  /** Bodies are erased in the next round, unless a hold is on them: then when it ends. */
  erase(order: { about: About; reason: string; actor: string }): Promise<{ id: number }>;
  /** Ends a hold, or an order before it has done everything. */
  end(ending: { id: number; reason: string; actor: string }): Promise<void>;
  orders(query: { before?: number; limit: number }): Promise<OrderView[]>;
};

/** What an auditor reads of an agency's log: its rules, archives, holds and erasures, and nothing of what was exchanged. */
export type RecordsOverview = {
  retention: Retention;
  /** The newest ones, newest first. */
  archives: { file: string; bytes: number; at: string }[];
  archiveCount: number;
  orders: OrderView[];
  /** Exchanges without bodies: because their time was over, and by order. */
  erased: { overdue: number; ordered: number };
};
