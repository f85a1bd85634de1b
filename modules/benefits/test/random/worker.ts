import { defineModule, offerApi, shiftedClock, startProcess } from "@troad/kernel";
import { type PayApi, payApi } from "@troad/pay/api";
import { batchChanged, paid } from "@troad/pay/events";
import { socketCluster } from "../../../../kernel/db/cluster.ts";
import { folderChannel } from "../../../pay/bank/channel.ts";
import { type Batches, openBatches } from "../../../pay/batches/batches.ts";
import { payJobs } from "../../../pay/jobs.ts";
import { openPayments, type Payments } from "../../../pay/payments.ts";
import type { Provider } from "../../../pay/provider.ts";
import { type Benefits, openBenefits } from "../../benefits.ts";
import { checks } from "./checks.ts";
import { openOperations } from "./operations.ts";
import { fill, months } from "./runs.ts";

/** A process that is killed: it does the operations that it is told to, and says which ones are done. */
type Order = {
  socketDir: string;
  database: string;
  root: string;
  folder: string;
  shiftMs: number;
  seed: number;
  todo: number[];
};
const order = JSON.parse(process.argv[2]!) as Order;
const say = (message: object): void => void process.send?.(message);

let [payments, batches, benefits] = [] as unknown as [Payments, Batches, Benefits];
let databases = {} as Parameters<typeof checks>[0];
/** A payment service without signatures: what it says is the message itself. */
const provider: Provider = {
  ...{ name: "fair", address: ({ id }) => `/pay/${id}`, ask: async () => undefined, giveBack: async () => undefined },
  open: async (token) => JSON.parse(token) as unknown,
  send: async ({ id, amount, account }) => {
    const kind = account.startsWith("999") ? "returned" : "paid-out";
    const message = { iss: "fair", jti: `${kind} ${id}`, kind, payment: id, amount, at: "2026-11-30T00:00:00.000Z" };
    await payments.hear(JSON.stringify(message));
  },
};
const pay = defineModule({
  name: "pay",
  root: new URL("../../../pay/module.ts", import.meta.url).href,
  create: async (ctx) => {
    const channel = folderChannel({ folder: order.folder, account: "004-100000000001", nameMatches: async () => "matches" });
    payments = openPayments({ ...ctx, provider: () => provider });
    batches = openBatches({ ...ctx, channel: () => channel, payerName: () => "衛生福利部" });
    databases = { pay: ctx.db, benefits: ctx.db };
    return {
      api: offerApi(payApi, { ...payments, ...batches }),
      jobs: [...payJobs({ ...ctx, provider: () => provider }), ...batches.jobs],
    };
  },
});
const alone = defineModule({
  name: "benefits",
  root: new URL("../../module.ts", import.meta.url).href,
  needs: ["pay"],
  subscribesTo: [batchChanged.name, paid.name],
  create: async (ctx) => {
    databases = { ...databases, benefits: ctx.db };
    const ask = async () => ({ read: { facts: { birthDate: "2025-10-15" }, endedOn: null }, exchangeId: null });
    const banks = new Set(["004", "700", "998", "999"]);
    benefits = openBenefits(ctx, { pay: ctx.use(payApi) as PayApi, notify: { send: async () => undefined }, banks, ask });
    return { jobs: benefits.jobs, subscribes: benefits.subscribes };
  },
});
const running = await startProcess({
  ...{ modules: [pay, alone], agencies: () => [], root: order.root, env: { PORT: "0", LOG_LEVEL: "silent" } },
  ...{ cluster: socketCluster(order.socketDir, order.database), clock: shiftedClock(order.shiftMs) },
});
await fill(databases.benefits);
say({ started: true });
const operation = openOperations({ payments, batches, benefits, seed: order.seed });
const queue = order.todo.values();
const hands = Array.from({ length: 12 }, async () => {
  for (const n of queue) {
    await operation(n);
    say({ done: n });
  }
});
await Promise.all([...hands, months({ benefits, batches, databases }, (message) => say(message))]);
say({ checks: await checks(databases) });
await running.stop();
process.disconnect?.();
