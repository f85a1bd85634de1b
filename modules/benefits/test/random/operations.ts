import { CodedError } from "@troad/kernel";
import type { Batches } from "../../../pay/batches/batches.ts";
import type { Payments } from "../../../pay/payments.ts";
import type { Benefits } from "../../benefits.ts";
import { idOf, monthList, people } from "./runs.ts";

type Parts = { payments: Payments; batches: Batches; benefits: Benefits; seed: number };

/** Numbers that follow from a seed and the operation alone: done again after a kill, it is the same operation. */
function dice(seed: number, n: number): (below: number) => number {
  let state = (seed * 2_654_435_761 + n * 40_503 + 1) >>> 0;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    return Math.floor((((state ^ (state >>> 13)) >>> 0) / 2 ** 32) * below);
  };
}

const purpose = { "zh-Hant": "規費", en: "Fee" };
const agency = "mohw";

/** Money in and out, back, corrected, claimed: each under a key of its own. What the rules refuse is refused, and nothing else may fail. */
export function openOperations({ payments, batches, benefits, seed }: Parts): (n: number) => Promise<void> {
  const fee = async (n: number, roll: (below: number) => number): Promise<void> => {
    const amount = 1 + roll(5_000);
    const { id } = await payments.request({ key: `fee ${n}`, agency, amount, purpose, returnTo: "/" });
    const tell = (jti: string, said: number) =>
      payments.hear(
        JSON.stringify({ iss: "fair", jti, kind: "paid", payment: id, amount: said, at: "2026-11-30T00:00:00.000Z" }),
      );
    const kind = roll(10);
    await tell(`paid ${n}`, kind === 0 ? amount + 7 : amount);
    if (kind === 1) await Promise.all([tell(`again ${n}`, amount), tell(`paid ${n}`, amount)]);
    if (kind > 6) await payments.refund({ id, key: `refund ${n}`, amount: 1 + roll(amount + 50), reason: "decided" });
  };
  const payOut = async (n: number, roll: (below: number) => number): Promise<void> => {
    const account = `${roll(5) === 0 ? "999" : "700"}-00012345678901`;
    await payments.payOut({ key: `out ${n}`, agency, amount: 1 + roll(9_000), account, purpose });
  };
  const batch = async (n: number, roll: (below: number) => number): Promise<void> => {
    const key = (line: number) => `batch ${n} ${line}`;
    const banks = ["700", "700", "700", "998", "999"];
    const lines = Array.from({ length: 1 + roll(40) }, (_, line) => ({
      ...{ key: key(line), amount: 100 + roll(9_000), name: "王小明", text: "津貼" },
      account: `${banks[roll(banks.length)]}-00012345678901`,
    }));
    const total = () => lines.reduce((sum, { amount }) => sum + amount, 0);
    // to this ending the bank never answers
    if (total() % 100 === 95) lines[0]!.amount++;
    const asked = { key: `batch ${n}`, agency, purpose, day: "2026-11-30", count: lines.length, sum: total() };
    const { id } = await batches.openBatch(asked);
    const half = Math.ceil(lines.length / 2);
    await batches.addLines({ batch: id, from: 1, lines: lines.slice(0, half) });
    if (half < lines.length) await batches.addLines({ batch: id, from: half + 1, lines: lines.slice(half) });
    await batches.sealBatch({ id });
  };
  const change = async (n: number, roll: (below: number) => number): Promise<void> => {
    const kind = (["changed", "changed", "changed", "suspended", "resumed", "ended"] as const)[roll(6)]!;
    const facts = kind === "changed" ? { facts: { order: 1 + roll(3), publicCare: roll(9) === 0 } } : {};
    const from = monthList[roll(monthList.length)]!;
    await benefits.entitlements.change({
      id: idOf(1 + roll(people)),
      key: `change ${n}`,
      kind,
      from,
      ...facts,
      reason: "x",
      by: "officer",
    });
  };
  const claim = async (n: number, roll: (below: number) => number): Promise<void> => {
    const found = await benefits.claims.list({ limit: 40 });
    const one = found[roll(Math.max(1, found.length))];
    if (!one) return;
    const step = { id: one.id, key: `claim ${n}`, reason: "x", by: "payer" };
    const rest = one.amount - one.paid - one.waived;
    if (roll(3) === 0) await benefits.claims.plan({ ...step, instalments: [{ month: "2027-01-01", amount: rest }] });
    else if (roll(5) === 0) await benefits.claims.waive({ ...step, amount: Math.max(1, rest) });
    else await benefits.claims.paid({ ...step, amount: 1 + roll(3_000) });
  };
  const account = async (_: number, roll: (below: number) => number): Promise<void> => {
    const subject = `person-${1 + roll(people)}`;
    const bank = ["700", "998", "999"][roll(3)];
    const { id } = await benefits.accounts.register({
      ...{ subject, kind: "own", account: `${bank}-${String(1_000_000 + roll(9_000_000))}`, holder: "人", by: subject },
    });
    await benefits.accounts.look({ id, by: "payer", reason: "x" });
  };
  const kinds = [fee, fee, fee, fee, payOut, payOut, batch, change, claim, account];
  return async (n) => {
    const roll = dice(seed, n);
    try {
      await kinds[roll(kinds.length)]!(n, roll);
    } catch (error) {
      if (!(error instanceof CodedError) || error.status >= 500) throw error;
    }
  };
}
