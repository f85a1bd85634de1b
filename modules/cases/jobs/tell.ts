import { CodedError, type HandledJob, handleJob } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import type { Access } from "../engine/access.ts";
import { type CaseStore, readCase } from "../engine/store.ts";
import { tellJob } from "./definitions.ts";

/**
 * Tells the citizen how the case stands, and who filed it for them while their mandate is in force; the message names the service and links
 * to the case, it holds no data.
 */
export const tell = (store: CaseStore, notify: NotifyApi, access: Access, portal: string): HandledJob =>
  handleJob(tellJob, async ({ payload: { caseId, template } }) => {
    const { row, state } = await readCase(store, caseId);
    // a message that was waiting when the applicant died is not sent
    if (state.died) return;
    const { opened, onBehalf, round } = state;
    // a mailbox is read by others too: of a secret case it names neither the service nor the case
    if (state.secret !== null) {
      const secret = { channel: "mail", template: "secret-case-told", link: `${portal}/cases` } as const;
      await notify.send({ ...secret, key: `${template} ${caseId} ${round}`, to: opened.subject, params: { name: opened.name } });
      return;
    }
    const message = { channel: "mail", template, link: `${portal}/cases/${caseId}` } as const;
    // the service by its id: the module that shows the message names it in the reader's language
    const paramsFor = (name: string) => ({ name, service: opened.service });
    await notify.send({ ...message, key: `${template} ${caseId} ${round}`, to: opened.subject, params: paramsFor(opened.name) });
    if (!onBehalf || !(await standsStill(access, row, onBehalf.subject))) return;
    const key = `${template} ${caseId} ${round} filer`;
    await notify.send({ ...message, key, to: onBehalf.subject, params: paramsFor(onBehalf.name) });
  });

async function standsStill(access: Access, ...asked: Parameters<Access["standsFor"]>): Promise<boolean> {
  try {
    return await access.standsFor(...asked);
  } catch (error) {
    if (error instanceof CodedError && error.code === "case.mandate-ended") return false;
    throw error;
  }
}
