import type { StoredAgreement } from "@troad/directory";
import { CodedError, type ModuleContext, taipeiDate } from "@troad/kernel";
import { foldApplication, rightOf } from "../../domain/application.ts";
import { accessActions, accessLedger, rightsInForce } from "../../store/access.ts";

/**
 * The rights in force, each according to its application's chain. The index only names the candidates: an altered row gives no other right
 * than the approved one, and one whose chain is broken gives none.
 */
export function accessRights(ctx: Pick<ModuleContext, "db" | "clock" | "ledger" | "log">): () => Promise<StoredAgreement[]> {
  const ledger = ctx.ledger(accessLedger);
  const proven = async (id: string, today: string): Promise<StoredAgreement | undefined> => {
    try {
      const application = foldApplication(await accessActions(ledger, ctx.db, id));
      const { state, granted } = application;
      if (state === "approved" && granted && (granted.validUntil === null || granted.validUntil >= today))
        return rightOf(id, application, granted);
      ctx.log.error({ id, state }, "a right is left out: its application does not give it");
    } catch (error) {
      // the ledger has reported it already
      if (!(error instanceof CodedError) || error.code !== "ledger.broken") throw error;
    }
    return undefined;
  };
  return async () => {
    const today = taipeiDate(ctx.clock.now());
    const candidates = await rightsInForce(ctx.db, today);
    const rights = await Promise.all(candidates.map(({ id }) => proven(id, today)));
    return rights.filter((right) => right !== undefined);
  };
}
