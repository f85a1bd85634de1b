import type { ModuleContext, QueueCounters, QueueLength } from "@troad/kernel";
import { countSubmitted } from "../store/access.ts";
import { countWaiting } from "../store/requests.ts";
import { countAlarms } from "../store/transfers.ts";

type Parts = { ctx: Pick<ModuleContext, "db" | "clock">; instance: string; memberOf(agency: string): string | undefined };

const nothing: QueueLength = { count: 0, oldest: null };
const officers = ["provider-officer", "case-officer"];
/** Alarms are looked into for so long; older ones stay in their list. */
const alarmMs = 30 * 86_400_000;

/** What waits for officers of agencies, for the road's operator, and for auditors. */
export const roadQueues = ({ ctx, instance, memberOf }: Parts): QueueCounters => ({
  access: async (roles) => {
    const agency = roles.find(({ role }) => officers.includes(role))?.agency;
    const member = agency ? memberOf(agency) : undefined;
    return member ? countSubmitted(ctx.db, `${instance}/${member}/`) : nothing;
  },
  registry: async (roles) => (roles.some(({ role }) => role === "road-operator") ? countWaiting(ctx.db) : nothing),
  alarms: async (roles) => {
    if (!roles.some(({ role }) => role === "auditor")) return nothing;
    return countAlarms(ctx.db, new Date(ctx.clock.now().getTime() - alarmMs).toISOString());
  },
});
