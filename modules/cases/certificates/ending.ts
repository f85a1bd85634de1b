import { type HandledJob, handleJob, instant, type ModuleContext } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import { certificateToldJob } from "../jobs/definitions.ts";
import { findCase, findCertificate } from "../store/cases.ts";
import { endingSoon, insertReminder } from "../store/certificates.ts";

type Parts = { ctx: Pick<ModuleContext, "db" | "clock">; notify: Pick<NotifyApi, "send">; portal: string };

/** Holders are told so long before a certificate ends; from then on the next one may be asked for. */
export const reminderDays = 30;
const dayMs = 86_400_000;
const mostAtOnce = 200;

/** Tells holders of certificates that end soon, each once. */
export async function remindOfEnds({ ctx }: Pick<Parts, "ctx">): Promise<void> {
  const now = ctx.clock.now();
  const until = new Date(now.getTime() + reminderDays * dayMs).toISOString();
  for (;;) {
    const rows = await endingSoon(ctx.db, { now: now.toISOString(), until, limit: mostAtOnce });
    await ctx.db.tx(async (tx) => {
      for (const { code } of rows) {
        await insertReminder(tx, code, instant(ctx.clock));
        await tx.enqueue(certificateToldJob, { code, template: "certificate-ends", n: 0 }, { key: `${code} 0` });
      }
    });
    if (rows.length < mostAtOnce) return;
  }
}

/** Tells the holder what became of their certificate; the message names the service and leads to the certificate, where the reason stands. */
export const tellHolder = ({ ctx, notify, portal }: Parts): HandledJob =>
  handleJob(certificateToldJob, async ({ payload: { code, template, n } }) => {
    const row = await findCertificate(ctx.db, code);
    const found = row && (await findCase(ctx.db, row.case_id));
    if (!row || !found || found.subject === "") return;
    await notify.send({
      ...{ key: `${template} ${code} ${n}`, to: found.subject, channel: "mail", template },
      params: { name: found.applicant, service: found.service },
      link: `${portal}/cases/${row.case_id}/certificate`,
    });
  });
