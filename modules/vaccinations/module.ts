import { appointmentsApi } from "@troad/appointments/api";
import { defineModule } from "@troad/kernel";
import { roadApi } from "@troad/road/api";
import { nationalIdOf, portalSite, sitePages, workSite } from "@troad/web";
import Type from "typebox";
import { openChildren } from "./children.ts";
import { openGiving } from "./giving.ts";
import { minePages } from "./pages/mine.ts";
import { mine, nurseRole, type Parts, school, schoolRole, station } from "./pages/parts.ts";
import { schoolPages } from "./pages/school.ts";
import { stationPages } from "./pages/station.ts";
import { openRegisters } from "./registers.ts";

const dayMs = 86_400_000;

/** Vaccinations of children: what is due, given at a health station, and what a school may learn of it. */
export default defineModule({
  name: "vaccinations",
  root: import.meta.url,
  needs: ["road", "portal", "appointments"],
  me: true,
  pages: sitePages({
    paths: [mine, station, school],
    nav: [
      { area: "work", href: station, text: "vaccinations.station.title", order: 51, roles: [nurseRole] },
      { area: "work", href: school, text: "vaccinations.school.title", order: 52, roles: [schoolRole] },
    ],
  }),
  create: (ctx) => {
    const registers = openRegisters(ctx, ctx.use(roadApi));
    const appointments = ctx.use(appointmentsApi);
    const children = openChildren(ctx, registers);
    const giving = openGiving({ ctx, registers, children, appointments });
    const parts: Parts = { ctx, schedule: registers.schedule, registers, children, giving };
    const texts = new Map(
      ctx.content
        .read("counters", "counter.json", Type.Object({ services: Type.Array(Type.String()) }))
        .flatMap(({ id, value, text }) => (value.services.includes(registers.schedule.service) ? [[id, text] as const] : [])),
    );
    const counters = {
      of: async (officer: Parameters<typeof appointments.countersOf>[0]) =>
        (await appointments.countersOf(officer)).filter((id) => texts.has(id)),
      name: (id: string, lang: string) => ctx.texts.pick(texts.get(id) ?? {}, lang, "name"),
    };
    return {
      me: async () => ({ tasks: [], tiles: [{ title: "vaccinations.title", href: mine, order: 14, text: "vaccinations.me" }] }),
      schedules: () => [{ name: "vaccinations.forget", everyMs: dayMs, onceIn: ctx.db, run: () => children.forget() }],
      routes: (app) => {
        const site = portalSite(ctx);
        site.register(app);
        minePages(app, { ...parts, site, nationalId: nationalIdOf(ctx) });
        const work = workSite(ctx, [station, school]);
        work.register(app);
        stationPages(app, { ...parts, work, counters, nationalId: nationalIdOf(ctx) });
        schoolPages(app, { ...parts, work });
      },
    };
  },
});
