import { formatDate } from "@troad/design";
import type { ModuleContext } from "@troad/kernel";
import type { Names, ServiceNames, Session, Site } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { AppointmentsApi, Booking } from "../api.ts";
import type { Counter } from "../domain/counters.ts";
import { appointmentFailure } from "../errors.ts";

/** What there is for a page; each takes what it needs of it. */
export type AppointmentPages = {
  ctx: Pick<ModuleContext, "texts" | "ids" | "clock" | "origin">;
  site: Site;
  names: Names;
  services: ServiceNames;
  counters: ReadonlyMap<string, Counter>;
  appointments: AppointmentsApi;
};

export const mine = "/me/appointments";
export const office = "/work/counters";

export const paramOf = (request: FastifyRequest, name: string): string => (request.params as Record<string, string>)[name] ?? "";
export function counterIn({ counters }: Pick<AppointmentPages, "counters">, id: string): Counter {
  const counter = counters.get(id);
  if (!counter) throw appointmentFailure("appointment.counter-unknown");
  return counter;
}
export const counterText = (
  { ctx }: Pick<AppointmentPages, "ctx">,
  { lang }: Pick<FastifyRequest, "lang">,
  counter: Counter | undefined,
  key: "name" | "address",
): string => (counter ? ctx.texts.pick(counter.text, lang, key) : "");
/** When a visit is, as people say it. */
export const whenText = ({ lang }: Pick<FastifyRequest, "lang">, { day, time }: Pick<Booking, "day" | "time">): string =>
  `${formatDate(day, { lang })} ${time}`;

/** An officer with the agencies and areas of their counter posts. */
export const officerOf = ({ subject, roles }: Session, role: string) => ({
  subject,
  posts: roles.flatMap(({ role: held, agency, area = null }) => (held === role && agency !== null ? [{ agency, area }] : [])),
});
