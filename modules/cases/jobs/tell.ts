import type { JobHandler } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import { type CaseStore, readCase } from "../engine.ts";

/** Tells the citizen how the case stands; the message names the service and links to the case, it holds no data. */
export const tell =
  (store: CaseStore, notify: NotifyApi, portal: string): JobHandler =>
  async ({ payload }) => {
    const { caseId, template } = payload as { caseId: string; template: string };
    const { state } = await readCase(store, caseId);
    await notify.send({
      key: `${template} ${caseId} ${state.round}`,
      to: state.opened.subject,
      channel: "mail",
      template,
      // the service by its id: whoever shows the message names it in the reader's language
      params: { name: state.opened.name, service: state.opened.service },
      link: `${portal}/cases/${caseId}`,
    });
  };
