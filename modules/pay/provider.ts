/** A payment service, as this module needs it. What it tells comes as messages that it signs (`POST /pay/messages`). */
export type Provider = {
  /** Who signs the messages. */
  name: string;
  /** Its payers paid in cash: what goes back to them is transferred by a cashier, and nothing is paid out through it. */
  byHand?: boolean;
  /** Checks a message and gives its payload; undefined for a signature that is not the provider's. */
  open(token: string): Promise<unknown>;
  /** Where the payer pays. */
  address(payment: { id: string }): string;
  /** What became of a payment, as a message of the provider; undefined where it knows nothing of it. */
  ask(payment: { id: string }): Promise<string | undefined>;
  /** Sends money to an account; the same id is the same transfer. */
  send(transfer: { id: string; amount: number; account: string }): Promise<void>;
  /** Sends back what a payer paid; the same id is the same refund. */
  giveBack(refund: { id: string; payment: string; amount: number }): Promise<void>;
};
