import { type EnvOf, env, setting } from "@troad/kernel";
import type { Unassigned } from "./numbers/check.ts";
import type { StreamSettings } from "./stream/connection.ts";

export const invoiceSettings = {
  INVOICE_UNASSIGNED: setting(
    "What happens to invoices of a period for which no assignment of numbers is known.",
    env.oneOf<Unassigned>(["accept", "refuse"], "accept"),
  ),
  INVOICE_DEMO_MARKET: setting(
    "Whether the demonstration has shops whose sales of past months the statistics are made of.",
    env.oneOf<"on" | "off">(["on", "off"], "on"),
  ),
  INVOICE_STREAM: setting(
    "Servers of NATS JetStream, such as nats://10.0.0.1:4222, with commas: uploads are acknowledged once they are in its stream, and judged later.",
    env.optional(),
    { otherwise: "uploads are judged before they are answered" },
  ),
  INVOICE_STREAM_TOKEN: setting("The token that the servers of `INVOICE_STREAM` ask for.", env.optional(), { secret: true }),
  INVOICE_STREAM_MIB: setting(
    "How much of uploads that are not judged yet the stream holds, in MiB; more go the direct way.",
    env.integer(1, 1_048_576, 4_096),
  ),
};

const place = /^nats:\/\/[\w.[\]:-]+:\d{1,5}$/;

/** Undefined without a stream; throws for what are no addresses of servers. */
export function streamSettings(values: EnvOf<typeof invoiceSettings>): StreamSettings | undefined {
  if (values.INVOICE_STREAM === undefined) return undefined;
  const servers = values.INVOICE_STREAM.split(",").map((one) => one.trim());
  if (!servers.every((one) => place.test(one)))
    throw new Error("INVOICE_STREAM: addresses such as nats://10.0.0.1:4222 are expected");
  return { servers, token: values.INVOICE_STREAM_TOKEN, maxBytes: values.INVOICE_STREAM_MIB * 1024 * 1024 };
}
