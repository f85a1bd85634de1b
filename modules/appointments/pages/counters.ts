import { button, details, lineList, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { CodedError, isUuid, seeOther } from "@troad/kernel";
import { asked, hidden, posted, postedKey, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Booking, DaySlots } from "../api.ts";
import type { Counter } from "../domain/counters.ts";
import { type AppointmentPages, counterIn, counterText, mine, paramOf, whenText } from "./parts.ts";

type Chosen = { day: string; time: string };

/** Counters with their free times, for everybody; who books one signs in. */
export function counterPages(app: FastifyInstance, parts: AppointmentPages): void {
  const { site, counters, appointments } = parts;
  app.get(
    "/appointments",
    hidden,
    site.open(async (request) => {
      const { t } = request;
      const about = aboutOf(request);
      const { service } = about;
      const fitting = [...counters.values()].filter(({ services }) => service === "" || services.includes(service));
      const lines = fitting.map((one) => ({
        href: `/appointments/${one.id}${queryOf(about)}`,
        title: counterText(parts, request, one, "name"),
        meta: counterText(parts, request, one, "address"),
      }));
      const title = t("appointments.title");
      const list =
        lines.length > 0 ? lineList(lines, { label: t("appointments.counters") }) : html`<p>${t("appointments.no-counter")}</p>`;
      return {
        title,
        content: html`<h1>${title}</h1><p class="tr-lead">${t("appointments.lead")}</p>${list}
          <p><a class="tr-link" href="${mine}">${t("appointments.mine")}</a></p>`,
      };
    }),
  );
  app.get(
    "/appointments/:counter",
    hidden,
    site.open(async (request) => timesPage(parts, request, undefined)),
  );
  const book = async (request: FastifyRequest, session: Session, problem?: string): Promise<View> =>
    confirmPage(parts, request, { chosen: chosenIn(request), ...(problem ? { problem } : {}), session });
  app.get(
    "/appointments/:counter/book",
    hidden,
    site.signedIn("anybody", (request, session) => book(request, session)),
  );
  app.post(
    "/appointments/:counter/book",
    hidden,
    site.signedIn(
      "anybody",
      async (request, session, reply) => {
        const counter = counterIn(parts, paramOf(request, "counter"));
        const about = aboutOf(request);
        const { subject, name } = session;
        const said = Object.fromEntries(Object.entries(about).filter(([, value]) => value !== ""));
        const wanted = { ...chosenIn(request), ...said };
        try {
          const { id } = await appointments.book({
            key: `${subject} ${postedKey(request, parts.ctx.ids)}`,
            subject,
            name,
            counter: counter.id,
            ...wanted,
          });
          return seeOther(reply, `${mine}/${id}`);
        } catch (error) {
          if (!isShown(error)) throw error;
          return timesPage(parts, request, undefined, error);
        }
      },
      { returnTo: (request) => `/appointments/${paramOf(request, "counter")}` },
    ),
  );
}

/** What a person comes for: a service, a case of theirs, or what the page that sent them here names. */
type About = { service: string; case: string; about: string };
const aboutOf = (request: FastifyRequest): About => {
  const of = request.method === "POST" ? posted : asked;
  const ids = [of(request, "case", 60), of(request, "about", 60)].map((id) => (isUuid(id) ? id : ""));
  return { service: of(request, "service", 100), case: ids[0]!, about: ids[1]! };
};
const queryOf = (about: About, first = "?"): string => {
  const query = new URLSearchParams(Object.entries(about).filter(([, value]) => value !== "")).toString();
  return query === "" ? "" : `${first}${query}`;
};

/** What a person is told above the times, to choose another one. */
export const isShown = (error: unknown): error is CodedError =>
  error instanceof CodedError && error.code.startsWith("appointment.") && [409, 422].includes(error.status);

export const chosenIn = (request: FastifyRequest): Chosen => {
  const of = request.method === "POST" ? posted : asked;
  return { day: of(request, "day", 10), time: of(request, "time", 5) };
};

/** The free times of a counter, day by day; `moving` is a booking that gets another time. */
export async function timesPage(
  parts: AppointmentPages,
  request: FastifyRequest,
  moving: Booking | undefined,
  problem?: CodedError,
): Promise<View> {
  const { t } = request;
  const counter = counterIn(parts, moving?.counter ?? paramOf(request, "counter"));
  const from = asked(request, "from", 10);
  const days = await parts.appointments.slots({ counter: counter.id, ...(from === "" ? {} : { from }) });
  const name = counterText(parts, request, counter, "name");
  const said = problem && t(`error.${problem.code}`, problem.params);
  const summary =
    said && uiOf(request).errorSummary({ titleText: t("web.form.problem"), errorList: [{ text: said, href: "#times" }] });
  const address = moving ? `${mine}/${moving.id}/move` : `/appointments/${counter.id}/book`;
  const extra = queryOf(aboutOf(request), "&");
  const last = days.at(-1)?.day;
  const first = days.find(({ slots }) => slots.some(({ free }) => free > 0));
  const later =
    days.length === 10 && html`<p><a class="tr-link" href="?from=${nextDay(last!)}${extra}">${t("appointments.later")}</a></p>`;
  const lead = moving ? t("appointments.move.lead", { when: whenText(request, moving) }) : t("appointments.choose");
  const title = moving ? t("appointments.move.title") : name;
  return {
    title,
    content: html`${summary}<h1>${title}</h1><p class="tr-lead">${counterText(parts, request, counter, "address")}</p><p>${lead}</p>
      <div id="times" tabindex="-1">${days.map((day) => dayTimes(request, day, day === first, (time) => `${address}?day=${day.day}&time=${time}${extra}`))}
      ${days.length === 0 && html`<p>${t("appointments.none-free")}</p>`}</div>${later}`,
    path: moving ? pathOfMine(request) : [{ href: "/appointments", text: t("appointments.title") }],
    ...(problem ? { status: problem.status, isError: true } : {}),
  };
}

export const pathOfMine = ({ t }: FastifyRequest) => [
  { href: "/appointments", text: t("appointments.title") },
  { href: mine, text: t("appointments.mine") },
];
const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** A day's free times, folded but for the first day that has any. */
function dayTimes(request: FastifyRequest, { day, slots }: DaySlots, open: boolean, href: (time: string) => string): Html {
  const { t } = request;
  const free = slots.filter((slot) => slot.free > 0);
  const heading = whenText(request, { day, time: "" }).trim();
  if (free.length === 0) return html`<p class="tr-hint">${heading}${t("web.colon")}${t("appointments.full")}</p>`;
  const times = free.map(({ time }) => html`<a class="tr-button tr-button--secondary" href="${href(time)}">${time}</a>`);
  return details({
    summaryText: t("appointments.day", { day: heading, count: free.length }),
    html: html`<div class="tr-button-group" role="group" aria-label="${heading}">${times}</div>`,
    open,
  });
}

/** What is booked, asked once more; the form has a key, so that pressing twice books once. */
function confirmPage(
  parts: AppointmentPages,
  request: FastifyRequest,
  { chosen }: { chosen: Chosen; session: Session; problem?: string },
): View {
  const { t, lang } = request;
  const counter: Counter = counterIn(parts, paramOf(request, "counter"));
  const about = aboutOf(request);
  const { service } = about;
  const fits = counter.services.includes(service);
  const row = (key: string, text: string) => ({ key: { text: t(key) }, value: { text } });
  const title = t("appointments.confirm.title");
  const content = html`<h1>${title}</h1>${summaryList({
    rows: [
      row("appointments.when", whenText(request, chosen)),
      row("appointments.where", counterText(parts, request, counter, "name")),
      row("appointments.address", counterText(parts, request, counter, "address")),
      ...(fits ? [row("appointments.service", parts.services.text(lang, service, "name"))] : []),
    ],
  })}<form method="post" action="/appointments/${counter.id}/book" novalidate>
    <input type="hidden" name="key" value="${parts.ctx.ids.uuid()}"><input type="hidden" name="day" value="${chosen.day}">
    <input type="hidden" name="time" value="${chosen.time}"><input type="hidden" name="service" value="${fits ? service : ""}">
    <input type="hidden" name="case" value="${about.case}"><input type="hidden" name="about" value="${about.about}">
    ${button({ text: t("appointments.book") })}</form>
    <p class="tr-after-form"><a class="tr-link" href="/appointments/${counter.id}${queryOf(about)}">${t("appointments.other-time")}</a></p>`;
  return { title, content, path: [{ href: "/appointments", text: t("appointments.title") }] };
}
