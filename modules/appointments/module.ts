import { casesApi } from "@troad/cases/api";
import { visitOver } from "@troad/cases/events";
import { defineModule, offerApi, taipeiDate } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { counterRole, sitePages } from "@troad/web";
import { appointmentsApi } from "./api.ts";
import { openBookings } from "./bookings.ts";
import { closeDays } from "./closing.ts";
import { readCounters } from "./domain/counters.ts";
import { dayBounds } from "./domain/slots.ts";
import { endVisits, visitEvents } from "./ending.ts";
import { remind, tellPerson } from "./jobs.ts";
import { ownSection } from "./me.ts";
import { openOffice } from "./office.ts";
import { appointmentPages } from "./pages/index.ts";
import { countDay } from "./store/days.ts";

const remindEveryMs = 600_000;

/** Appointments: visits at counters, booked by people and followed by officers. */
export default defineModule({
  name: "appointments",
  root: import.meta.url,
  needs: ["notify", "portal", "cases"],
  subscribesTo: [visitOver.name],
  me: true,
  pages: sitePages({
    paths: ["/appointments", "/me/appointments", "/work/counters"],
    footer: [{ group: "services", href: "/appointments", text: "appointments.title", order: 25 }],
    queues: [{ href: "/work/counters", text: "appointments.office.title", order: 11, roles: [counterRole], count: "today" }],
  }),
  create: (ctx) => {
    const counters = readCounters(ctx.content);
    const appointments = {
      ...openBookings({ ctx, counters, cases: ctx.use(casesApi) }),
      ...openOffice({ ctx, counters, cases: ctx.use(casesApi) }),
    };
    return {
      api: offerApi(appointmentsApi, appointments),
      me: ({ subject }) => ownSection(appointments, subject),
      routes: (app) => appointmentPages(app, ctx, { appointments, counters }),
      queues: {
        today: async (held) => {
          const posts = held.flatMap(({ role, agency, area = null }) =>
            role === counterRole && agency !== null ? [{ agency, area }] : [],
          );
          const served = await appointments.countersOf({ subject: "", posts });
          const { expected, oldest } = await countDay(ctx.db, { counters: served, ...dayBounds(taipeiDate(ctx.clock.now())) });
          return { count: expected, oldest };
        },
      },
      jobs: [
        tellPerson({ ctx, notify: ctx.use(notifyApi), portal: ctx.origin("portal") }),
        closeDays({ ctx }),
        endVisits({ ctx }),
      ],
      subscribes: visitEvents(),
      schedules: () => [
        {
          ...{ name: "appointments.reminders", everyMs: remindEveryMs, atStart: true, onceIn: ctx.db },
          run: () => remind({ ctx }),
        },
      ],
    };
  },
});
