import { emptyState, scrollable, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type CodedError, seeOther } from "@troad/kernel";
import { asked, hidden, type Session, todayOf, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { deed } from "../office/act-views.ts";
import { failedAs, officeForm, tried, typedIn } from "../office/form-view.ts";
import { day, money, monthName, monthsBack } from "../site/words-view.ts";
import type { FamilyView } from "./family.ts";
import { type AccountPages, familyPath, settingsPath } from "./parts.ts";

const fields = [{ name: "nationalId" }, { name: "name", hint: true }];
const monthsShown = 12;
const noIn = (request: FastifyRequest): number => Number((request.params as { no?: string }).no) || 0;

/** Who of the family sees whose invoices: offered, agreed to, ended; and a month of them. */
export function familyPages(app: FastifyInstance, pages: AccountPages): void {
  const { site, family } = pages;
  app.get(
    familyPath,
    hidden,
    site.signedIn("anybody", async (request, person) => listView(pages, request, person)),
  );
  app.post(
    familyPath,
    hidden,
    site.signedIn("anybody", async (request, person, reply) => {
      const values = typedIn(request, fields) as { nationalId: string; name: string };
      const to = { nationalId: values.nationalId.slice(0, 20), name: values.name.slice(0, 100) };
      const error = await tried(() => family.offer(person, to));
      return error ? listView(pages, request, person, values, error) : seeOther(reply, familyPath);
    }),
  );
  for (const act of ["agree", "end"] as const)
    app.post(
      `${familyPath}/:no/${act}`,
      hidden,
      site.signedIn("anybody", async (request, { subject }, reply) => {
        await family[act](subject, noIn(request));
        return seeOther(reply, familyPath);
      }),
    );
  app.get(
    `${familyPath}/:no`,
    hidden,
    site.signedIn("anybody", async (request, { subject }) => monthView(pages, request, subject)),
  );
}

async function listView(
  pages: AccountPages,
  request: FastifyRequest,
  { subject }: Session,
  values: Record<string, string> = {},
  error?: CodedError,
): Promise<View> {
  const { t } = request;
  const views = await pages.family.views(subject);
  const { summary, form } = officeForm(request, {
    ...{ key: "invoice.family", action: familyPath, fields, submit: "invoice.family.offer", values, error },
  });
  const title = t("invoice.family.title");
  const [given, held] = [views.filter(({ owner }) => owner === subject), views.filter(({ viewer }) => viewer === subject)];
  const content = html`${summary}<h1>${title}</h1><p class="tr-lead">${t("invoice.family.lead")}</p>
    ${viewTable(request, "held", held)}${viewTable(request, "given", given)}<h2>${t("invoice.family.offer")}</h2>${form}`;
  return { title, content, path: [{ href: settingsPath, text: t("invoice.settings.title") }], ...failedAs(error) };
}

function viewTable(request: FastifyRequest, side: "held" | "given", views: readonly FamilyView[]): Html | false {
  const { t } = request;
  if (views.length === 0) return side === "held" && emptyState({ title: t("invoice.family.none") });
  const caption = t(`invoice.family.${side}`);
  const name = ({ no, agreed, ownerName, viewerName }: FamilyView): Html =>
    side === "given"
      ? html`${viewerName}`
      : agreed
        ? html`<a class="tr-link" href="${familyPath}/${no}">${ownerName}</a>`
        : html`${ownerName}`;
  const acts = ({ no, agreed }: FamilyView): Html =>
    html`${side === "held" && !agreed && deed(request, `${familyPath}/${no}/agree`, "invoice.family.agree")}
      ${deed(request, `${familyPath}/${no}/end`, "invoice.family.end")}`;
  return scrollable(
    caption,
    table({
      caption,
      head: ["person", "state", "act"].map((key) => ({ text: t(`invoice.family.${key}`) })),
      rows: views.map((view) => [
        { html: name(view) },
        { text: t(`invoice.family.${view.agreed ? "agreed" : "waits"}`) },
        { html: acts(view) },
      ]),
    }),
  );
}

async function monthView(pages: AccountPages, request: FastifyRequest, viewer: string): Promise<View> {
  const { t } = request;
  const months = monthsBack(todayOf(pages), monthsShown);
  const month = months.find((one) => one === asked(request, "month", 7)) ?? months[0]!;
  const { view, invoices } = await pages.family.month(viewer, noIn(request), month);
  const items = months.map((value) => ({ value, text: monthName(request, value), selected: value === month }));
  const select = uiOf(request).select({ id: "month", name: "month", label: { text: t("invoice.family.month") }, items });
  const title = t("invoice.family.of", { name: view.ownerName });
  const caption = monthName(request, month);
  const list = table({
    caption,
    head: [
      ...["date", "seller"].map((key) => ({ text: t(`invoice.field.${key}`) })),
      { text: t("invoice.field.total"), format: "numeric" },
    ],
    rows: invoices.map(({ date, total, content }) => [
      { text: day(request, date) },
      { text: content.seller.name },
      { text: money(request, total), format: "numeric" },
    ]),
  });
  const show = html`<form method="get" action="${familyPath}/${view.no}" novalidate>${select}
    <button type="submit" class="tr-button tr-button--secondary">${t("invoice.books.show")}</button></form>`;
  const content = html`<h1>${title}</h1>${show}${invoices.length === 0 ? emptyState({ title: t("invoice.mine.none") }) : scrollable(caption, list)}`;
  return { title, content, path: [{ href: familyPath, text: t("invoice.family.title") }] };
}
