import type { Schedule } from "@troad/kernel";
import type { Certificate } from "@troad/trust";
import { findMember } from "../domain/globalconf.ts";
import type { Gateway } from "./gateway.ts";

type Options = {
  everyMs: number;
  /** How long others may use an earlier configuration. */
  configurationMs: number;
  /** Registers the gateway, optionally with a TLS certificate to be presented later. */
  register(tlsCertificate?: Certificate): Promise<void>;
};

/** A registered certificate that waits until every gateway may know it. */
type Announced = { chain: Certificate[]; since: number | undefined };

/**
 * Renews a gateway's certificates while it runs; keys stay the same. A seal is used as soon as its status is known. A TLS certificate is
 * registered first, and presented once the configuration that names it is older than any that does not (ADR 74).
 */
export function renewGateway(gateway: Gateway, { everyMs, configurationMs, register }: Options): Schedule {
  const { ctx, identity, directory } = gateway;
  let announced: Announced | undefined;

  async function renewSeal(): Promise<void> {
    if (!identity.seal.isDue()) return;
    const chain = await identity.seal.issue();
    await gateway.trust.staple.adopt(chain[0]!, () => identity.seal.take(chain));
  }

  async function renewEncryption(): Promise<void> {
    if (!identity.encryption.isDue()) return;
    identity.encryption.take(await identity.encryption.issue());
    await register(announced?.chain[0]);
  }

  const isPublished = ({ fingerprint }: Certificate): boolean =>
    (findMember(directory.current(), gateway.agency.member)?.gateways ?? []).some(({ tlsFingerprints }) =>
      tlsFingerprints.includes(fingerprint),
    );

  async function renewTls(): Promise<void> {
    if (!announced && !identity.tls.isDue()) return;
    if (!announced) {
      const chain = await identity.tls.issue();
      await register(chain[0]);
      announced = { chain, since: undefined };
    }
    const now = ctx.clock.now().getTime();
    if (announced.since === undefined && isPublished(announced.chain[0]!)) announced.since = now;
    if (announced.since === undefined || now - announced.since < configurationMs) return;
    identity.showTls(announced.chain);
    announced = undefined;
  }

  return {
    name: "road.gateway-certificates",
    everyMs,
    // a failure does not keep the others from being renewed
    run: async () => {
      await Promise.all(
        [renewSeal, renewEncryption, renewTls].map((renew) =>
          renew().catch((error: unknown) =>
            ctx.log.error({ err: error, member: gateway.agency.member }, "a certificate was not renewed"),
          ),
        ),
      );
    },
  };
}
