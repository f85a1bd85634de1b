import type { Clock } from "@troad/kernel";
import type { Certificate } from "@troad/trust";
import type { LiveTrust } from "../configuration/live-trust.ts";
import type { GatewayIdentity } from "../identity.ts";
import { fetchOcsp } from "../sealing/staple.ts";

type Parts = {
  identity: Pick<GatewayIdentity, "tls">;
  live: Pick<LiveTrust, "issuerOf">;
  services: { ocsp: string };
  ctx: { clock: Clock };
};

/**
 * The status answer for our own TLS certificate, which X-Road wants with each request and at a separate port. Fetched when needed and kept
 * for half of its life; an older one that is still valid is good enough while the responder is away.
 */
export function openOwnStatus({ identity, live, services, ctx }: Parts): () => Promise<Buffer> {
  let held: { der: Buffer; renew: number; until: number; certificate: Certificate } | undefined;
  let asking: Promise<Buffer> | undefined;
  const ask = async (): Promise<Buffer> => {
    const { certificate } = identity.tls;
    const { der, freshUntil } = await fetchOcsp({
      url: services.ocsp,
      certificate,
      issuer: live.issuerOf(certificate),
      clock: ctx.clock,
    });
    const [now, until] = [ctx.clock.now().getTime(), freshUntil.getTime()];
    held = { der, renew: now + (until - now) / 2, until, certificate };
    return der;
  };
  return async () => {
    const now = ctx.clock.now().getTime();
    if (held && held.certificate !== identity.tls.certificate) held = undefined;
    if (held && now < held.renew) return held.der;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    try {
      return await asking;
    } catch (error) {
      if (held && now < held.until) return held.der;
      throw error;
    }
  };
}
