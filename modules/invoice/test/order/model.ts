/** What should become of the messages about one invoice number: written from the rules alone, without a line of the program. */
export type Message = { readonly text: string; readonly number: string } & (
  | { readonly is: "issue"; readonly buyer: string; readonly total: number }
  | {
      readonly is: "end";
      readonly kind: "cancel" | "void";
      readonly seller: string;
      readonly buyer: string;
      readonly day: string;
    }
  | { readonly is: "allowance"; readonly id: string; readonly buyer: string; readonly day: string; readonly amount: number }
  | { readonly is: "allowance-cancel"; readonly id: string; readonly buyer: string; readonly day: string }
);
/** taken, again, waiting, or the code of a refusal. */
export type Outcome = string;

type Ending = { readonly kind: string; readonly at: string };
type Version = { readonly text: string; readonly buyer: string; readonly total: number; readonly at: string; ended?: Ending };
type Allowance = { readonly buyer: string; readonly amount: number; isCancelled: boolean };
type Received = { readonly message: Message; readonly at: string };

export const [seller, consumer, business] = ["12345675", "0000000000", "10458574"];

export class InvoiceModel {
  readonly number: string;
  readonly day: string;
  readonly allowanceDay: string;
  readonly versions: Version[] = [];
  readonly allowances = new Map<string, Allowance>();
  readonly waiting: Received[] = [];
  readonly #known = new Set<string>();
  /** What was received when, and what came of it. */
  readonly history: { readonly message: Message; readonly at: string; readonly outcome: Outcome }[] = [];

  constructor(number: string, day: string, allowanceDay: string) {
    this.number = number;
    this.day = day;
    this.allowanceDay = allowanceDay;
  }

  receive(message: Message, at: string): Outcome {
    const outcome = this.#known.has(message.text) ? "again" : this.#receive(message, at);
    this.history.push({ message, at, outcome });
    return outcome;
  }

  #receive(message: Message, at: string): Outcome {
    const outcome = this.#judge(message, at);
    if (outcome !== "taken" && outcome !== "waiting") return outcome;
    this.#known.add(message.text);
    if (outcome === "waiting") this.waiting.push({ message, at });
    else this.#settle();
    return outcome;
  }

  /** What waits is judged in the order in which it came, from the first one again when something is taken that others wait for. */
  #settle(): void {
    for (let at = 0; at < this.waiting.length; at++) {
      const one = this.waiting[at]!;
      const outcome = this.#judge(one.message, one.at);
      if (outcome === "waiting") continue;
      this.waiting.splice(at, 1);
      if (outcome === "taken") at = -1;
      else {
        this.#known.delete(one.message.text);
        at--;
      }
    }
  }

  #judge(message: Message, at: string): Outcome {
    const standing = this.versions.at(-1);
    if (message.is === "issue") {
      if (standing && standing.ended?.kind !== "void") return "number.taken";
      this.versions.push({ text: message.text, buyer: message.buyer, total: message.total, at });
      return "taken";
    }
    if (message.is === "allowance-cancel") {
      const allowance = this.allowances.get(message.id);
      if (!allowance) return "waiting";
      if (allowance.buyer !== message.buyer) return "invoice.other-buyer";
      if (message.day !== this.allowanceDay) return "invoice.other-day";
      if (allowance.isCancelled) return "invoice.not-standing";
      allowance.isCancelled = true;
      return "taken";
    }
    if (message.is === "allowance" && this.allowances.has(message.id)) return "number.taken";
    if (!standing) return "waiting";
    if (message.is === "end" && message.seller !== seller) return "invoice.other-seller";
    if (standing.buyer !== message.buyer) return "invoice.other-buyer";
    if (message.day !== this.day) return "invoice.other-day";
    if (standing.ended) return "invoice.not-standing";
    if (message.is === "allowance") {
      if (this.#allowed() + message.amount > standing.total) return "invoice.exceeded";
      this.allowances.set(message.id, { buyer: message.buyer, amount: message.amount, isCancelled: false });
      return "taken";
    }
    if (this.#allowed() > 0) return "invoice.has-allowances";
    standing.ended = { kind: message.kind, at };
    return "taken";
  }

  #allowed(): number {
    return [...this.allowances.values()].reduce((sum, one) => sum + (one.isCancelled ? 0 : one.amount), 0);
  }

  /** The version that took part in a draw, with what ended it afterwards. */
  inDraw(drawnAt: string): Version | undefined {
    const version = this.versions.findLast(({ at }) => at < drawnAt);
    const isOut = !version || version.buyer !== consumer || version.total <= 0 || (version.ended && version.ended.at < drawnAt);
    return isOut ? undefined : version;
  }
}
