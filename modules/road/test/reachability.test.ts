import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { KnownGateway } from "../domain/globalconf.ts";
import { ConnectTimeout, openReachability } from "../gateway/link/reachability.ts";

const gateway = (code: string): KnownGateway => ({ code, address: `https://${code}`, tlsFingerprints: [code] });
const [one, two] = [gateway("one"), gateway("two")];
const keyOf = ({ code }: KnownGateway): string => code;

test("living gateways share the load, and the one with fewer open questions is next", async () => {
  const reachability = openReachability({ probe: async () => undefined, keyOf });
  const asked: string[] = [];
  for (let count = 0; count < 10; count += 1) {
    const next = reachability.candidates([one, two])[0]!;
    await reachability.ask(next, async () => asked.push(next.code));
  }
  assert.equal(asked.filter((code) => code === "one").length, 5, asked.join());
  const { promise, resolve } = Promise.withResolvers<void>();
  const busy = reachability.candidates([one, two])[0]!;
  const waiting = reachability.ask(busy, () => promise);
  for (let count = 0; count < 3; count += 1) assert.notEqual(reachability.candidates([one, two])[0], busy);
  resolve();
  await waiting;
  reachability.close();
});

test("a gateway that is a black hole costs one question its time-out, and is asked again once a probe reached it", async () => {
  let isReachable = false;
  const probe = async (): Promise<void> => {
    if (!isReachable) throw new ConnectTimeout("no connection in time");
  };
  const reachability = openReachability({ probe, keyOf, probeEveryMs: 20 });
  await assert.rejects(reachability.ask(one, probe), ConnectTimeout);
  assert.deepEqual(reachability.candidates([one, two]), [two]);
  assert.deepEqual(reachability.candidates([one]), [], "nobody waits for it");
  await sleep(60);
  assert.deepEqual(reachability.candidates([one]), [], "and nobody waits while probes fail");
  isReachable = true;
  for (let left = 100; left > 0 && reachability.candidates([one]).length === 0; left -= 1) await sleep(20);
  assert.deepEqual(reachability.candidates([one]), [one]);
  reachability.close();
});

test("a gateway that refuses connections costs nothing: it is last in line and tried again at once", async () => {
  const reachability = openReachability({ probe: async () => undefined, keyOf });
  await assert.rejects(
    reachability.ask(one, async () => {
      throw new Error("ECONNREFUSED");
    }),
  );
  assert.deepEqual(reachability.candidates([one, two]), [two, one]);
  assert.deepEqual(reachability.candidates([one]), [one]);
  reachability.close();
});
