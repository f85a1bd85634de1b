import { type HandledJob, handleJob, type ModuleContext } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import { findJourney } from "../store/journeys.ts";
import { tellJob } from "./definitions.ts";

type Parts = { ctx: Pick<ModuleContext, "db">; notify: Pick<NotifyApi, "send">; portal: string };

/** A part that waited for another has been submitted: the person is told by the name of the service, and where all parts stand. */
export const tellPerson = ({ ctx, notify, portal }: Parts): HandledJob =>
  handleJob(tellJob, async ({ payload: { journey, service } }) => {
    const row = await findJourney(ctx.db, journey);
    if (!row) return;
    await notify.send({
      ...{ key: `journey ${journey} ${service}`, to: row.subject, channel: "mail", template: "journey-part-started" },
      ...{ params: { name: row.name, service }, link: `${portal}/journeys/${journey}` },
    });
  });
