import { type HandledJob, handleJob } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import { type CaseStore, readCase } from "../engine/store.ts";
import { tellJob } from "./definitions.ts";

/** Tells the citizen how the case stands; the message names the service and links to the case, it holds no data. */
export const tell = (store: CaseStore, notify: NotifyApi, portal: string): HandledJob =>
  handleJob(tellJob, async ({ payload: { caseId, template } }) => {
    const { state } = await readCase(store, caseId);
    // a message that was waiting when the applicant died is not sent
    if (state.died) return;
    await notify.send({
      key: `${template} ${caseId} ${state.round}`,
      to: state.opened.subject,
      channel: "mail",
      template,
      // the service by its id: the module that shows the message names it in the reader's language
      params: { name: state.opened.name, service: state.opened.service },
      link: `${portal}/cases/${caseId}`,
    });
  });
