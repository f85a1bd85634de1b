import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import type { Due } from "../domain/slips.ts";

/** Which of the late taxes a slip's tax is. */
const lateKinds: Record<string, string> = { "15001": "income", "11201": "house", "11331": "land" };
/** Where an amount whose last day has passed is worked out day by day. */
export function lateLink({ t }: FastifyRequest, { category, amount, due }: Due): Html {
  const query = new URLSearchParams({ kind: lateKinds[category] ?? "vehicle", tax: String(amount), due });
  return html`<p><a class="tr-link" href="/tax/late?${query.toString()}">${t("tax.slip.late")}</a></p>`;
}
