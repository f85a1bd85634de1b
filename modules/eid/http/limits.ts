import { type Clock, clientNetwork, kernelFailure } from "@troad/kernel";

/** Takes one token from the bucket of an address; throws `request.rate-limited` when it is empty. */
export type Limit = (address: string) => void;

/** Number of addresses remembered. Beyond it the oldest is forgotten, which can only favour the caller. */
const maxAddresses = 10_000;

/** A token bucket per address (per /64 for IPv6) of `perMinute` tokens, refilled evenly over a minute. */
export function rateLimit(clock: Clock, perMinute: number): Limit {
  const buckets = new Map<string, { left: number; at: number }>();
  return (address) => {
    const client = clientNetwork(address);
    const now = clock.now().getTime();
    const before = buckets.get(client) ?? { left: perMinute, at: now };
    const left = Math.min(perMinute, before.left + (Math.max(0, now - before.at) * perMinute) / 60_000);
    if (left < 1) throw kernelFailure("request.rate-limited");
    buckets.delete(client);
    buckets.set(client, { left: left - 1, at: now });
    if (buckets.size > maxAddresses) buckets.delete(buckets.keys().next().value!);
  };
}
