import type { ModuleContext, Schedule } from "@troad/kernel";
import { signatureSeconds } from "../national/request.ts";
import { forgetSignatures } from "../store/apps.ts";

/** Removes signatures whose time stamp no longer holds: a request with one of them is refused by its stamp. */
export const sweepSignatures = ({ db, clock }: ModuleContext): Schedule => ({
  name: "invoice.used-signatures",
  everyMs: 60_000,
  onceIn: db,
  run: () => forgetSignatures(db, new Date(clock.now().getTime() - signatureSeconds * 1000).toISOString()),
});
