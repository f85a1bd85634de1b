import { button, emptyState, summaryList, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { askedPage, hidden, older, pageQuery, pageSize, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Booking } from "../api.ts";
import { calendarFile } from "../calendar.ts";
import { appointmentFailure } from "../errors.ts";
import { chosenIn, isShown, pathOfMine, timesPage } from "./counters.ts";
import { type AppointmentPages, counterIn, counterText, mine, paramOf, whenText } from "./parts.ts";

const colours: Partial<Record<Booking["step"], string>> = { booked: "green", moved: "green", called: "blue", missed: "red" };

/** A person's own visits: when and where, a calendar file, another time, cancelled. */
export function minePages(app: FastifyInstance, parts: AppointmentPages): void {
  const { site, appointments } = parts;
  const found = async (request: FastifyRequest, subject: string): Promise<Booking> => {
    const booking = await appointments.booking({ id: paramOf(request, "id"), subject });
    if (!booking) throw appointmentFailure("appointment.not-found");
    return booking;
  };
  app.get(
    mine,
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn("anybody", async (request, { subject }) => {
      const { t } = request;
      const all = await appointments.bookingsOf(subject, askedPage(request, "uuid"));
      const lines = all.slice(0, pageSize).map(
        (one) => html`<li class="tr-lines__item"><a class="tr-lines__link" href="${mine}/${one.id}">${whenText(request, one)}</a>
          ${stepTag(request, one)}<p class="tr-lines__lead">${counterText(parts, request, parts.counters.get(one.counter), "name")}</p></li>`,
      );
      const title = t("appointments.mine");
      const list = lines.length > 0 ? html`<ul class="tr-lines">${lines}</ul>` : emptyState({ title: t("appointments.none") });
      return {
        title,
        content: html`<h1>${title}</h1>${list}${older(request, all, ({ id }) => id)}
          <p>${button({ text: t("appointments.new"), href: "/appointments" })}</p>`,
        path: pathOfMine(request).slice(0, 1),
      };
    }),
  );
  app.get(
    `${mine}/:id`,
    hidden,
    site.signedIn("anybody", async (request, { subject }) => bookingPage(parts, request, await found(request, subject))),
  );
  app.get(
    `${mine}/:id/calendar.ics`,
    hidden,
    site.signedIn("anybody", async (request, { subject }, reply) => {
      const booking = await found(request, subject);
      const counter = counterIn(parts, booking.counter);
      const [name, address] = [counterText(parts, request, counter, "name"), counterText(parts, request, counter, "address")];
      const origin = parts.ctx.origin("portal");
      const words = {
        summary: request.t("appointments.calendar.summary", { counter: name }),
        location: `${name}, ${address}`,
        ...{ description: request.t("appointments.calendar.description"), url: `${origin}${mine}/${booking.id}` },
      };
      return reply
        .type("text/calendar; charset=utf-8")
        .headers({ "cache-control": "no-store", "x-content-type-options": "nosniff" })
        .header("content-disposition", 'attachment; filename="appointment.ics"')
        .send(calendarFile(booking, counter, words, new URL(origin).hostname));
    }),
  );
  const standing = async (request: FastifyRequest, subject: string): Promise<Booking> => {
    const booking = await found(request, subject);
    if (!booking.stands) throw appointmentFailure("appointment.over");
    return booking;
  };
  app.get(
    `${mine}/:id/cancel`,
    hidden,
    site.signedIn("anybody", async (request, { subject }) =>
      askPage(parts, request, await standing(request, subject), { act: "cancel", fields: html`` }),
    ),
  );
  app.post(
    `${mine}/:id/cancel`,
    hidden,
    site.signedIn(
      "anybody",
      async (request, { subject }, reply) => {
        const id = paramOf(request, "id");
        await appointments.cancel({ id, subject });
        return seeOther(reply, `${mine}/${id}`);
      },
      { returnTo: (request) => `${mine}/${paramOf(request, "id")}` },
    ),
  );
  app.get(
    `${mine}/:id/move`,
    hidden,
    site.signedIn("anybody", async (request, { subject }) => {
      const booking = await standing(request, subject);
      const chosen = chosenIn(request);
      if (chosen.day === "" || chosen.time === "") return timesPage(parts, request, booking);
      const fields = html`<input type="hidden" name="day" value="${chosen.day}"><input type="hidden" name="time" value="${chosen.time}">`;
      return askPage(parts, request, booking, { act: "move", fields, to: whenText(request, chosen) });
    }),
  );
  app.post(
    `${mine}/:id/move`,
    hidden,
    site.signedIn(
      "anybody",
      async (request, { subject }, reply) => {
        const booking = await found(request, subject);
        try {
          await appointments.move({ id: booking.id, subject, ...chosenIn(request) });
        } catch (error) {
          if (!isShown(error) || !booking.stands) throw error;
          return timesPage(parts, request, booking, error);
        }
        return seeOther(reply, `${mine}/${booking.id}`);
      },
      { returnTo: (request) => `${mine}/${paramOf(request, "id")}` },
    ),
  );
}

export const stepTag = ({ t }: FastifyRequest, { step }: Pick<Booking, "step">): Html =>
  tag({ text: t(`appointments.step.${step}`), classes: `tr-tag--${colours[step] ?? "grey"}` });

function rowsOf(parts: AppointmentPages, request: FastifyRequest, booking: Booking) {
  const { t, lang } = request;
  const counter = parts.counters.get(booking.counter);
  const row = (key: string, text: string) => ({ key: { text: t(key) }, value: { text } });
  return [
    row("appointments.when", whenText(request, booking)),
    row("appointments.where", counterText(parts, request, counter, "name")),
    row("appointments.address", counterText(parts, request, counter, "address")),
    ...(booking.service === null ? [] : [row("appointments.service", parts.services.text(lang, booking.service, "name"))]),
  ];
}

function bookingPage(parts: AppointmentPages, request: FastifyRequest, booking: Booking): View {
  const { t } = request;
  const at = `${mine}/${booking.id}`;
  const title = t("appointments.one");
  const about = booking.case === null ? "" : `?${new URLSearchParams({ service: booking.service ?? "", case: booking.case })}`;
  const again = html`<p>${button({ text: t("appointments.again"), href: `/appointments/${booking.counter}${about}` })}</p>`;
  const doing = html`<div class="tr-button-group">${button({ text: t("appointments.move.title"), href: `${at}/move`, classes: "tr-button--secondary" })}
    <a class="tr-link" href="${at}/cancel">${t("appointments.cancel.title")}</a></div>`;
  const itsCase = booking.case === null ? undefined : parts.site.href("cases", `/cases/${booking.case}`);
  const ofCase = itsCase && html`<p><a class="tr-link" href="${itsCase}">${t("appointments.case")}</a></p>`;
  const content = html`<h1>${title}</h1><p>${stepTag(request, booking)}</p>${summaryList({ rows: rowsOf(parts, request, booking) })}
    <p><a class="tr-link" href="${at}/calendar.ics" download>${t("appointments.calendar")}</a></p>${ofCase}
    ${booking.stands && booking.step !== "called" ? doing : booking.step === "closed" || booking.step === "cancelled" ? again : false}`;
  return { title, content, path: pathOfMine(request) };
}

/** Asks once more before a visit is cancelled or gets another time. */
function askPage(
  parts: AppointmentPages,
  request: FastifyRequest,
  booking: Booking,
  { act, fields, to }: { act: "cancel" | "move"; fields: Html; to?: string },
): View {
  const { t } = request;
  const title = t(`appointments.${act}.title`);
  const rows = [
    ...rowsOf(parts, request, booking),
    ...(to ? [{ key: { text: t("appointments.move.to") }, value: { text: to } }] : []),
  ];
  const content = html`<h1>${title}</h1>${summaryList({ rows })}<form method="post" action="${mine}/${booking.id}/${act}" novalidate>${fields}
    ${button({ text: t(`appointments.${act}.do`), ...(act === "cancel" ? { classes: "tr-button--warning" } : {}) })}</form>
    <p class="tr-after-form"><a class="tr-link" href="${mine}/${booking.id}">${t("appointments.keep")}</a></p>`;
  return { title, content, path: pathOfMine(request) };
}
