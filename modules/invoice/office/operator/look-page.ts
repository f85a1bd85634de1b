import { emptyState, summaryList, table, time, timeline } from "@troad/design";
import { html } from "@troad/html";
import type { CodedError } from "@troad/kernel";
import { askedPage, hidden, type Names, older, pageQuery, pageSize, type Site, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Holdings } from "../../carriers/holdings.ts";
import { halfWidth } from "../../intake/characters.ts";
import type { StoredInvoice } from "../../invoices/lookup.ts";
import { termName } from "../../site/words-view.ts";
import { failedAs, officeForm, tried, typedIn } from "../form-view.ts";
import { bothRoles, dayText, money, type Office, type OfficePages, officePath, officeTrail, postOf } from "../parts.ts";
import type { Looks } from "./looks.ts";

type Parts = Office & { looks: Looks };
const address = `${officePath}/look`;
const key = "invoice.look";
const fields = [{ name: "term", hint: true }, { name: "number" }, { name: "purpose", kind: "area" as const, hint: true }];

/** One invoice for a stated purpose. */
export const lookPages: OfficePages<Pick<Parts, "looks">> = (app, { work, looks }) => {
  app.get(
    address,
    hidden,
    work.signedIn(bothRoles, async (request) => lookView(request, {})),
  );
  app.post(
    address,
    hidden,
    work.signedIn(bothRoles, async (request, session) => {
      const typed = typedIn(request, fields) as Record<"term" | "number" | "purpose", string>;
      const values = { ...typed, term: halfWidth(typed.term), number: halfWidth(typed.number).toUpperCase() };
      let invoice: StoredInvoice | undefined;
      const error = await tried(async () => {
        invoice = await looks.look({ ...values, by: session.subject, ...postOf(session) });
      });
      return lookView(request, values, error, invoice);
    }),
  );
};

function lookView(request: FastifyRequest, values: Record<string, string>, error?: CodedError, invoice?: StoredInvoice): View {
  const { t } = request;
  const title = t(`${key}.title`);
  const { summary, form } = officeForm(request, { key, action: address, fields, submit: `${key}.do`, values, error });
  const content = html`${summary}<h1>${title}</h1><p class="tr-lead">${t(`${key}.lead`)}</p>${invoice && found(request, invoice)}${form}`;
  return { title, content, path: officeTrail(request), ...failedAs(error) };
}

function found(request: FastifyRequest, { number, term, date, total, content, actions, receivedAt }: StoredInvoice) {
  const { t } = request;
  const row = (name: string, text: string) => ({ key: { text: t(`invoice.field.${name}`) }, value: { text } });
  const rows = [
    row("number", number),
    row("term", termName(request, term)),
    row("date", dayText(request, date)),
    row("total", money(request, total)),
    row("seller", `${content.seller.name} ${content.seller.ban}`),
    { key: { text: t(`${key}.received`) }, value: { text: dayText(request, receivedAt) } },
    { key: { text: t(`${key}.actions`) }, value: { text: actions.map((one) => t(`invoice.action.${one}`)).join(", ") } },
  ];
  return html`${summaryList({ rows })}${table({
    caption: t("invoice.field.items"),
    head: [{ text: t("invoice.field.items") }, { text: t("invoice.field.total"), format: "numeric" }],
    rows: content.items.map(({ description, amount }) => [{ text: description }, { text: amount, format: "numeric" }]),
  })}`;
}

type Own = { site: Site; looks: Looks; holdings: Pick<Holdings, "of">; names: Names };
/** Who of the platform looked at a person's invoices, and why. */
export function ownLookPages(app: FastifyInstance, { site, looks, holdings, names }: Own): void {
  app.get(
    "/invoice/looks",
    { schema: { ...hidden.schema, querystring: pageQuery } },
    site.signedIn("anybody", async (request, { subject }) => {
      const { t, lang } = request;
      const title = t(`${key}.mine`);
      const rows = await looks.at(await holdings.of(subject), askedPage(request, "number"));
      const entries = rows.slice(0, pageSize).map(({ number, agency, purpose, at }) => ({
        ...{ at: time(at, { lang }), by: agency === null ? t(`${key}.platform`) : names.agency(lang, agency) },
        title: { text: t(`${key}.entry`, { number, purpose }) },
        tone: "ok" as const,
      }));
      const list =
        entries.length === 0 ? emptyState({ title: t(`${key}.none`) }) : timeline(entries, { label: title, headingLevel: 2 });
      const content = html`<h1>${title}</h1><p class="tr-lead">${t(`${key}.mine-lead`)}</p>${list}${older(request, rows, ({ no }) => String(no))}`;
      return { title, content, path: [] };
    }),
  );
}
