import { type Database, installationKey, type ModuleContext, sql } from "@troad/kernel";
import { CompactSign, compactVerify } from "jose";
import type { ProviderMessage } from "../domain/message.ts";
import type { Provider } from "../provider.ts";
import { type Behaviour, beforeMs, behaviourOf, lateMs } from "./magic.ts";

export const sandboxName = "sandbox";
/** Accounts of this bank take no money, so that a return can be tried. */
const closedBank = "999-";

type Parts = Pick<ModuleContext, "folder" | "clock"> & {
  db: Database;
  newId(): string;
  deliver(token: string): Promise<void>;
  /** Delivers a message later, also after a stop. */
  deliverAt(token: string, at: string): Promise<void>;
  wait(ms: number): Promise<void>;
};
export type Sandbox = Provider & {
  /** A message as the provider would send it. */
  sign(message: ProviderMessage): Promise<string>;
  /** A payer pays; when and whether the provider tells of it follows from the amount. */
  pay(payment: { id: string; amount: number }): Promise<Behaviour>;
};

/** A payment service that moves no money: it signs the same messages as a real one. For demonstrations and tests alone. */
export async function openSandbox({ folder, clock, db, newId, deliver, deliverAt, wait }: Parts): Promise<Sandbox> {
  const { privateKey, publicKey } = await installationKey(folder, "sandbox", "sandbox");
  const sign = (message: ProviderMessage): Promise<string> =>
    new CompactSign(Buffer.from(JSON.stringify(message))).setProtectedHeader({ alg: "ES256", typ: "JWT" }).sign(privateKey);
  const now = (): string => clock.now().toISOString();
  /** Takes the money, or declines it, in books of its own; gives its message about that. */
  const take = async ({ id, amount }: { id: string; amount: number }, kind: "paid" | "failed"): Promise<string> => {
    const at = now();
    const jti = newId();
    await db.run(sql`
      insert into sandbox_payment (jti, payment, amount, outcome, at) values (${jti}, ${id}, ${amount}, ${kind}, ${at})`);
    return sign({ iss: sandboxName, jti, kind, payment: id, amount, at, ...(kind === "failed" ? { code: "P0010" } : {}) });
  };
  const submitted = ({ id, amount }: { id: string; amount: number }): Promise<string> =>
    sign({ iss: sandboxName, jti: `submitted ${newId()}`, kind: "submitted", payment: id, amount, at: now() });
  return {
    name: sandboxName,
    sign,
    pay: async (payment) => {
      const behaviour = behaviourOf(payment.amount);
      if (behaviour === "late" || behaviour === "silent") await deliver(await submitted(payment));
      const message = await take(payment, behaviour === "declined" ? "failed" : "paid");
      if (behaviour === "late") await deliverAt(message, new Date(clock.now().getTime() + lateMs).toISOString());
      else if (behaviour !== "silent") await deliver(message);
      if (behaviour === "twice") await deliver(await take(payment, "paid"));
      if (behaviour === "before") await wait(beforeMs);
      return behaviour;
    },
    ask: async ({ id }) => {
      const row = await db.one<{ jti: string; amount: number; outcome: "paid" | "failed"; at: string }>(sql`
        select jti, amount::float8 as amount, outcome, at from sandbox_payment where payment = ${id}
        order by outcome = 'paid' desc, at limit 1`);
      if (!row) return undefined;
      const { jti, amount, outcome, at } = row;
      return sign({ iss: sandboxName, jti, kind: outcome, payment: id, amount, at });
    },
    open: async (token) => {
      try {
        const { payload } = await compactVerify(token, publicKey, { algorithms: ["ES256"] });
        return JSON.parse(Buffer.from(payload).toString("utf8")) as unknown;
      } catch {
        return undefined;
      }
    },
    address: ({ id }) => `/pay/sandbox/${id}`,
    send: async ({ id, amount, account }) => {
      const kind = account.startsWith(closedBank) ? "returned" : "paid-out";
      await deliver(await sign({ iss: sandboxName, jti: `${kind} ${id}`, kind, payment: id, amount, at: now() }));
    },
    giveBack: async () => undefined,
  };
}
