import { button, startArrow } from "@troad/design";
import { html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import { hidden } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { addressOf, applicants, eventText, type JourneyPages, journeyIn, pathOfEvent } from "./parts.ts";

type Parts = Pick<JourneyPages, "ctx" | "events" | "site" | "services" | "api" | "journeys" | "nationalId">;

/** What a life event consists of, for everybody, and its beginning, for who is signed in. A link from elsewhere must not open one, so the page only asks. */
export function beginPages(app: FastifyInstance, parts: Parts): void {
  const { site, api, nationalId, services } = parts;
  const eventIn = (request: FastifyRequest): string => (request.params as { event: string }).event;
  const address = "/life-events/:event/apply";
  const addressIn = (request: FastifyRequest): string => address.replace(":event", eventIn(request));
  app.get(
    address,
    hidden,
    site.open(async (request, session) => {
      const { t, lang } = request;
      const event = eventIn(request);
      const journey = journeyIn(parts, { event });
      const title = eventText(parts, lang, event, "name");
      const offered = journey.parts.filter(({ besides }) => !besides);
      const items = offered.map(({ service }) => html`<li>${services.text(lang, service, "name")}</li>`);
      const content = html`<h1>${title}</h1><p class="tr-lead">${t("journeys.begin.lead")}</p>
        <ul class="tr-list tr-list--bullet">${items}</ul><p>${session ? t("journeys.begin.how", { name: session.name }) : t("journeys.begin.sign-in")}</p>
        <form method="post" action="${addressIn(request)}">${button({
          html: html`${t("journeys.begin.start")}${startArrow}`,
          classes: "tr-button--start",
        })}</form>`;
      return { title, content, path: pathOfEvent(parts, request, event) };
    }),
  );
  app.post(
    address,
    hidden,
    site.signedIn(
      applicants,
      async (request, { subject, name }, reply) => {
        const id = await nationalId(request);
        if (!id) throw kernelFailure("request.invalid", { reason: "national_id" });
        const opened = await api.open({ event: eventIn(request), subject, nationalId: id, name });
        return seeOther(reply, addressOf(opened.id));
      },
      { returnTo: addressIn },
    ),
  );
}
