import { button, emptyState, insetText, scrollable, summaryList, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { CodedError, seeOther } from "@troad/kernel";
import { type Bank, cardProof, cardSignIn, hidden, posted, type Session, type Site, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Benefits } from "../benefits.ts";
import { lookDays, lookReason, shownAccount } from "../domain/account.ts";
import { claimRest } from "../domain/claim.ts";
import type { MonthView } from "../entitlements.ts";
import { day, money, monthText, reasonText, summary } from "./parts.ts";

type Parts = { site: Site; benefits: Benefits; banks: (lang: string) => Bank[]; signIn: string; clock: { now(): Date } };
const most = 60;

/** A person's own benefits: month by month, what is to be paid back, and the account. */
export function minePages(app: FastifyInstance, parts: Parts): void {
  const { site, benefits } = parts;
  app.get(
    "/benefits",
    hidden,
    site.signedIn("anybody", (request, person) => view(parts, request, person)),
  );
  app.get(
    "/benefits/account",
    hidden,
    site.signedIn("anybody", async (request, person) => accountView(parts, request, person)),
  );
  app.post(
    "/benefits/account",
    hidden,
    site.signedIn("anybody", async (request, person, reply) => {
      // who changes where money goes shows their card
      if (person.proof < cardProof) return accountView(parts, request, person);
      const [bank, number] = [posted(request, "bank", 3), posted(request, "number", 20).replaceAll(/[\s-]/g, "")];
      const { subject, name } = person;
      try {
        await benefits.accounts.register({ subject, kind: "own", account: `${bank}-${number}`, holder: name, by: subject });
      } catch (error) {
        if (!(error instanceof CodedError) || !error.code.startsWith("benefits.account-")) throw error;
        return { ...accountView(parts, request, person, request.t(`error.${error.code}`)), status: 422, isError: true };
      }
      return seeOther(reply, "/benefits");
    }),
  );
}

async function view({ benefits, clock }: Parts, request: FastifyRequest, { subject }: Session): Promise<View> {
  const { t, lang } = request;
  const [months, account, claims, unjudged] = await Promise.all([
    benefits.entitlements.months(subject, most),
    benefits.accounts.valid(subject),
    benefits.claims.list({ subject, limit: 20 }),
    benefits.unjudged({ subject, limit: most }),
  ]);
  const open = claims.filter((claim) => claimRest(claim) > 0);
  const wait = account && lookReason(account, clock.now());
  const rows = account
    ? [
        { key: { text: t("benefits.mine.account") }, value: { text: shownAccount(account.account) } },
        { key: { text: t("benefits.looks.holder") }, value: { text: account.holder } },
        { key: { text: t("benefits.looks.kind") }, value: { text: t(`benefits.account.kind.${account.kind}`) } },
      ]
    : [];
  const unknown = unjudged.map(({ month }) => monthText(month, lang)).join(lang === "zh-Hant" ? "、" : ", ");
  const content = html`<h1>${t("benefits.mine.title")}</h1><p class="tr-lead">${t("benefits.mine.lead")}</p>
    ${months.length > 0 ? monthTable(request, benefits, months) : emptyState({ title: t("benefits.mine.none") })}
    ${unjudged.length > 0 && insetText({ text: t("benefits.mine.unjudged", { months: unknown }) })}
    ${open.length > 0 && claimList(request, benefits, open)}
    <h2>${t("benefits.mine.account-title")}</h2>${account ? summaryList({ rows }) : html`<p>${t("benefits.mine.no-account")}</p>`}
    ${wait && insetText({ text: t(`benefits.mine.wait.${wait}`, { days: lookDays }) })}
    <p><a class="tr-link" href="/benefits/account">${t(account ? "benefits.mine.change" : "benefits.mine.add")}</a></p>`;
  return { title: t("benefits.mine.title"), content, path: [] };
}

function monthTable(request: FastifyRequest, benefits: Benefits, months: readonly MonthView[]): Html {
  const { t, lang } = request;
  const head = ["month", "scheme", "due", "state"].map((key) => ({ text: t(`benefits.mine.${key}`) }));
  const rows = months.map(({ month, scheme, due, reason, paid, state }) => [
    { text: monthText(month, lang) },
    { text: benefits.nameOf(lang, scheme) },
    { text: money(due, request), format: "numeric" },
    {
      text:
        due === 0
          ? reasonText(request, benefits, reason)
          : paid === 0
            ? t("benefits.line.waiting")
            : t(`benefits.line.${state ?? "waiting"}`),
    },
  ]);
  return scrollable(t("benefits.mine.title"), table({ head, rows }));
}

function claimList(request: FastifyRequest, benefits: Benefits, claims: Awaited<ReturnType<Benefits["claims"]["list"]>>): Html {
  const { t, lang } = request;
  const rows = claims.flatMap((claim) => [
    {
      key: { text: benefits.nameOf(lang, claim.scheme) },
      value: { text: t("benefits.mine.rest", { amount: money(claimRest(claim), request) }) },
    },
    { key: { text: day(claim.at, request) }, value: { text: reasonText(request, benefits, claim.reason) } },
    ...(claim.plan ?? []).map(({ month, amount }) => ({
      key: { text: monthText(month, lang) },
      value: { text: money(amount, request) },
    })),
  ]);
  const links = claims.map(
    ({ id, scheme }) =>
      html`<p><a class="tr-link" href="/benefits/claims/${id}">${t("benefits.claim.open", { scheme: benefits.nameOf(lang, scheme) })}</a></p>`,
  );
  return html`<h2>${t("benefits.mine.claims")}</h2><p>${t("benefits.mine.claims-lead")}</p>${summaryList({ rows })}${links}`;
}

function accountView({ banks, signIn }: Parts, request: FastifyRequest, person: Session, error?: string): View {
  const { t, lang } = request;
  const title = t("benefits.account.title");
  const path = [{ href: "/benefits", text: t("benefits.mine.title") }];
  if (person.proof < cardProof) {
    const card = button({ text: t("benefits.account.show-card"), href: cardSignIn(signIn, "/benefits/account") });
    return { title, path, content: html`<h1>${title}</h1><p>${t("benefits.account.why-card")}</p>${card}` };
  }
  const ui = uiOf(request);
  const items = [
    { value: "", text: t("benefits.account.choose") },
    ...banks(lang).map(({ code, name }) => ({ value: code, text: `${code} ${name}` })),
  ];
  const content = html`${error && summary(request, error, "#number")}<h1>${title}</h1><p class="tr-lead">${t("benefits.account.lead")}</p>
    <form method="post" action="/benefits/account" novalidate>
    ${ui.select({ id: "bank", name: "bank", label: { text: t("benefits.account.bank") }, items, value: posted(request, "bank", 3) })}
    ${ui.input({
      ...{ id: "number", name: "number", inputmode: "numeric", value: posted(request, "number", 20), autocomplete: "off" },
      ...{ label: { text: t("benefits.account.number") }, hint: { text: t("benefits.account.hint", { name: person.name }) } },
      ...(error ? { errorMessage: { text: error } } : {}),
    })}
    ${button({ text: t("benefits.account.save") })}</form>`;
  return { title, content, path, isError: error !== undefined };
}
