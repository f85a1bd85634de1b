import { button, formatDateTime, insetText, panel } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type ModuleContext, seeOther } from "@troad/kernel";
import { hidden, posted, qrCode, type Session, type Site, sessionCookie, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { CheckRow, Checks } from "../verifier/checks.ts";
import { clerkRole, errorBox, places, textOf } from "./parts.ts";

type Parts = { ctx: Pick<ModuleContext, "origin" | "clock">; site: Site; portal: Site; checks: Checks };
const refreshSeconds = 3;

/** A counter asks a wallet whether its holder has reached an age, and learns nothing else of them. */
export function checkPages(app: FastifyInstance, { ctx, site, portal, checks }: Parts): void {
  const cookie = sessionCookie(ctx.origin("portal"));
  const browserOf = ({ cookies }: FastifyRequest): string => cookies[cookie]?.slice(0, 100) ?? "";
  const title = (request: FastifyRequest): string => request.t("wallet.check.title", { age: checks.age });
  const again = (request: FastifyRequest): Html =>
    html`<form method="post" action="${places.check}" novalidate>${button({ text: request.t("wallet.check.begin") })}</form>`;
  const start = (request: FastifyRequest): View => ({
    title: title(request),
    content: html`<h1>${title(request)}</h1><p class="tr-lead">${request.t("wallet.check.lead", { age: checks.age })}</p>${again(request)}
      <p><a class="tr-link" href="${places.offline}">${request.t("wallet.check.to-offline")}</a></p>`,
  });
  const stateOf = async (
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    row: CheckRow,
    error?: string,
  ): Promise<View> => {
    const { t } = request;
    const path = [{ href: places.check, text: title(request) }];
    if (row.seen_at !== null)
      return { title: title(request), path, content: html`${outcome(request, row, checks.age)}${again(request)}` };
    if (checks.isOver(row))
      return {
        title: title(request),
        path,
        content: html`<h1>${title(request)}</h1>${insetText({ text: t("wallet.check.over") })}${again(request)}`,
      };
    if (row.answered_at !== null) {
      const number = uiOf(request).input({
        ...{
          id: "number",
          name: "number",
          label: { text: t("wallet.check.number") },
          hint: { text: t("wallet.check.number-hint") },
        },
        ...{ inputmode: "numeric", autocomplete: "off", classes: "tr-input--width-5", attributes: { maxlength: 4 } },
        ...(error === undefined ? {} : { errorMessage: { text: error } }),
      });
      return {
        ...{ title: t("wallet.check.answered"), path, ...(error === undefined ? {} : { isError: true, status: 422 }) },
        content: html`${errorBox(request, error, "#number")}<h1>${t("wallet.check.answered")}</h1>
          <form method="post" action="${places.check}/${id}" novalidate>${number}${button({ text: t("wallet.check.see") })}</form>`,
      };
    }
    // without a script the page looks again by itself
    reply.header("refresh", String(refreshSeconds));
    const link = checks.linkOf(id);
    return {
      ...{ title: t("wallet.check.waiting"), path },
      content: html`<h1>${t("wallet.check.waiting")}</h1><p>${t("wallet.check.scan", { age: checks.age })}</p>
        <figure>${await qrCode(link, { level: "L", width: 280 })}<figcaption>${t("wallet.check.qr")}</figcaption></figure>
        <p><a class="tr-link" href="${places.check}/${id}">${t("wallet.check.look")}</a></p>
        <details><summary>${t("wallet.check.as-text")}</summary><p><code translate="no">${link}</code></p></details>`,
    };
  };
  app.get(
    places.check,
    hidden,
    site.signedIn([clerkRole], async (request) => start(request)),
  );
  app.post(
    places.check,
    hidden,
    site.signedIn([clerkRole], async (request, _session: Session, reply) =>
      seeOther(reply, `${places.check}/${await checks.begin(browserOf(request))}`),
    ),
  );
  app.get<{ Params: { id: string } }>(`${places.check}/:id`, hidden, (request, reply) =>
    site.signedIn([clerkRole], async () => {
      const { id } = request.params;
      return stateOf(request, reply, id, await checks.own(id, browserOf(request)));
    })(request, reply),
  );
  app.post<{ Params: { id: string } }>(`${places.check}/:id`, hidden, (request, reply) =>
    site.signedIn([clerkRole], async (_request, session) => {
      const { id } = request.params;
      try {
        await checks.see(id, { browser: browserOf(request), by: session.subject }, posted(request, "number", 10));
      } catch (error) {
        const text = textOf(request, error);
        return stateOf(request, reply, id, await checks.own(id, browserOf(request)), text);
      }
      return seeOther(reply, `${places.check}/${id}`);
    })(request, reply),
  );
  /** On the telephone of the holder: the number that they read out. */
  app.get<{ Params: { code: string } }>(`${places.shown}/:code`, hidden, (request, reply) =>
    portal.open(async () => {
      const number = await checks.numberOfCode(request.params.code);
      const { t } = request;
      reply.header("cache-control", "no-store").header("referrer-policy", "no-referrer");
      return { title: t("wallet.shown.title"), content: panel({ titleText: number, text: t("wallet.shown.body") }) };
    })(request, reply),
  );
}

function outcome({ t, lang }: FastifyRequest, row: CheckRow, age: number): Html {
  const said = row.outcome ?? "refused";
  const list = row.list_at === null ? undefined : t("wallet.check.list-at", { at: formatDateTime(row.list_at, { lang }) });
  const heading = t(`wallet.outcome.${said}`, { age });
  return html`${said === "yes" ? panel({ titleText: heading }) : html`<h1>${heading}</h1>`}
    ${row.reason !== null && html`<p>${t(`error.${row.reason}`)}</p>`}${list && html`<p>${list}</p>`}<p>${t("wallet.check.nothing-kept")}</p>`;
}
