import { button, insetText, scrollable, summaryList, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { CodedError, isUuid, seeOther } from "@troad/kernel";
import { hidden, posted, type Session, type Site, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Benefits } from "../benefits.ts";
import type { Claim, PaidBack } from "../claims.ts";
import { claimRest } from "../domain/claim.ts";
import { benefitsFailure } from "../domain/errors.ts";
import { day, money, monthText, reasonText, summary } from "./parts.ts";

const most = 60;

/** What came in on a claim, as the person and the payer see it. */
export function paidBackTable(request: FastifyRequest, paid: readonly PaidBack[]): Html | false {
  const { t } = request;
  if (paid.length === 0) return false;
  const head = ["at", "kind", "amount"].map((key) => ({ text: t(`benefits.paid-back.${key}`) }));
  const rows = paid.map(({ kind, amount, reason, at }) => [
    { text: day(at, request) },
    { text: t(`benefits.paid-back.${kind === "waived" ? "waived" : reason === "payment" ? "payment" : "noted"}`) },
    { text: money(amount, request), format: "numeric" },
  ]);
  return html`<h2>${t("benefits.paid-back.title")}</h2>${scrollable(t("benefits.paid-back.title"), table({ head, rows }))}`;
}

/** A whole amount as people type it; undefined for anything else. */
export const amountOf = (text: string): number | undefined => {
  const plain = text.replaceAll(/[\s,]/g, "");
  return /^[1-9]\d{0,9}$/.test(plain) ? Number(plain) : undefined;
};

/** A person's own claim: why, what is left, what came in, and paying some or all of it. */
export function payBackPages(app: FastifyInstance, { site, benefits }: { site: Site; benefits: Benefits }): void {
  const claimOf = async (request: FastifyRequest, { subject }: Session): Promise<Claim> => {
    const { id } = request.params as { id: string };
    const [claim] = isUuid(id) ? await benefits.claims.list({ id, subject, limit: 1 }) : [];
    if (!claim) throw benefitsFailure("benefits.not-found");
    return claim;
  };
  app.get(
    "/benefits/claims/:id",
    hidden,
    site.signedIn("anybody", async (request, person) => view(benefits, request, await claimOf(request, person))),
  );
  app.post(
    "/benefits/claims/:id",
    hidden,
    site.signedIn("anybody", async (request, person, reply) => {
      const claim = await claimOf(request, person);
      const again = async (key: string, status: number) => ({
        ...(await view(benefits, request, claim, request.t(key))),
        ...{ status, isError: true },
      });
      const amount = amountOf(posted(request, "amount", 20));
      if (amount === undefined) return again("benefits.claim.amount-wrong", 422);
      try {
        return seeOther(reply, await benefits.claims.payment({ id: claim.id, subject: person.subject, amount }));
      } catch (error) {
        if (!(error instanceof CodedError) || !["benefits.claim-over", "pay.no-provider"].includes(error.code)) throw error;
        return again(`error.${error.code}`, error.status);
      }
    }),
  );
}

async function view(benefits: Benefits, request: FastifyRequest, claim: Claim, error?: string): Promise<View> {
  const { t, lang } = request;
  const rest = claimRest(claim);
  const row = (key: string, text: string) => ({ key: { text: t(key) }, value: { text } });
  const rows = [
    row("benefits.runs.scheme", benefits.nameOf(lang, claim.scheme)),
    row("benefits.run.why", reasonText(request, benefits, claim.reason)),
    row("benefits.run.sum", money(claim.amount, request)),
    row("benefits.claims.rest", money(rest, request)),
    ...(claim.plan ?? []).map(({ month, amount }) => ({
      key: { text: monthText(month, lang) },
      value: { text: money(amount, request) },
    })),
  ];
  const next = Math.min(rest, claim.plan?.[0]?.amount ?? rest);
  const amount = uiOf(request).input({
    ...{ id: "amount", name: "amount", inputmode: "numeric", classes: "tr-input--width-10" },
    ...{ value: posted(request, "amount", 20) || String(next), label: { text: t("benefits.claim.amount") } },
    ...(error ? { errorMessage: { text: error } } : {}),
  });
  const form =
    rest > 0
      ? html`<h2>${t("benefits.claim.pay")}</h2><form method="post" action="/benefits/claims/${claim.id}" novalidate>${amount}
        ${button({ text: t("benefits.claim.pay") })}</form>${insetText({ text: t("benefits.claim.later") })}`
      : html`<p role="status">${t("benefits.claims.state.settled")}</p>`;
  const paid = paidBackTable(request, await benefits.claims.paidBack(claim.id, most));
  const title = t("benefits.claims.one");
  const content = html`${error && summary(request, error, "#amount")}<h1>${title}</h1>${summaryList({ rows })}${form}${paid}`;
  return { title, content, path: [{ href: "/benefits", text: t("benefits.mine.title") }] };
}
