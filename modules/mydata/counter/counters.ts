import type { Content } from "@troad/kernel";
import { counterRole, type Session } from "@troad/web";
import Type from "typebox";

const shape = Type.Object({ agency: Type.String(), area: Type.String() });
export type Counter = { id: string; agency: string; area: string; text: Record<string, Record<string, string>> };

/** The counters of content, as far as showing data at them needs it. */
export const readCounters = (content: Content): Counter[] =>
  content.read("counters", "counter.json", shape).map(({ id, value, text }) => ({ id, ...value, text }));

/** The counters that a post reaches: of its agency, in its area. */
export const countersOf = (counters: readonly Counter[], roles: Session["roles"]): Counter[] =>
  counters.filter(({ agency, area }) =>
    roles.some((held) => held.role === counterRole && held.agency === agency && area.startsWith(held.area ?? "")),
  );
