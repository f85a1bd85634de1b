import { button, emptyState } from "@troad/design";
import { html } from "@troad/html";
import type { Clock } from "@troad/kernel";
import { seeOther } from "@troad/kernel";
import { askedPage, hidden, older, pageQuery, posted, uiOf } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { MyDataPages } from "../pages/parts.ts";
import { givenList } from "../requests/mine-page.ts";
import type { Standing } from "../requests/standing.ts";

export const companiesPath = "/my-data/companies";
type Parts = Pick<MyDataPages, "site" | "downloads" | "recipientName"> & {
  standing: Pick<Standing, "list" | "ofBusiness" | "withdraw">;
  clock: Clock;
};

/** What a business lets others have: for those who represent it now, no matter who agreed. One of them withdraws it. */
export function companyPages(app: FastifyInstance, parts: Parts): void {
  const { site, standing } = parts;
  const crumbs = ({ t }: FastifyRequest) => [{ href: "/my-data", text: t("mydata.uses.title") }];
  const numberIn = (request: FastifyRequest): string => (request.params as { number: string }).number;
  const addressOf = (request: FastifyRequest): string => `${companiesPath}/${encodeURIComponent(numberIn(request))}`;
  const ask = (request: FastifyRequest, number?: string) => {
    const { t } = request;
    const isWrong = number !== undefined;
    const input = uiOf(request).input({
      ...{ id: "number", name: "number", value: number ?? "", inputmode: "numeric", classes: "tr-input--width-10" },
      ...{ label: { text: t("mydata.company.number") }, hint: { text: t("mydata.company.number-hint") } },
      ...(isWrong ? { errorMessage: { text: t("mydata.company.number-wrong") } } : {}),
    });
    const title = t("mydata.company.title");
    const content = html`<h1>${title}</h1><p class="tr-lead">${t("mydata.company.lead")}</p>
      <form method="post" action="${companiesPath}" novalidate>${input}${button({ text: t("mydata.company.show") })}</form>`;
    return { title, content, path: crumbs(request), ...(isWrong ? { status: 422, isError: true } : {}) };
  };
  app.get(
    companiesPath,
    hidden,
    site.signedIn(["citizen"], async (request) => ask(request)),
  );
  app.post(
    companiesPath,
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, _session, reply) => {
        const number = posted(request, "number", 20);
        return /^\d{8}$/.test(number) ? seeOther(reply, `${companiesPath}/${number}`) : ask(request, number);
      },
      { returnTo: () => companiesPath },
    ),
  );
  app.get(
    `${companiesPath}/:number`,
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn(["citizen"], async (request, { subject }) => {
      const { t } = request;
      const number = numberIn(request);
      const { company, rows } = await standing.ofBusiness(number, subject, askedPage(request, "uuid"));
      const title = t("mydata.company.named", { name: company.name, number });
      const list =
        rows.length === 0
          ? emptyState({ title: t("mydata.company.nothing") })
          : givenList(parts, request, rows, (id) => `${addressOf(request)}/${id}/withdraw`);
      const path = [...crumbs(request), { href: companiesPath, text: t("mydata.company.title") }];
      return { title, content: html`<h1>${title}</h1>${list}${older(request, rows, ({ id }) => id)}`, path };
    }),
  );
  app.post(
    `${companiesPath}/:number/:id/withdraw`,
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, { subject }, reply) => {
        await standing.withdraw(subject, (request.params as { id: string }).id);
        return seeOther(reply, addressOf(request));
      },
      { returnTo: addressOf },
    ),
  );
}
