import { type Html, html } from "@troad/html";
import { type Channels, channelsOf, type Slip, taxOf } from "@troad/slip";
import type { FastifyRequest } from "fastify";

/** Where a slip can be paid on a day, and until when. */
export const channelsOn = (slip: Slip, today: string): Channels =>
  channelsOf({ ...slip, national: taxOf(slip.category).national }, today);

/** Whether it can be paid anywhere. */
export const isOpen = ({ store, page, bank, onlineLate }: Channels): boolean => Boolean(store ?? page ?? bank ?? onlineLate);

/** Which of the late taxes a slip's tax is. */
const lateKinds: Record<string, string> = { "15001": "income", "11201": "house", "11331": "land" };

/** What it costs by now. */
export function lateLink({ t }: FastifyRequest, { category, amount, due }: Pick<Slip, "category" | "amount" | "due">): Html {
  const query = new URLSearchParams({ kind: lateKinds[category] ?? "vehicle", tax: String(amount), due });
  return html`<p><a class="tr-link" href="/tax/late?${query.toString()}">${t("tax.slip.late")}</a></p>`;
}
