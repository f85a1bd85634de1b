import { type CaseEvent, orderFault } from "@troad/connect";
import type { EidApi } from "@troad/eid/api";
import { defineJob, handleJob, instant, type ModuleContext } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import { namesOf } from "@troad/web";
import Type from "typebox";
import { fail } from "./errors.ts";
import type { Client, Services } from "./services.ts";
import {
  applicationsOf,
  countOf,
  type EventRow,
  eraseOver,
  eventsOf,
  figuresOf,
  findApplication,
  storeEvent,
  waitingOf,
} from "./store/applications.ts";

export type { ApplicationRow } from "./store/applications.ts";

const text = Type.String({ maxLength: 100 });
const tell = defineJob("connected.tell", { payload: Type.Object({ service: text, reference: text, event: text }) });
/** A service that tells more of one application has lost count. */
const mostEvents = 200;
export type Applications = ReturnType<typeof openApplications>;
type Parts = { services: Services; eid: Pick<EidApi, "personOfSubject">; notify: Pick<NotifyApi, "send"> };

/** Applications at services that agencies run themselves: what their services tell, which people read at one place. */
export function openApplications(ctx: ModuleContext, { services, eid, notify }: Parts) {
  const { db, clock } = ctx;
  const names = namesOf(ctx);
  const told = handleJob(tell, async ({ payload: { service, reference, event } }) => {
    const [row, of] = [await findApplication(db, service, reference), await services.find(service)];
    // erased meanwhile, or told of a later event already
    if (!row || !of || row.event !== event) return;
    await notify.send({
      key: `connected ${service} ${reference} ${event}`,
      ...{
        to: row.subject,
        channel: "message",
        template: row.state === "needs-action" ? "application-elsewhere-acts" : "application-elsewhere",
      },
      params: {
        agency: ["zh-Hant", "en"].map((lang) => names.agency(lang, names.member(of.agency))).join(" "),
        service: `${of.page.name["zh-Hant"]} ${of.page.name.en}`,
      },
      link: `${ctx.origin("connected")}/me/elsewhere/${service}/${reference}`,
    });
  });
  return {
    jobs: [told],
    /** Takes an event; the same one again changes nothing. */
    tell: async (
      client: Client,
      at: { service: string; reference: string; event: string },
      body: CaseEvent,
    ): Promise<"new" | "same"> => {
      const person = await eid.personOfSubject({ client: client.client, subject: body.subject });
      if (person === null) throw fail("connected.person-unknown");
      if (body.link !== undefined && !(URL.canParse(body.link) && services.originsOf(client).includes(new URL(body.link).origin)))
        throw fail("connected.address-elsewhere");
      return db.tx(async (tx) => {
        services.ownedBy(await services.lock(tx, at.service), client);
        const events = await eventsOf(tx, at.service, at.reference);
        const row: EventRow = {
          ...{ ...at, n: events.length + 1, state: body.state, channel: body.channel ?? null, due: body.due ?? null },
          ...{ link: body.link ?? null, at: new Date(body.at).toISOString(), told_at: instant(clock) },
        };
        const application = await findApplication(tx, at.service, at.reference);
        const before = events.find(({ event }) => event === at.event);
        if (before) {
          if (application?.subject === person && isSame(before, row)) return "same";
          throw fail("connected.event-changed");
        }
        if (events.length >= mostEvents) throw fail("connected.too-many-events", { most: mostEvents });
        const fault = orderFault(
          application && { ...application, at: new Date(application.at).toISOString() },
          { ...body, subject: person },
          clock.now(),
        );
        if (fault) throw fail("connected.event-wrong", { fault, state: application?.state ?? "none" });
        await storeEvent(tx, person, row);
        await tx.enqueue(tell, at, { key: `${at.service} ${at.reference} ${at.event}` });
        return "new";
      });
    },
    /** What stands at a service, for the service itself. */
    standing: async (client: Client, service: string, reference: string) => {
      services.ownedBy(await services.find(service), client);
      const row = await findApplication(db, service, reference);
      if (!row) throw fail("connected.application-unknown");
      const events = await eventsOf(db, service, reference);
      return {
        state: row.state,
        events: events.map(({ event, state, at }) => ({ event, state, at: new Date(at).toISOString() })),
      };
    },
    /** For the person; anybody else's is unknown. */
    own: async (subject: string, service: string, reference: string) => {
      const row = await findApplication(db, service, reference);
      if (row?.subject !== subject) throw fail("connected.application-unknown");
      return { row, events: await eventsOf(db, service, reference) };
    },
    listOf: (subject: string, page: { before?: string | undefined; limit: number }) => applicationsOf(db, subject, page),
    count: (subject: string) => countOf(db, subject),
    waiting: (subject: string) => waitingOf(db, subject, 5),
    figures: (service: string, from: string, to: string) => figuresOf(db, service, from, to),
    erase: async (): Promise<void> => {
      await eraseOver(db, instant(clock));
    },
  };
}

const day = (value: string | null): string | null => (value === null ? null : String(value).slice(0, 10));
const isSame = (before: EventRow, now: EventRow): boolean =>
  before.state === now.state &&
  new Date(before.at).getTime() === new Date(now.at).getTime() &&
  before.channel === now.channel &&
  day(before.due) === day(now.due) &&
  before.link === now.link;
