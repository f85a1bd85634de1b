import type { ModuleContext } from "@troad/kernel";
import { type Certificate, parseCertificate } from "@troad/trust";
import { type Anchor, type PkiApi, pkiApi, type TrustAnchors } from "./api.ts";

/** The list, read. What has ended stays in it: a chain is checked for its own moment, and old evidence needs old certificates. */
export type Trusted = { roots: Certificate[]; intermediates: Certificate[]; tsas: Certificate[]; urls: TrustAnchors["urls"] };

export function trustedOf({ roots, intermediates, tsas, urls }: TrustAnchors): Trusted {
  const read = (anchors: Anchor[]): Certificate[] => anchors.map(({ certificate }) => parseCertificate(certificate));
  return { roots: read(roots), intermediates: read(intermediates), tsas: read(tsas), urls };
}

/** The certificate that issued this one, among those; undefined if none did. */
export const issuerAmong = (certificates: readonly Certificate[], of: Certificate): Certificate | undefined =>
  certificates.find(
    ({ subjectDer, subjectKeyId }) =>
      subjectDer.equals(of.issuerDer) && (!of.authorityKeyId || of.authorityKeyId === subjectKeyId),
  );

/**
 * Reads the trust anchors, and again when the time for which they may be held is over. While the authority is away the last list stays in
 * use.
 */
export function trustReader(ctx: Pick<ModuleContext, "use" | "log">): () => Promise<Trusted> {
  let held: { trusted: Trusted; until: number } | undefined;
  let reading: Promise<Trusted> | undefined;
  const read = async (): Promise<Trusted> => {
    const anchors = await ctx.use<PkiApi>(pkiApi).trustAnchors();
    const trusted = trustedOf(anchors);
    held = { trusted, until: performance.now() + anchors.holdSeconds * 1000 };
    return trusted;
  };
  return async () => {
    if (held && performance.now() < held.until) return held.trusted;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    const before = held;
    if (!before) return reading;
    return reading.catch((error: unknown) => {
      ctx.log.warn({ err: error }, "the authority is away: the trust anchors of before are used");
      return before.trusted;
    });
  };
}
