import type { ModuleContext } from "@troad/kernel";
import {
  buildOcspRequest,
  buildTimestampRequest,
  type Certificate,
  type Imprint,
  tokenOfResponse,
  verifyOcsp,
  verifyTimestamp,
} from "@troad/trust";
import { request } from "undici";
import { issuerAmong, type Trusted } from "./trust.ts";

/** What a signature needs from outside to be verified years later, checked before it is used. */
export type EvidenceSource = {
  /** A time stamp over a digest (RFC 3161). */
  timestamp(imprint: Imprint): Promise<Buffer>;
  /** The status of a certificate, made for this request (RFC 6960); undefined for an authority's own, whose root answers nobody. */
  status(certificate: Certificate): Promise<Buffer | undefined>;
  /** What stands between a certificate and every root: its issuing authority, and cross certificates of that one's root. */
  above(certificate: Certificate): Promise<Certificate[]>;
};

const patienceMs = 10_000;
const nonceBytes = 16;

/** Asks the authority's time-stamping unit and its responder. Throws if one is away or its answer does not verify. */
export function evidenceSource(ctx: Pick<ModuleContext, "clock" | "ids">, trusted: () => Promise<Trusted>): EvidenceSource {
  return {
    timestamp: async (imprint) => {
      const { urls, roots, intermediates } = await trusted();
      const nonce = ctx.ids.random(nonceBytes);
      // a positive INTEGER without leading zero bytes
      nonce[0] = (nonce[0]! & 0x3f) | 0x40;
      const token = tokenOfResponse(await post(urls.tsa, "timestamp-query", buildTimestampRequest({ imprint, nonce })));
      if (!token.ok) throw new Error(`time stamp refused: ${token.code}`);
      const checked = verifyTimestamp(token.value, { imprint, nonce, roots, intermediates });
      if (!checked.ok) throw new Error(`time stamp refused: ${checked.code}`);
      return token.value;
    },
    status: async (certificate) => {
      const { urls, intermediates } = await trusted();
      const issuer = certificate.ca ? undefined : issuerAmong(intermediates, certificate);
      if (!issuer) return undefined;
      const nonce = ctx.ids.random(2 * nonceBytes);
      const answer = await post(urls.ocsp, "ocsp-request", buildOcspRequest({ certificate, issuer, nonce }));
      const checked = verifyOcsp(answer, { certificate, issuer, nonce, now: ctx.clock.now() });
      if (!checked.ok) throw new Error(`OCSP answer refused: ${checked.code}`);
      return answer;
    },
    above: async (certificate) => {
      const { intermediates } = await trusted();
      const issuer = issuerAmong(intermediates, certificate);
      return issuer ? [issuer, ...intermediates.filter((one) => one.subjectDer.equals(issuer.issuerDer))] : [];
    },
  };
}

async function post(url: string, kind: string, body: Buffer): Promise<Buffer> {
  const answer = await request(url, {
    method: "POST",
    headers: { "content-type": `application/${kind}` },
    body,
    headersTimeout: patienceMs,
    bodyTimeout: patienceMs,
    // asked seldom: a connection that stays would only hold up the end of this process and of the authority's
    reset: true,
  });
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  if (answer.statusCode !== 200) throw new Error(`${kind}: HTTP ${answer.statusCode}`);
  return bytes;
}
