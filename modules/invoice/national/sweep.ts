import type { ModuleContext, Schedule } from "@troad/kernel";
import { forgetSignatures } from "./apps-store.ts";
import { signatureSeconds } from "./request.ts";

/** Removes signatures whose time stamp has expired: the stamp alone gets a request with one of them refused. */
export const sweepSignatures = ({ db, clock }: ModuleContext): Schedule => ({
  name: "invoice.used-signatures",
  everyMs: 60_000,
  onceIn: db,
  run: () => forgetSignatures(db, new Date(clock.now().getTime() - signatureSeconds * 1000).toISOString()),
});
