import { type Clock, clientNetwork, kernelFailure } from "@troad/kernel";

/** Takes one from the bucket of an address; throws `request.rate-limited` when it is empty. */
export type Limit = (address: string) => void;

/** Addresses that are remembered; with more than these the oldest is forgotten, which only ever favours the caller. */
const maxAddresses = 10_000;

/** A token bucket an address (of IPv6 a /64): `perMinute` at once, filling up again evenly over a minute. */
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
