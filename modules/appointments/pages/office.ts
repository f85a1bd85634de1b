import { button, lineList, scrollable, table, tag } from "@troad/design";
import type { Field } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { CodedError, seeOther, taipeiDate } from "@troad/kernel";
import { asked, counterRole, hidden, type OwnError, ownForm, posted, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { OfficerBooking } from "../api.ts";
import { isDay } from "../domain/slots.ts";
import { stepTag } from "./mine.ts";
import { type AppointmentPages, counterIn, counterText, office, officerOf, paramOf, whenText } from "./parts.ts";

const roles = [counterRole];
type Parts = AppointmentPages;
const at = (request: FastifyRequest): string => `${office}/${paramOf(request, "counter")}`;
const closing: Field[] = [
  { type: "date", name: "day", label: "appointments.office.close-day", hint: "appointments.office.close-hint" },
  { type: "text", name: "reason", label: "appointments.office.reason", maxLength: 300 },
];
type Shown = { values: Record<string, unknown>; errors: readonly OwnError[] };

/** Officers at their counter: who comes today, who is next, who came and who did not, days that are closed. */
export function officePages(app: FastifyInstance, parts: Parts): void {
  const { ctx, site, appointments } = parts;
  const officer = (session: Session) => officerOf(session, counterRole);
  app.get(
    office,
    hidden,
    site.signedIn(roles, async (request, session) => {
      const { t } = request;
      const served = await appointments.countersOf(officer(session));
      const lines = served.map((id) => ({
        href: `${office}/${id}`,
        title: counterText(parts, request, counterIn(parts, id), "name"),
      }));
      const title = t("appointments.office.title");
      const list = lines.length > 0 ? lineList(lines, { label: title }) : html`<p>${t("appointments.office.no-counter")}</p>`;
      return { title, content: html`<h1>${title}</h1>${list}` };
    }),
  );
  app.get(
    `${office}/:counter`,
    hidden,
    site.signedIn(roles, (request, session) => dayPage(parts, request, session)),
  );
  app.post(
    `${office}/:counter/next`,
    hidden,
    site.signedIn(
      roles,
      async (request, session, reply) => {
        const called = await appointments.callNext({ counter: paramOf(request, "counter"), officer: officer(session) });
        return seeOther(reply, called === null ? at(request) : `${at(request)}?called=${called}`);
      },
      { returnTo: at },
    ),
  );
  app.post(
    `${office}/:counter/bookings/:id`,
    hidden,
    site.signedIn(
      roles,
      async (request, session, reply) => {
        const step = posted(request, "step", 10) === "came" ? "came" : "missed";
        try {
          await appointments.record({ id: paramOf(request, "id"), officer: officer(session), step });
        } catch (error) {
          if (!(error instanceof CodedError) || error.code !== "appointment.step-not-now") throw error;
          return dayPage(parts, request, session, error.code);
        }
        return seeOther(reply, at(request));
      },
      { returnTo: at },
    ),
  );
  const closePage = (request: FastifyRequest, shown: Shown): View => {
    const { t } = request;
    const counter = counterIn(parts, paramOf(request, "counter"));
    const form = ownForm(ctx, closing).html(request, shown);
    const title = t("appointments.office.close");
    return {
      title,
      content: html`${form.summary}<h1>${title}</h1><p class="tr-lead">${counterText(parts, request, counter, "name")}</p>
        <p>${t("appointments.office.close-lead")}</p><form method="post" action="${at(request)}/close" novalidate>${form.fields}
        ${button({ text: t("appointments.office.close-do"), classes: "tr-button--warning" })}</form>`,
      path: pathOf(parts, request),
      ...(shown.errors.length > 0 ? { status: 422, isError: true } : {}),
    };
  };
  app.get(
    `${office}/:counter/close`,
    hidden,
    site.signedIn(roles, async (request, session) => {
      await requireServed(parts, request, session);
      return closePage(request, { values: {}, errors: [] });
    }),
  );
  app.post(
    `${office}/:counter/close`,
    hidden,
    site.signedIn(
      roles,
      async (request, session, reply) => {
        await requireServed(parts, request, session);
        const parsed = ownForm(ctx, closing).parse(request.body);
        const values = (request.body ?? {}) as Record<string, unknown>;
        if ("errors" in parsed) return closePage(request, { values, errors: parsed.errors });
        const { day, reason } = parsed.values as { day: string; reason: string };
        try {
          await appointments.closeDay({ counter: paramOf(request, "counter"), day, reason, officer: officer(session) });
        } catch (error) {
          if (!(error instanceof CodedError) || error.code !== "appointment.day-past") throw error;
          return closePage(request, { values, errors: [{ field: "day", code: error.code }] });
        }
        return seeOther(reply, `${at(request)}?day=${day}`);
      },
      { returnTo: (request) => `${at(request)}/close` },
    ),
  );
}

/** 404 for a counter that the officer does not serve. */
async function requireServed({ appointments, ctx }: Parts, request: FastifyRequest, session: Session): Promise<void> {
  const day = taipeiDate(ctx.clock.now());
  await appointments.dayOf({ counter: paramOf(request, "counter"), day, officer: officerOf(session, counterRole) });
}

const pathOf = (parts: Parts, request: FastifyRequest) => [
  { href: office, text: request.t("appointments.office.title") },
  { href: at(request), text: counterText(parts, request, parts.counters.get(paramOf(request, "counter")), "name") },
];

async function dayPage(parts: Parts, request: FastifyRequest, session: Session, problem?: string): Promise<View> {
  const { t } = request;
  const today = taipeiDate(parts.ctx.clock.now());
  const wanted = asked(request, "day", 10);
  const day = isDay(wanted) ? wanted : today;
  const counter = paramOf(request, "counter");
  const { closed, bookings } = await parts.appointments.dayOf({ counter, day, officer: officerOf(session, counterRole) });
  const expected = bookings.filter(({ stands }) => stands).length;
  const missed = bookings.filter(({ step }) => step === "missed").length;
  const called = bookings.find(({ id }) => id === asked(request, "called", 60));
  const title = counterText(parts, request, counterIn(parts, counter), "name");
  const summary =
    problem &&
    uiOf(request).errorSummary({ titleText: t("web.form.problem"), errorList: [{ text: t(`error.${problem}`), href: "#day" }] });
  const beside = (days: number): string =>
    new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  const next =
    day === today &&
    bookings.some(({ step }) => step === "booked" || step === "moved") &&
    html`<form method="post" action="${at(request)}/next" novalidate>${button({ text: t("appointments.office.next") })}</form>`;
  const calling = called && t("appointments.office.called", { name: called.name, time: called.time });
  const notice = calling && html`<div class="tr-notice" role="status"><h2 class="tr-notice__title">${calling}</h2></div>`;
  const content = html`${summary}<h1>${title}</h1>
    <p class="tr-lead">${whenText(request, { day, time: "" }).trim()}${t("web.colon")}${t("appointments.office.count", { expected, missed })}</p>
    ${closed !== null && html`<p>${tag({ text: t("appointments.office.closed"), classes: "tr-tag--red" })} ${closed}</p>`}
    ${notice}
    ${next}<div id="day" tabindex="-1">${
      bookings.length === 0
        ? html`<p>${t("appointments.office.nobody")}</p>`
        : scrollable(title, table({ head: headOf(request), rows: bookings.map((one) => rowOf(parts, request, one)) }))
    }</div><p><a class="tr-link" href="?day=${beside(-1)}">${t("appointments.office.day-before")}</a>
    <a class="tr-link" href="?day=${beside(1)}">${t("appointments.office.day-after")}</a>
    <a class="tr-link" href="${at(request)}/close">${t("appointments.office.close")}</a></p>`;
  return { title, content, path: pathOf(parts, request).slice(0, 1), ...(problem ? { status: 409, isError: true } : {}) };
}

const headOf = ({ t }: FastifyRequest) =>
  ["time", "name", "service", "state", "do"].map((key) => ({ text: t(`appointments.office.${key}`) }));

function rowOf(parts: Parts, request: FastifyRequest, one: OfficerBooking) {
  const { t, lang } = request;
  const service = one.service === null ? "–" : parts.services.text(lang, one.service, "name");
  const itsCase = one.case === null ? undefined : parts.site.href("cases", `/desk/${one.case}`);
  const what = html`${service}${itsCase && html`<br><a class="tr-link" href="${itsCase}">${t("appointments.office.case")}</a>`}`;
  const doing: Html = html`${one.allowed.map(
    (
      step,
    ) => html`<form method="post" action="${at(request)}/bookings/${one.id}" novalidate><input type="hidden" name="step" value="${step}">
      ${button({ text: t(`appointments.office.${step}`), classes: "tr-button--secondary tr-button--small" })}</form>`,
  )}`;
  return [{ text: one.time }, { text: one.name }, { html: what }, { html: stepTag(request, one) }, { html: doing }];
}
