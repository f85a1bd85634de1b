/** An entry of a statement with its payments, in whole new dollars; what went out is negative. */
export type BankEntry = {
  amount: number;
  bankReference: string | null;
  /** Of a batch entry: the MsgId or payment group that it stands for. */
  batchOf: string | null;
  payments: { amount: number | null; endToEndId: string | null; reason: string | null; text: string | null }[];
};
/** A payment of ours as entries are matched with it; `states` is what the bank has said of it so far. */
export type Sent = { batch: string; line: number; endToEndId: string; amount: number; agency: string; states: string[] };
export type NewState = { batch: string; line: number; state: "rejected" | "arrived" | "returned"; reason: string | null };
export type MismatchReason = "unknown" | "wrong-amount" | "twice" | "rejected-before" | "sum-differs";
export type NewMismatch = {
  reason: MismatchReason;
  amount: number;
  endToEndId: string | null;
  bankReference: string | null;
  text: string | null;
};
/** How an entry is booked: what moved on the bank's account, against what. */
export type Matched = {
  states: NewState[];
  mismatches: NewMismatch[];
  postings: { account: "bank" | "transit" | "unmatched" | `agency/${string}`; amount: number }[];
};

type Lookup = { byId: ReadonlyMap<string, Sent>; byMsgId: ReadonlyMap<string, readonly Sent[]> };

/**
 * Matches an entry with our payments. Each payment counts with its own amount, never with that of the entry (OCA/bank-statement-import#157);
 * where they do not come to the entry, nothing of it is believed. Whatever happens, the bank's account moves by the entry's amount.
 */
export function matchEntry(entry: BankEntry, lookup: Lookup): Matched {
  const parts = paymentsOf(entry, lookup);
  if (!parts) return explained(entry, [], [mismatch(entry, "sum-differs")]);
  const states: NewState[] = [];
  const mismatches: NewMismatch[] = [];
  for (const part of parts) {
    const sent = part.endToEndId === null ? undefined : lookup.byId.get(part.endToEndId);
    const found = judge(sent, part.amount);
    if (typeof found === "string") mismatches.push(mismatch(entry, found, part));
    else {
      states.push({ batch: found.sent.batch, line: found.sent.line, state: found.state, reason: part.reason });
      // a second entry of the same file for the same payment is seen as one
      found.sent.states.push(found.state);
    }
  }
  return explained(entry, states, mismatches, lookup);
}

type Part = { amount: number; endToEndId: string | null; reason: string | null; text: string | null };

/** The payments of an entry; undefined where they do not come to its amount. */
function paymentsOf(entry: BankEntry, lookup: Lookup): Part[] | undefined {
  const { amount, payments } = entry;
  if (payments.length === 0 && entry.batchOf !== null) {
    // the bank names a file and no payments: all of it that was not refused
    const open = (lookup.byMsgId.get(entry.batchOf) ?? []).filter(({ states }) => !states.includes("rejected"));
    if (open.length > 0) {
      const all = open.map((sent) => ({ amount: -sent.amount, endToEndId: sent.endToEndId, reason: null, text: null }));
      return all.reduce((sum, one) => sum + one.amount, 0) === amount ? all : undefined;
    }
  }
  const [only] = payments;
  if (!only) return [{ amount, endToEndId: null, reason: null, text: null }];
  // a single payment without an amount of its own has that of the entry
  if (payments.length === 1 && only.amount === null) return [{ ...only, amount }];
  const parts = payments.flatMap((one) => (one.amount === null ? [] : [{ ...one, amount: one.amount }]));
  if (parts.length !== payments.length) return undefined;
  return parts.reduce((sum, one) => sum + one.amount, 0) === amount ? parts : undefined;
}

function judge(sent: Sent | undefined, amount: number): MismatchReason | { sent: Sent; state: "arrived" | "returned" } {
  if (!sent) return "unknown";
  if (sent.amount !== Math.abs(amount)) return "wrong-amount";
  if (sent.states.includes("rejected")) return "rejected-before";
  const state = amount < 0 ? "arrived" : "returned";
  return sent.states.includes(state) ? "twice" : { sent, state };
}

const mismatch = (entry: BankEntry, reason: MismatchReason, part?: Part): NewMismatch => ({
  reason,
  amount: part?.amount ?? entry.amount,
  endToEndId: part?.endToEndId ?? null,
  bankReference: entry.bankReference,
  text: part?.text ?? null,
});

function explained(entry: BankEntry, states: NewState[], mismatches: NewMismatch[], lookup?: Lookup): Matched {
  const lines = new Map([...(lookup?.byId.values() ?? [])].map((sent) => [`${sent.batch} ${sent.line}`, sent]));
  const postings: Matched["postings"] = [{ account: "bank", amount: entry.amount }];
  for (const { batch, line, state } of states) {
    const { amount, agency } = lines.get(`${batch} ${line}`)!;
    if (state === "arrived") postings.push({ account: "transit", amount });
    else postings.push({ account: `agency/${agency}`, amount: -amount });
  }
  for (const { amount } of mismatches) postings.push({ account: "unmatched", amount: -amount });
  return { states, mismatches, postings: postings.filter(({ amount }) => amount !== 0) };
}
