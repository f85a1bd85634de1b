import { button, qrFrame, time } from "@troad/design";
import { html, trusted } from "@troad/html";
import { isUuid, type ModuleContext, seeOther } from "@troad/kernel";
import { qrRuns } from "@troad/slip";
import { hidden, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";
import type { CounterCode, Counters } from "../counter/service.ts";
import { checkPage, choosePage, type DownloadParts, type Sent, type Way, wantedSets } from "./download-choose.ts";
import type { MyDataPages } from "./parts.ts";

const way: Way = { path: "/my-data/counter", texts: "mydata.counter" };
const query = Type.Object({
  set: Type.Optional(Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 100 })])),
  counter: Type.Optional(Type.String({ maxLength: 60 })),
});
export type CounterParts = DownloadParts &
  Pick<MyDataPages, "recipientName"> & {
    counters: Counters;
    ids: ModuleContext["ids"];
  };

/** Data shown at a counter: chosen with the counter, agreed to, and given as a code that works there once. */
export function counterPages(app: FastifyInstance, parts: CounterParts): void {
  const { site, counters, nationalId, ids } = parts;
  const choose = (request: FastifyRequest, session: Session, sent: Sent = {}, asked = false): View => {
    const { t, lang } = request;
    const found = wantedSets(parts, request, sent, session);
    const isKnown = counters.counters.some(({ id }) => id === sent.counter);
    const error = asked && !isKnown ? t("mydata.counter.error.counter") : undefined;
    const more = uiOf(request).radios({
      ...{ name: "counter", idPrefix: "counter", ...(isKnown ? { value: String(sent.counter) } : {}) },
      fieldset: { legend: { text: t("mydata.counter.where"), classes: "tr-fieldset__legend--m" } },
      ...(error ? { errorMessage: { text: error } } : {}),
      items: counters.counters.map(({ id }) => ({ value: id, text: parts.recipientName(lang, `counter:${id}`) })),
    });
    const moreErrors = error ? [{ text: error, href: "#counter" }] : [];
    return choosePage(parts, request, session, {
      way,
      more,
      moreErrors,
      chosen: found.chosen,
      error: asked ? found.error : undefined,
    });
  };

  app.get(
    way.path,
    hidden,
    site.signedIn(["citizen"], async (request, session) => choose(request, session)),
  );
  app.get(
    `${way.path}/check`,
    { schema: { hide: true, querystring: query } },
    site.signedIn(["citizen"], async (request, session) => {
      const sent = request.query as Sent;
      const { sets } = wantedSets(parts, request, sent, session);
      const counter = counters.counters.find(({ id }) => id === sent.counter);
      if (!sets || !counter) return choose(request, session, sent, true);
      const recipient = parts.recipientName(request.lang, `counter:${counter.id}`);
      const more = html`<input type="hidden" name="counter" value="${counter.id}">`;
      return checkPage(parts, request, { sets, way, recipient, hidden: more, key: ids.opaque() });
    }),
  );
  app.post(
    way.path,
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, session, reply) => {
        const sent = (request.body ?? {}) as Sent;
        const { sets } = wantedSets(parts, request, sent, session);
        const counter = counters.counters.find(({ id }) => id === sent.counter);
        if (!sets || !counter) return choose(request, session, sent, true);
        const { subject, name } = session;
        const key = typeof sent.key === "string" && isUuid(sent.key) ? sent.key : ids.opaque();
        const person = { subject, name, nationalId: await nationalId(request) };
        const made = await counters.create({ ...person, key, counter: counter.id, sets });
        return "failed" in made ? failedPage(parts, request, made.failed) : seeOther(reply, `${way.path}/${made.id}`);
      },
      { returnTo: () => way.path },
    ),
  );
  app.get(
    `${way.path}/:id`,
    hidden,
    site.signedIn(["citizen"], async (request, { subject }) =>
      codePage(parts, request, await counters.find(subject, (request.params as { id: string }).id)),
    ),
  );
  app.post(
    `${way.path}/:id/cancel`,
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, { subject }, reply) => {
        const { id } = request.params as { id: string };
        await counters.cancel(subject, id);
        return seeOther(reply, `${way.path}/${id}`);
      },
      { returnTo: () => way.path },
    ),
  );
}

const crumbs = ({ t }: FastifyRequest) => [
  { href: "/my-data", text: t("mydata.uses.title") },
  { href: way.path, text: t("mydata.counter.title") },
];

function setNames({ downloads }: Pick<CounterParts, "downloads">, { lang }: FastifyRequest, ids: readonly string[]): string[] {
  const words = downloads.words(lang);
  return downloads.sets.filter(({ id }) => ids.includes(id)).map((set) => words.name(set));
}

/** Nothing was given: which data sets could not be had, and why. */
function failedPage(parts: CounterParts, request: FastifyRequest, outcomes: CounterCode["sets"]): View {
  const { t } = request;
  const title = t("mydata.counter.failed");
  const lines = outcomes.map(
    ({ id, code }) => html`<li>${setNames(parts, request, [id])}${t("web.colon")}${t(`mydata.download.code.${code}`)}</li>`,
  );
  return {
    title,
    status: 503,
    isError: true,
    path: crumbs(request),
    content: html`<h1>${title}</h1><p class="tr-lead">${t("mydata.counter.failed-why")}</p><ul class="tr-list">${lines}</ul>
      <p><a class="tr-link" href="${way.path}">${t("mydata.download.other")}</a></p>`,
  };
}

function codePage(parts: CounterParts, request: FastifyRequest, shown: CounterCode): View {
  const { t, lang } = request;
  const title = t("mydata.counter.code");
  const counter = parts.recipientName(lang, `counter:${shown.counter}`);
  const sets = setNames(
    parts,
    request,
    shown.sets.map(({ id }) => id),
  ).join(t("web.comma"));
  const said =
    shown.takenAt !== null
      ? html`<p class="tr-lead">${t("mydata.counter.taken", { counter })} ${time(shown.takenAt, { lang, show: "both" })}</p>`
      : html`<p class="tr-lead">${t("mydata.counter.over")}</p>`;
  const open =
    shown.code !== null &&
    html`<p class="tr-lead">${t("mydata.counter.show", { counter })}</p>
      ${qrFrame({ code: qrOf(shown.code), caption: { text: shown.code } })}<p><strong>${shown.code}</strong></p>
      <p>${t("mydata.download.until")} ${time(shown.expiresAt, { lang, show: "both" })}</p>
      <form method="post" action="${way.path}/${shown.id}/cancel">${button({ text: t("mydata.counter.cancel"), classes: "tr-button--secondary" })}</form>`;
  return { title, path: crumbs(request), content: html`<h1>${title}</h1>${open || said}<p class="tr-hint">${sets}</p>` };
}

/** The code as a square of attributes only, with its quiet zone. */
function qrOf(text: string) {
  const { size, runs } = qrRuns(text, { level: "L" });
  const [quiet, width] = [4, 200];
  const path = runs.map(({ x, y, width: wide }) => `M${x + quiet} ${y + quiet}h${wide}v1h-${wide}z`).join("");
  const whole = size + 2 * quiet;
  return trusted(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${width}" viewBox="0 0 ${whole} ${whole}" ` +
      `shape-rendering="crispEdges" aria-hidden="true" focusable="false">` +
      `<path fill="#ffffff" d="M0 0h${whole}v${whole}H0z"/><path fill="#000000" d="${path}"/></svg>`,
  );
}
