import { button, formatMoney, summaryList } from "@troad/design";
import { html } from "@troad/html";
import { CodedError, isUuid, seeOther } from "@troad/kernel";
import { agencyOf, hidden, posted, type Session, type Site, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { payFailure } from "../domain/errors.ts";
import type { Payments, SentRefund } from "../payments.ts";

type Parts = { site: Site; payments: Payments; role: string };

/** One refund; where payers paid in cash, the cashier transfers it and says so here. */
export function refundPages(app: FastifyInstance, { site, payments, role }: Parts): void {
  const refundOf = async (request: FastifyRequest, session: Session): Promise<SentRefund> => {
    const { id } = request.params as { id: string };
    const found = isUuid(id) ? await payments.refundOf({ id, agency: agencyOf(session, role) }) : undefined;
    if (!found) throw payFailure("pay.not-found");
    return found;
  };
  app.get(
    "/cashier/refunds/:id",
    hidden,
    site.signedIn([role], async (request, session) => view(request, await refundOf(request, session), payments)),
  );
  app.post(
    "/cashier/refunds/:id",
    hidden,
    site.signedIn([role], async (request, session, reply) => {
      const found = await refundOf(request, session);
      const reference = posted(request, "reference", 100);
      const again = (error: string, status: number) => ({ ...view(request, found, payments, error), status, isError: true });
      if (!found.cash && !payments.isByHand()) throw payFailure("pay.not-found");
      if (reference === "") return again(request.t("pay.refund.reference-missing"), 422);
      try {
        await payments.givenBack({ id: found.id, agency: agencyOf(session, role), by: session.subject, reference });
      } catch (error) {
        if (!(error instanceof CodedError) || error.code !== "pay.refund-changed") throw error;
        return again(request.t("pay.refund.done-already"), error.status);
      }
      return seeOther(reply, "/cashier/refunds");
    }),
  );
}

function view(request: FastifyRequest, found: SentRefund, payments: Pick<Payments, "isByHand">, error?: string): View {
  const { t, lang } = request;
  const byHand = found.cash || payments.isByHand();
  const row = (key: string, text: string) => ({ key: { text: t(`pay.cashier.${key}`) }, value: { text } });
  const rows = [
    row("payment", found.payment),
    row("amount", formatMoney(found.amount, lang)),
    row("reason", found.reason),
    row("state", t(`pay.cashier.${found.sent ? "sent" : byHand ? "by-hand" : "waiting"}`)),
  ];
  const ui = uiOf(request);
  const reference = ui.input({
    ...{
      id: "reference",
      name: "reference",
      label: { text: t("pay.refund.reference") },
      value: posted(request, "reference", 100),
    },
    ...{ hint: { text: t("pay.refund.reference-hint") }, ...(error ? { errorMessage: { text: error } } : {}) },
  });
  const form =
    byHand &&
    !found.sent &&
    html`<h2>${t("pay.refund.by-hand")}</h2><form method="post" action="/cashier/refunds/${found.id}" novalidate>${reference}
      ${button({ text: t("pay.refund.done") })}</form>`;
  const title = t("pay.refund.title");
  const content = html`${error && ui.errorSummary({ errorList: [{ text: error, href: "#reference" }] })}<h1>${title}</h1>${summaryList({ rows })}${form}`;
  const path = [
    { href: "/cashier", text: t("pay.cashier.title") },
    { href: "/cashier/refunds", text: t("pay.cashier.refunds") },
  ];
  return { title, content, path };
}
