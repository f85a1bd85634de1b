import type { JobHandler, ModuleContext } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import { fold } from "../domain/actions.ts";
import { actionsOf } from "../store/cases.ts";

/** Tells the citizen how the case stands; the message names the service and links to the case, it holds no data. */
export const tell =
  (ctx: ModuleContext, notify: NotifyApi): JobHandler =>
  async ({ payload, db }) => {
    const { caseId, template } = payload as { caseId: string; template: string };
    const state = fold(await actionsOf(db, caseId));
    await notify.send({
      key: `${template} ${caseId} ${state.round}`,
      to: state.opened.subject,
      channel: "mail",
      template,
      // the service by its id: whoever shows the message names it in the reader's language
      params: { name: state.opened.name, service: state.opened.service },
      link: `${ctx.origin("portal")}/cases/${caseId}`,
    });
  };
