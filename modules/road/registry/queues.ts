import type { ModuleContext, QueueCounters, QueueLength } from "@troad/kernel";
import { countWaiting } from "../store/requests.ts";
import { countAlarms } from "../store/transfers.ts";

type Parts = { ctx: Pick<ModuleContext, "db" | "clock"> };

const nothing: QueueLength = { count: 0, oldest: null };
/** Alarms are looked into for so long; older ones stay in their list. */
const alarmMs = 30 * 86_400_000;

/** What waits for the road's operator, and for auditors. */
export const roadQueues = ({ ctx }: Parts): QueueCounters => ({
  registry: async (roles) => (roles.some(({ role }) => role === "road-operator") ? countWaiting(ctx.db) : nothing),
  alarms: async (roles) => {
    if (!roles.some(({ role }) => role === "auditor")) return nothing;
    return countAlarms(ctx.db, new Date(ctx.clock.now().getTime() - alarmMs).toISOString());
  },
});
