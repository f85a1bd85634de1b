import { emptyState, scrollable, table } from "@troad/design";
import { html } from "@troad/html";
import { termOf, termPlus } from "@troad/invoice-formats";
import { hidden, todayOf } from "@troad/web";
import type { FastifyInstance } from "fastify";
import type { Pages } from "../site/pages.ts";
import { money, termName } from "../site/words-view.ts";
import type { DoneeAccounts } from "./donee-accounts.ts";

const termsShown = 8;
/** Below this many prizes a sum could tell a donor whether their own invoice won. */
const fewest = 3;

/** What became of prizes: the groups to which a person gave invoices, and what all donated invoices won them. No donor learns which won. */
export function donatedPages(app: FastifyInstance, pages: Pages & { doneeAccounts: DoneeAccounts }): void {
  app.get(
    "/invoice/donated",
    hidden,
    pages.site.signedIn("anybody", async (request, { subject }) => {
      const { t } = request;
      const carriers = await pages.holdings.of(subject);
      const terms = Array.from({ length: termsShown }, (_, back) => termPlus(termOf(todayOf(pages)), -back));
      const given = new Map<string, { code: string; name: string; term: string; count: number }>();
      for (const term of carriers.length === 0 ? [] : terms)
        for (const { donatedTo } of await pages.holdings.ofTerm(carriers, term)) {
          const found = donatedTo === null ? undefined : pages.loveCodes.find(donatedTo);
          if (!found) continue;
          const key = `${found.code} ${term}`;
          const before = given.get(key);
          given.set(key, { code: found.code, name: found.name, term, count: (before?.count ?? 0) + 1 });
        }
      const won = await pages.doneeAccounts.prizes([...new Set([...given.values()].map(({ code }) => code))]);
      const title = t("invoice.donated.title");
      const rows = [...given.values()].map(({ code, name, term, count }) => {
        const sums = won.find((one) => one.code === code && one.term === term);
        const isTold = sums !== undefined && sums.prizes >= fewest;
        return [
          { text: termName(request, term) },
          { text: name },
          { text: String(count), format: "numeric" },
          { text: isTold ? String(sums.prizes) : t("invoice.donated.few"), format: "numeric" },
          { text: isTold ? money(request, sums.net) : "", format: "numeric" },
          { text: isTold ? money(request, sums.paid) : "", format: "numeric" },
        ];
      });
      const head = ["term", "group", "given", "prizes", "net", "paid"].map((key, nth) => ({
        ...{ text: t(`invoice.donated.${key}`) },
        ...(nth > 1 ? { format: "numeric" } : {}),
      }));
      const content = html`<h1>${title}</h1><p class="tr-lead">${t("invoice.donated.lead")}</p>
        ${rows.length === 0 ? emptyState({ title: t("invoice.donated.none") }) : scrollable(title, table({ caption: title, head, rows }))}`;
      return { title, content, path: [] };
    }),
  );
}
