import { randomBytes } from "node:crypto";
import type { LookupFunction } from "node:net";
import path from "node:path";
import { defineJob, fileMadeOnce, type HandledJob, handleJob, type ModuleContext } from "@troad/kernel";
import { outside, publicLookup } from "@troad/reach";
import Type, { type Static } from "typebox";
import { Agent, request } from "undici";
import { signedHeaders } from "./signature.ts";

/** `content/webhooks/<id>/webhook.json` */
export const endpointSchema = Type.Object(
  {
    address: Type.String({ maxLength: 500 }),
    events: Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 50 }),
  },
  { additionalProperties: false },
);
export type Endpoint = Static<typeof endpointSchema> & { id: string };

const payload = Type.Object({
  endpoint: Type.String({ maxLength: 61 }),
  /** Of an endpoint that is no content. */
  address: Type.Optional(Type.String({ maxLength: 500 })),
  id: Type.String({ maxLength: 100 }),
  type: Type.String({ maxLength: 100 }),
  at: Type.String({ maxLength: 30 }),
  data: Type.Record(Type.String(), Type.Unknown()),
  bare: Type.Optional(Type.Boolean()),
});
/** 1 s, 2 s, 4 s ... at most an hour: for about three days. */
export const webhookJob = defineJob("webhooks.send", {
  payload,
  retry: { attempts: 84, firstMs: 1_000, mostMs: 3_600_000 },
  concurrency: 4,
});

/** How names are resolved and which authorities are trusted; a test's receiver runs on its own machine. */
export type Connect = { lookup?: LookupFunction; ca?: string };
type Parts = Pick<ModuleContext, "clock" | "folder" | "log"> & {
  hosts: readonly string[];
  endpoints: readonly Endpoint[];
  connect: Connect;
};
const waitMs = 10_000;

export const secretOf = (folder: string, endpoint: string): string =>
  fileMadeOnce(path.join(folder, `${endpoint}.secret`), () => `whsec_${randomBytes(32).toString("base64")}`);

/** Sends webhooks; an endpoint that is gone from content, or says 410, gets no more of an event. */
export function webhookSender({ clock, folder, log, hosts, endpoints, connect }: Parts): { job: HandledJob; close(): void } {
  const agent = new Agent({ connect: { lookup: connect.lookup ?? publicLookup, ...(connect.ca ? { ca: connect.ca } : {}) } });
  const job = handleJob(webhookJob, async ({ payload: { endpoint: name, address: own, id, type, at, data, bare } }) => {
    const address = own ?? endpoints.find((one) => one.id === name)?.address;
    if (address === undefined) return;
    const url = outside(address, hosts);
    if (!url) throw new Error(`webhook ${name}: its address is not allowed`);
    const body = JSON.stringify(bare === true ? data : { type, timestamp: at, data });
    const headers = {
      "content-type": "application/json",
      ...signedHeaders(secretOf(folder, name), { id, at: clock.now(), body }),
    };
    // undici follows no redirect by itself
    const sent = await request(url, {
      method: "POST",
      headers,
      body,
      dispatcher: agent,
      headersTimeout: waitMs,
      bodyTimeout: waitMs,
    });
    await sent.body.dump({ limit: 16_384 });
    if (sent.statusCode >= 200 && sent.statusCode < 300) return;
    if (sent.statusCode === 410) return log.warn({ endpoint: name }, "the endpoint of a webhook is gone");
    throw new Error(`webhook ${name}: ${sent.statusCode}`);
  });
  return { job, close: () => void agent.close() };
}
