import { createHash } from "node:crypto";
import { defineModule, env, handleEvent, offerApi, setting } from "@troad/kernel";
import { paid, paidOut, returned } from "@troad/pay/events";
import { webhooksApi } from "./api.ts";
import { type Connect, endpointSchema, secretOf, webhookJob, webhookSender } from "./send.ts";

const events = [paid, paidOut, returned] as const;

/** Tells systems outside that something happened, signed as Standard Webhooks. `connect`: how they are reached, for tests. */
export const webhooksModule = (connect: Connect = {}) =>
  defineModule({
    name: "webhooks",
    root: import.meta.url,
    subscribesTo: events.map(({ name }) => name),
    env: {
      WEBHOOK_HOSTS: setting(
        "Hosts that webhooks may be sent to, separated by commas; `*.` stands for every name below. Without one none are sent.",
        env.text(""),
      ),
    },
    // those whom people let have their data, at the address that was reviewed, and the programs that a business named
    reserved: { send: ["mydata", "invoice"], secret: ["mydata", "invoice"] },
    create: (ctx) => {
      const endpoints = ctx.content.read("webhooks", "webhook.json", endpointSchema).map(({ id, value }) => ({ ...value, id }));
      const hosts = ctx.env.WEBHOOK_HOSTS.split(",").filter(Boolean);
      const { job, close } = webhookSender({ ...ctx, hosts, endpoints, connect });
      return {
        api: offerApi(webhooksApi, {
          send: async ({ key, ...sent }) => {
            const id = `msg_${createHash("sha256").update(key).digest("base64url").slice(0, 27)}`;
            await ctx.db.tx((tx) => tx.enqueue(webhookJob, { ...sent, id }, { key: `${sent.endpoint} ${id}` }));
          },
          secret: async (endpoint) => secretOf(ctx.folder, endpoint),
        }),
        jobs: [job],
        subscribes: events.map((event) =>
          handleEvent(event, async (data, tx) => {
            // the same event has the same id, whenever it is told
            const id = `msg_${createHash("sha256").update(`${event.name} ${data.payment}`).digest("base64url").slice(0, 27)}`;
            for (const { id: endpoint, events: wanted } of endpoints)
              if (wanted.includes(event.name))
                await tx.enqueue(webhookJob, { endpoint, id, type: event.name, at: data.at, data }, { key: `${endpoint} ${id}` });
          }),
        ),
        stop: async () => close(),
      };
    },
  });

export default webhooksModule();
