import { formatMoney } from "@troad/design";
import { isUuid, kernelFailure } from "@troad/kernel";
import type { Names } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { Payments } from "../payments.ts";

type Payment = NonNullable<Awaited<ReturnType<Payments["find"]>>>;

/** The payment that a payer's page is about; refused unless money is to come in for it. */
export async function paymentOf(payments: Payments, { params }: FastifyRequest): Promise<Payment> {
  const { id } = params as { id: string };
  const found = isUuid(id) ? await payments.find(id) : undefined;
  if (found?.direction !== "in") throw kernelFailure("request.not-found");
  return found;
}

/** A row of the list of what is paid, under a text of this module. */
export const rowIn =
  ({ t }: FastifyRequest) =>
  (key: string, text: string) => ({ key: { text: t(`pay.${key}`) }, value: { text } });

/** To whom, for what and how much. */
export function payerRows(request: FastifyRequest, names: Names, { agency, purpose, amount }: Payment) {
  const { lang } = request;
  const row = rowIn(request);
  return [
    row("payee", names.agency(lang, agency)),
    row("purpose", lang === "zh-Hant" ? purpose["zh-Hant"] : purpose.en),
    row("amount", formatMoney(amount, lang)),
  ];
}
