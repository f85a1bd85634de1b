import { type KeyObject, X509Certificate } from "node:crypto";
import type { ModuleContext } from "@troad/kernel";
import { trustReader } from "@troad/pki/trust";
import { verifySealJws } from "@troad/trust";
import { compactVerify, decodeProtectedHeader } from "jose";
import type { VerifySeal } from "../domain/consent.ts";

/** How long the verdict on a chain is kept, and of how many. */
const keptMs = 60_000;
const mostKept = 32;
type Kept = { key: KeyObject; trusted: object; from: number; until: number };

/**
 * Trusts what the platform's member sealed under the installation's roots. The header of a token names its kind and its whole chain: a header that was
 * trusted a moment ago, letter by letter, needs its signature checked and not its chain again.
 */
export function sealVerifier(ctx: Pick<ModuleContext, "use" | "log" | "clock">, member: string): VerifySeal {
  const reader = trustReader(ctx);
  const kept = new Map<string, Kept>();

  function keep(name: string, jws: string, trusted: object, now: number): void {
    const chain = (decodeProtectedHeader(jws).x5c ?? []).map((der) => new X509Certificate(Buffer.from(der, "base64")));
    const until = Math.min(now + keptMs, ...chain.map(({ validTo }) => Date.parse(validTo)));
    kept.set(name, { key: chain[0]!.publicKey, trusted, from: now, until });
    for (const oldest of kept.keys()) if (kept.size > mostKept) kept.delete(oldest);
  }

  return async (jws, typ) => {
    const trusted = await reader();
    const at = ctx.clock.now();
    const now = at.getTime();
    const name = `${typ} ${jws.slice(0, jws.indexOf("."))}`;
    const known = kept.get(name);
    if (known && known.trusted === trusted && known.from <= now && now < known.until) {
      try {
        const { payload } = await compactVerify(jws, known.key, { algorithms: ["ES256", "ES384", "RS256"] });
        return { ok: true, value: JSON.parse(Buffer.from(payload).toString("utf8")) as Record<string, unknown> };
      } catch {
        // the whole check says what is wrong with it
      }
    }
    const checked = await verifySealJws(jws, { typ, ...trusted, at, member });
    if (checked.ok) keep(name, jws, trusted, now);
    return checked;
  };
}
