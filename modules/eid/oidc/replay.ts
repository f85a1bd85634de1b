import { hash } from "node:crypto";
import type { ModuleContext } from "@troad/kernel";
import type { Provider } from "oidc-provider";
import { useOnce } from "../store/once.ts";

/** Longer than any proof may be used: a DPoP proof may be dated a minute ahead and counts a minute after that. */
const leastSeconds = 600;

/**
 * Ids of client assertions (RFC 7523 section 3) and DPoP proofs (RFC 9449 section 11.1) count once. The provider's own check looks and then
 * writes, so that two processes both find nothing; an insert that can fail has no gap.
 */
export function countOnce(ctx: Pick<ModuleContext, "db" | "clock">, provider: Provider): void {
  const detection = provider.ReplayDetection as unknown as { unique(iss: string, jti: string, exp: number): Promise<boolean> };
  detection.unique = (iss, jti, exp) => {
    const now = Math.floor(ctx.clock.now().getTime() / 1000);
    const until = new Date(Math.max(exp, now + leastSeconds) * 1000).toISOString();
    return useOnce(ctx.db, "jti", hash("sha256", JSON.stringify([iss, jti]), "base64url"), until);
  };
}
