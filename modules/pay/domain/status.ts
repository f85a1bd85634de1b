/**
 * How a payment stands, in the names of GOV.UK Pay. `started`, `capturable` and `error` of that list do not occur: the payer pays on the
 * provider's page, and nothing is reserved first.
 */
export type PaymentStatus = "created" | "submitted" | "failed" | "success" | "cancelled";

const edges: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  created: ["submitted", "failed", "success", "cancelled"],
  submitted: ["failed", "success", "cancelled"],
  // a demand that was declined may be paid by another way
  failed: ["submitted", "failed", "success", "cancelled"],
  success: [],
  cancelled: [],
};

/** Whether a payment may go from one status to another; what is over stays over. */
export const mayGo = (from: PaymentStatus, to: PaymentStatus): boolean => edges[from].includes(to);

/** `code`: why it is not paid, as GOV.UK Pay has them (P0010 declined, P0040 cancelled by the service). */
export type StateView = { status: PaymentStatus; finished: boolean; code: string | null; canRetry: boolean };

export const stateView = (status: PaymentStatus, code: string | null): StateView => ({
  status,
  finished: edges[status].length === 0,
  code: status === "cancelled" ? "P0040" : status === "failed" ? (code ?? "P0010") : null,
  canRetry: status === "failed",
});
