import { button, lineList } from "@troad/design";
import { html } from "@troad/html";
import { kernelFailure } from "@troad/kernel";
import { type FrontPage, hidden, nameOf, serviceLine } from "./front.ts";

/** The services of a life event, and its picture. */
export const lifeEventPages: FrontPage = (app, front) => {
  const find = (id: string) => {
    const event = front.directory.events.find((one) => one.id === id);
    if (!event) throw kernelFailure("request.not-found");
    return event;
  };
  app.get(
    "/life-events/:event",
    hidden,
    front.site.open(async (request) => {
      const event = find((request.params as { event: string }).event);
      const title = nameOf(front, request, event);
      const { t } = request;
      const apply = front.site.href("journeys", `/life-events/${event.id}/apply`);
      const together =
        event.asOne &&
        apply !== undefined &&
        html`<p>${t("portal.event.apply.how")}</p><p>${button({ text: t("portal.event.apply"), href: apply })}</p>
          <h2>${t("portal.event.all")}</h2>`;
      const content = html`<h1>${title}</h1><p class="tr-lead">${front.directory.text(event, request.lang, "summary")}</p>${together}
        ${lineList(event.listings.map((listing) => serviceLine(front, request, listing)))}`;
      return { title, content, path: [{ href: "/services", text: request.t("portal.services.title") }] };
    }),
  );
  app.get("/life-events/:event/picture.svg", { ...hidden, config: { dataOnly: true } }, async (request, reply) => {
    const { picture } = find((request.params as { event: string }).event);
    if (!picture) throw kernelFailure("request.not-found");
    return (
      reply
        .type("image/svg+xml")
        .header("cache-control", "public, max-age=86400")
        // agencies supply this content: nothing in it may run or load anything, even when it is opened by itself
        .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        .send(picture)
    );
  });
};
