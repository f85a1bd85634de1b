import { button, insetText } from "@troad/design";
import { html } from "@troad/html";
import { hidden, type Session, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Whose } from "../whose.ts";
import { bases, dayText, home, opened, type PassbookPages, pageOf } from "./parts.ts";

/** The calendar: its secret address is shown once, replaced or ended; who has it sees days and kinds of tax, nothing else. */
export function calendarPages(app: FastifyInstance, pages: PassbookPages): void {
  app.get<{ Params: { secret: string } }>(`${home}/calendar/:secret.ics`, hidden, async (request, reply) => {
    const text = await pages.diary.calendar(request.params.secret);
    return reply
      .type("text/calendar; charset=utf-8")
      .headers({ "cache-control": "private, no-store", "referrer-policy": "no-referrer", "x-robots-tag": "noindex" })
      .send(text);
  });
  for (const base of bases) {
    app.get(
      `${base}/calendar`,
      hidden,
      pages.site.signedIn("anybody", async (request, session) => {
        const { whose } = await opened(pages, request, session);
        return view(pages, request, session, { whose });
      }),
    );
    app.post(
      `${base}/calendar`,
      hidden,
      pages.site.signedIn("anybody", async (request, session) => {
        const { whose } = await opened(pages, request, session);
        const of = { subject: session.subject, taxpayer: whose.number };
        // shown in the answer and nowhere else: what is kept is a hash, so the page cannot show it again
        const address = await pages.diary.address({ ...of, lang: request.lang });
        return view(pages, request, session, { whose, address });
      }),
    );
    app.post(
      `${base}/calendar/end`,
      hidden,
      pages.site.signedIn("anybody", async (request, session) => {
        const { whose } = await opened(pages, request, session);
        await pages.diary.end({ subject: session.subject, taxpayer: whose.number });
        return view(pages, request, session, { whose });
      }),
    );
  }
}

async function view(
  { diary }: PassbookPages,
  request: FastifyRequest,
  { subject }: Session,
  { whose, address }: { whose: Whose; address?: string },
): Promise<View> {
  const { t } = request;
  const title = t("passbook.feed.title");
  const last = await diary.standing({ subject, taxpayer: whose.number });
  const stands = last !== undefined && !last.ended;
  const at = pageOf(whose, "/calendar");
  const made = last && dayText(request, new Date(Date.parse(last.madeAt) + 28_800_000).toISOString().slice(0, 10));
  const shown = address
    ? insetText({
        html: html`<p>${t("passbook.feed.address")}</p><p><a class="tr-link" href="${address}">${address}</a></p><p>${t("passbook.feed.once")}</p>`,
      })
    : html`<p>${stands ? t("passbook.feed.stands", { day: made! }) : t("passbook.feed.none")}</p>`;
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("passbook.feed.lead")}</p>${shown}
    <form method="post" action="${at}">${button({ text: t(stands ? "passbook.feed.replace" : "passbook.feed.make") })}</form>
    ${
      stands &&
      html`<p>${t("passbook.feed.replace-hint")}</p><form method="post" action="${at}/end">
    ${button({ text: t("passbook.feed.end"), classes: "tr-button--secondary" })}</form>`
    }`;
  return { title, content, path: [{ href: pageOf(whose), text: t("passbook.title") }] };
}
