import { defineJob, type ModuleContext, taipeiDate } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import Type from "typebox";
import { daysUntil, reminderDays } from "../../domain/application.ts";
import { accessActions, accessLedger, endingBy } from "../../store/access.ts";
import type { AccessParts, accessService } from "./service.ts";

const dayMs = 86_400_000;

export const remindAccessJob = defineJob("road.remind-access", {
  // for a right from content or a file, it is the id of its agreement
  payload: Type.Object({ id: Type.String({ minLength: 1, maxLength: 60 }), days: Type.Integer({ minimum: 0, maximum: 366 }) }),
});

/** Reminds both officers 30 and 7 days before a right ends, and closes rights that have ended. Safe to repeat at any time. */
export async function sweepAccess(
  ctx: ModuleContext,
  desk: Pick<ReturnType<typeof accessService>, "within">,
  changed: AccessParts["changed"],
): Promise<void> {
  const today = taipeiDate(ctx.clock.now());
  const horizon = taipeiDate(new Date(ctx.clock.now().getTime() + Math.max(...reminderDays) * dayMs));
  for (const row of await endingBy(ctx.db, horizon)) {
    const left = daysUntil(row.valid_until!, today);
    if (left < 0) {
      await desk.within(row.id, (open) => open.append("clock", { type: "expired", data: {} }));
      const members = [row.provider, row.consumer].map((one) => one.split("/").slice(1, 3).join("/"));
      await changed({ members, denied: [row.id] });
      continue;
    }
    const due = reminderDays.filter((days) => left <= days).at(-1);
    if (due === undefined || (row.reminded !== null && row.reminded <= due)) continue;
    await desk.within(row.id, async (open, tx) => {
      await open.append("clock", { type: "reminded", data: { days: due } });
      await tx.enqueue(remindAccessJob, { id: row.id, days: due }, { key: `${row.id} ${due}` });
    });
  }
}

/** Writes to the officer who applied and to the one who approved. */
export async function remindAccess(ctx: ModuleContext, notify: NotifyApi, id: string, days: number): Promise<void> {
  const actions = await accessActions(ctx.ledger(accessLedger), ctx.db, id);
  const people = new Set(actions.filter(({ type }) => type === "applied" || type === "approved").map(({ actor }) => actor));
  people.delete("content");
  const applied = actions[0];
  if (applied?.type !== "applied") return;
  for (const to of people)
    await notify.send({
      key: `access-ends ${id} ${days} ${to}`,
      to,
      channel: "mail",
      template: "access-ends",
      params: { provider: applied.data.provider, days: String(days) },
      link: `/access/${id}`,
    });
}
