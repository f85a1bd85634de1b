import type { ModuleContext } from "@troad/kernel";
import { signatureSeconds } from "../national/request.ts";
import { forgetSignatures } from "../store/apps.ts";

const everyMs = 60_000;

/** Removes signatures whose time stamp no longer holds: a request with one of them is refused by its stamp. */
export function sweepSignatures(ctx: ModuleContext): { start(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const sweep = async (): Promise<void> => {
    const before = new Date(ctx.clock.now().getTime() - signatureSeconds * 1000).toISOString();
    await forgetSignatures(ctx.db, before);
  };
  return {
    start: () => {
      timer = setInterval(
        () => void sweep().catch((err: unknown) => ctx.log.error({ err }, "used signatures were not removed")),
        everyMs,
      );
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}
