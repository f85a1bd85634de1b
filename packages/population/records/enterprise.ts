import type { Business, Firm } from "../life/firm.ts";

/** What a person leads, whichever of the forms it has. */
export type Enterprise = Firm & { form: "company" | Business["form"]; trade: string };

export function enterpriseOf({ firm, business }: { firm: Firm | null; business: Business | null }): Enterprise | null {
  if (firm) return { ...firm, form: "company", trade: "consulting" };
  return business && { ...business, trade: "grocery" };
}
