import type { Log, Schedule } from "@troad/kernel";
import type { TrustAnchors } from "@troad/pki/api";
import { issuerAmong, trustedOf } from "@troad/pki/trust";
import type { Certificate } from "@troad/trust";

/** The authority's certificates, as last read: the lists are filled again in place when they change. */
export type LiveTrust = {
  roots: Certificate[];
  intermediates: Certificate[];
  tsas: Certificate[];
  /** PEM of all, as TLS takes them. */
  pem(): string[];
  issuerOf(certificate: Certificate): Certificate;
  onChanged(listener: () => void): () => void;
};

export type TrustFollower = LiveTrust & { take(anchors: TrustAnchors): void };

export function openLiveTrust(first: TrustAnchors): TrustFollower {
  const listeners = new Set<() => void>();
  const trust: TrustFollower = {
    roots: [],
    intermediates: [],
    tsas: [],
    pem: () => [...trust.roots, ...trust.intermediates].map(({ pem }) => pem),
    issuerOf: (certificate) => {
      const issuer = issuerAmong(trust.intermediates, certificate);
      if (!issuer) throw new Error(`no authority known that issued ${certificate.serialHex}`);
      return issuer;
    },
    onChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    take: (anchors) => {
      const before = trust.pem().join("");
      const { roots, intermediates, tsas } = trustedOf(anchors);
      trust.roots.splice(0, trust.roots.length, ...roots);
      trust.intermediates.splice(0, trust.intermediates.length, ...intermediates);
      trust.tsas.splice(0, trust.tsas.length, ...tsas);
      if (before !== "" && trust.pem().join("") !== before) for (const listener of listeners) listener();
    },
  };
  trust.take(first);
  return trust;
}

/** Reads the list again as often as the authority asks; while it is away the last one stays in use. */
export const followTrust = (trust: TrustFollower, everyMs: number, read: () => Promise<TrustAnchors>, log: Log): Schedule => ({
  name: "road.trust-anchors",
  everyMs,
  run: async () => {
    try {
      trust.take(await read());
    } catch (error) {
      log.warn({ err: error }, "the authority is away: the trust anchors of before are used");
    }
  },
});
