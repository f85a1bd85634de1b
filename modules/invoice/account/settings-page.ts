import { lineList, summaryList } from "@troad/design";
import { html } from "@troad/html";
import { type CodedError, seeOther } from "@troad/kernel";
import { hidden, type Session, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { deed } from "../office/act-views.ts";
import { failedAs, officeForm, tried, typedIn } from "../office/form-view.ts";
import { exported } from "./export.ts";
import { type AccountPages, familyPath, settingsPath } from "./parts.ts";

/** The account for prizes, notices of each invoice, the family, and everything as a file. */
export function settingsPages(app: FastifyInstance, pages: AccountPages): void {
  const { site, benefits, wishes } = pages;
  app.get(
    settingsPath,
    hidden,
    site.signedIn("anybody", async (request, person) => settingsView(pages, request, person)),
  );
  app.post(
    `${settingsPath}/account`,
    hidden,
    site.signedIn("anybody", async (request, person, reply) => {
      const { account = "" } = typedIn(request, [{ name: "account" }]);
      const { subject, name } = person;
      const error = await tried(() => benefits.register({ subject, account: account.slice(0, 40), holder: name, by: subject }));
      return error ? settingsView(pages, request, person, account, error) : seeOther(reply, settingsPath);
    }),
  );
  app.post(
    `${settingsPath}/notices`,
    hidden,
    site.signedIn("anybody", async (request, { subject }, reply) => {
      await wishes.wish(subject, typedIn(request, [{ name: "wanted" }]).wanted === "yes");
      return seeOther(reply, settingsPath);
    }),
  );
  app.get(
    "/invoice/export.json",
    hidden,
    site.signedIn("anybody", async (_request, { subject }, reply) =>
      reply
        .header("content-type", "application/json; charset=utf-8")
        .header("content-disposition", 'attachment; filename="invoices.json"')
        .header("cache-control", "no-store")
        .send(exported(pages, subject)),
    ),
  );
}

async function settingsView(
  pages: AccountPages,
  request: FastifyRequest,
  { subject }: Session,
  typed = "",
  error?: CodedError,
): Promise<View> {
  const { t } = request;
  const [account, wanted] = await Promise.all([pages.benefits.account({ subject }), pages.wishes.wanted(subject)]);
  const { summary, form } = officeForm(request, {
    ...{ key: "invoice.settings", action: `${settingsPath}/account`, fields: [{ name: "account", hint: true }] },
    ...{ submit: "invoice.settings.save", values: { account: typed }, error },
  });
  const row = (key: string, text: string) => ({ key: { text: t(`invoice.settings.${key}`) }, value: { text } });
  const shown =
    account === null
      ? t("invoice.settings.account-none")
      : `${account.account.slice(0, 3)}-…${account.account.slice(-4)}${account.wait === null ? "" : ` · ${t("invoice.settings.account-waits")}`}`;
  const links = [
    { href: familyPath, title: t("invoice.family.title"), lead: t("invoice.family.lead") },
    { href: "/invoice/export.json", title: t("invoice.settings.export"), lead: t("invoice.settings.export-lead") },
  ];
  const title = t("invoice.settings.title");
  const rows = [row("account-now", shown), row("notices", t(`invoice.settings.notices-${wanted ? "on" : "off"}`))];
  const content = html`${summary}<h1>${title}</h1>${summaryList({ rows })}<h2>${t("invoice.settings.account-title")}</h2>
    <p>${t("invoice.settings.account-lead")}</p>${form}<h2>${t("invoice.settings.notices")}</h2><p>${t("invoice.settings.notices-lead")}</p>
    ${deed(request, `${settingsPath}/notices`, `invoice.settings.notices-turn-${wanted ? "off" : "on"}`, { wanted: wanted ? "no" : "yes" })}
    <h2>${t("invoice.settings.more")}</h2>${lineList(links)}`;
  return { title, content, path: [], ...failedAs(error) };
}
