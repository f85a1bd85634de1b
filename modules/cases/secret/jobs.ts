import { type HandledJob, handleJob } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import { type CaseStore, withCase } from "../engine/store.ts";
import { keeperMessageJob, replaceKeeperJob } from "../jobs/definitions.ts";
import { findCase } from "../store/cases.ts";
import { casesKeptBy } from "../store/readers.ts";

type Parts = { store: CaseStore; notify: Pick<NotifyApi, "send">; portal: string };

/** Puts an officer in the place of one who is gone, in each secret case that one kept, and tells those who keep it from then on. */
export const keeperJobs = ({ store, notify, portal }: Parts): HandledJob[] => [
  handleJob(replaceKeeperJob, async ({ payload: { by, agency, role, gone, to, name, reason } }) => {
    for (const { id } of await casesKeptBy(store.db, { subject: gone, agency, role }))
      await withCase(store, id, async (open, tx) => {
        const { keepers } = open.state;
        // nobody decides on their own application
        if (!keepers.includes(gone) || open.subject === to) return;
        await open.append(by, { type: "kept", data: { to, name, instead: gone, reason } });
        for (const one of open.state.keepers) {
          const template = one === to ? "secret-case-shared" : "secret-case-replaced";
          await tx.enqueue(
            keeperMessageJob,
            { caseId: id, to: one, template, of: `${gone} ${to}` },
            { key: `${id} ${one} ${gone} ${to}` },
          );
        }
      });
  }),
  handleJob(keeperMessageJob, async ({ payload: { caseId, to, template, of } }) => {
    const row = await findCase(store.db, caseId);
    if (!row || row.erased_at !== null) return;
    // the message names no person and no service: others may see it on the way
    await notify.send({
      ...{ key: `${template} ${caseId} ${to} ${of}`, to, channel: "mail", template, params: {} },
      link: `${portal}/desk`,
    });
  }),
];
