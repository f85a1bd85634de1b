import { type HandledJob, handleJob, instant, type ModuleContext } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import { certificateMessageJob } from "../jobs/definitions.ts";
import { findCase, findCertificate } from "../store/cases.ts";
import { endingSoon, insertReminder } from "../store/certificates.ts";

type Parts = { ctx: Pick<ModuleContext, "db" | "clock">; notify: Pick<NotifyApi, "send">; portal: string };

const mostAtOnce = 200;

/** Tells holders of certificates that end soon, each once. */
export async function remindOfEnds({ ctx }: Pick<Parts, "ctx">): Promise<void> {
  for (;;) {
    const rows = await endingSoon(ctx.db, { now: instant(ctx.clock), limit: mostAtOnce });
    await ctx.db.tx(async (tx) => {
      for (const { code } of rows) {
        await insertReminder(tx, code, instant(ctx.clock));
        await tx.enqueue(certificateMessageJob, { code, template: "certificate-ends", n: 0 }, { key: `${code} 0` });
      }
    });
    if (rows.length < mostAtOnce) return;
  }
}

/** Tells the holder what became of their certificate; the message names the service and leads to the certificate, where the reason stands. */
export const tellHolder = ({ ctx, notify, portal }: Parts): HandledJob =>
  handleJob(certificateMessageJob, async ({ payload: { code, template, n } }) => {
    const row = await findCertificate(ctx.db, code);
    const found = row && (await findCase(ctx.db, row.case_id));
    if (!row || !found || found.subject === "") return;
    await notify.send({
      ...{ key: `${template} ${code} ${n}`, to: found.subject, channel: "mail", template },
      params: { name: found.applicant, service: found.service },
      link: `${portal}/cases/${row.case_id}/certificate`,
    });
  });
