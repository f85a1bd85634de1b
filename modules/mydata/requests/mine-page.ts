import { button, emptyState, tag, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type Clock, seeOther } from "@troad/kernel";
import { askedPage, hidden, older, pageQuery, pageSize } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { MyDataPages } from "../pages/parts.ts";
import { recipientOf } from "../recipients/recipients.ts";
import { type Standing, type StandingRow, stateOf } from "./standing.ts";

export const minePath = "/my-data/consents/recipients";
type Parts = Pick<MyDataPages, "site" | "downloads" | "recipientName"> & {
  standing: Pick<Standing, "list" | "withdraw">;
  clock: Clock;
};
const tones = { active: "green", delivered: "blue", withdrawn: "grey", "recipient-ended": "red", "ran-out": "grey" } as const;

/** Those whom a person lets have data: what, how often, until when; withdrawn here, with what became of the erasure. */
export function minePages(app: FastifyInstance, parts: Parts): void {
  const { site, standing } = parts;
  app.get(
    minePath,
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn(["citizen"], async (request, { subject }) => {
      const { t } = request;
      const title = t("mydata.given.title");
      const found = await standing.list(subject, askedPage(request, "uuid"));
      const list = found.length === 0 ? emptyState({ title: t("mydata.given.none") }) : listOf(parts, request, found);
      const path = [
        { href: "/my-data", text: t("mydata.uses.title") },
        { href: "/my-data/consents", text: t("mydata.consents.title") },
      ];
      const lead = html`<h1>${title}</h1><p><a class="tr-link" href="/my-data/recipients">${t("mydata.recipients.title")}</a></p>
        <p><a class="tr-link" href="/my-data/companies">${t("mydata.company.title")}</a></p>`;
      return { title, content: html`${lead}${list}${older(request, found, ({ id }) => id)}`, path };
    }),
  );
  app.post(
    `${minePath}/:id/withdraw`,
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, { subject }, reply) => {
        await standing.withdraw(subject, (request.params as { id: string }).id);
        return seeOther(reply, minePath);
      },
      { returnTo: () => minePath },
    ),
  );
}

/** The newest of them, on the page of all consents. */
export async function newestGiven(parts: Parts, request: FastifyRequest, subject: string): Promise<Html | undefined> {
  const { t } = request;
  const found = await parts.standing.list(subject, { limit: 5 });
  if (found.length === 0) return undefined;
  return html`<h2>${t("mydata.given.title")}</h2>${listOf(parts, request, found)}`;
}

const withdrawAt = (id: string): string => `${minePath}/${id}/withdraw`;
const listOf = (parts: Parts, request: FastifyRequest, rows: readonly StandingRow[]): Html =>
  givenList(parts, request, rows, withdrawAt);

/** Consents to recipients, each with the form that withdraws it. */
export const givenList = (
  parts: Omit<Parts, "standing" | "site">,
  request: FastifyRequest,
  rows: readonly StandingRow[],
  address: (id: string) => string,
): Html =>
  html`<ul class="tr-lines">${rows
    .slice(0, pageSize)
    .map((row) => html`<li class="tr-lines__item">${lineOf(parts, request, row, address(row.id))}</li>`)}</ul>`;

function lineOf(
  { downloads, recipientName, clock }: Omit<Parts, "standing" | "site">,
  request: FastifyRequest,
  row: StandingRow,
  address: string,
): Html {
  const { t, lang } = request;
  const words = downloads.words(lang);
  const recipient = recipientName(lang, recipientOf(row.client));
  const state = stateOf(row, clock.now());
  const sets = (row.sets ?? []).map(({ set, fields, purpose }) => {
    const own = downloads.sets.find(({ id }) => id === set);
    const labels = own ? fields.map((name) => words.label(own, name)).join(t("web.comma")) : "";
    return html`<li>${own ? words.name(own) : set}${t("web.colon")}${labels}<br>
      <span class="tr-hint">${t("mydata.request.purpose", { purpose })}</span></li>`;
  });
  const term =
    row.kind === "standing"
      ? html`${t("mydata.given.standing", { delivered: row.delivered })} ${t("mydata.consents.until")} ${time(row.until, { lang })}`
      : html`${t("mydata.given.once", { delivered: row.delivered })}`;
  const mayWithdraw = row.end_reason === null && (state === "active" || row.delivered > 0);
  const withdraw = button({ text: t("mydata.consents.withdraw"), classes: "tr-button--secondary" });
  return html`<p>${recipient} ${tag({ text: t(`mydata.given.state.${state}`), classes: `tr-tag--${tones[state]}` })}</p>
    <ul class="tr-list">${sets}</ul><p class="tr-lines__meta">${t("mydata.consents.given")} ${time(row.at, { lang })}<br>${term}</p>
    ${erasureOf(request, row, clock)}
    ${mayWithdraw && html`<form method="post" action="${address}">${withdraw}</form>`}`;
}

/** What the recipient said of the erasure, or that it said nothing. */
function erasureOf({ t, lang }: FastifyRequest, { erase_by: by, erased_at: at }: StandingRow, clock: Clock): Html | undefined {
  if (by === null) return undefined;
  if (at !== null) return html`<p>${t("mydata.given.erased")} ${time(at, { lang })}</p>`;
  const isLate = Date.parse(by) <= clock.now().getTime();
  return html`<p>${t(isLate ? "mydata.given.silent" : "mydata.given.asked")} ${time(by, { lang })}</p>`;
}
