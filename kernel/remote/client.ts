import { Pool } from "undici";
import { asCoded, CodedError, kernelFailure, type Problem } from "../errors.ts";
import { traceparent } from "../trace.ts";
import type { OfferedApi } from "./api.ts";
import type { PeerIdentity } from "./identity.ts";

/** Calls a function of a module, here or elsewhere, with the same meaning. */
export type Invoke = (module: string, method: string, args: unknown[]) => Promise<unknown>;

const clone = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/**
 * Calls an api in this process for a caller whose arguments and result are JSON. Arguments are validated here, also for callers in this
 * process, so that a remote call is refused for nothing that a local one is not. Failures are coded.
 */
export function receivedInvoke(apiOf: (module: string) => OfferedApi | undefined): Invoke {
  return async (module, method, args) => {
    const call = apiOf(module)?.get(method);
    if (!call) throw kernelFailure("peer.unavailable", { module }, `${module}.${method} is not offered here`);
    const parsed = call.parse(args);
    try {
      return await call.run(...parsed);
    } catch (error) {
      throw asCoded(error);
    }
  };
}

/** The same for a caller in this process: arguments and result still pass through JSON, so that both ways behave alike. */
export function localInvoke(received: Invoke): Invoke {
  return async (module, method, args) => clone(await received(module, method, clone(args) as unknown[]));
}

/** Over mTLS 1.3 to `https://host:port`; the peer's certificate must name the module. */
export function remoteInvoke(origins: Map<string, string>, identity: PeerIdentity): { invoke: Invoke; close(): Promise<void> } {
  const pools = new Map<string, Pool>();
  const poolOf = (origin: string): Pool => {
    let pool = pools.get(origin);
    if (!pool) {
      const { key, cert, ca, checkServer } = identity;
      const modules = [...origins].filter(([, at]) => at === origin).map(([module]) => module);
      pool = new Pool(origin, {
        connections: 16,
        headersTimeout: 30_000,
        bodyTimeout: 30_000,
        connect: {
          key,
          cert,
          ca,
          minVersion: "TLSv1.3",
          timeout: 5_000,
          checkServerIdentity: (_host, peer) => checkServer(peer, modules),
        },
      });
      pools.set(origin, pool);
    }
    return pool;
  };
  return {
    invoke: async (module, method, args) => {
      const origin = origins.get(module);
      if (!origin) throw kernelFailure("peer.unavailable", { module }, `no peer is configured for ${module}`);
      let status: number;
      let answer: { result?: unknown } & Partial<Problem>;
      try {
        const response = await poolOf(origin).request({
          method: "POST",
          path: `/peer/${module}/${method}`,
          headers: { "content-type": "application/json", traceparent: traceparent() },
          body: JSON.stringify({ args }),
        });
        status = response.statusCode;
        answer = (await response.body.json()) as typeof answer;
      } catch (error) {
        throw kernelFailure("peer.unavailable", { module }, (error as Error).message);
      }
      if (status === 200) return answer.result;
      throw new CodedError(answer.code ?? "internal", status, answer.params ?? {}, `from peer ${module}.${method}`);
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

/** A typed stand-in for another module's api. */
export function clientOf<T extends object>(module: string, invoke: Invoke): T {
  return new Proxy({} as T, {
    get: (_target, method) =>
      typeof method === "string" && method !== "then" ? (...args: unknown[]) => invoke(module, method, args) : undefined,
  });
}
