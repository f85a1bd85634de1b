import type { ModuleContext } from "@troad/kernel";
import type { StoredAgreement } from "../../domain/agreement.ts";
import type { accessDesk } from "./desk.ts";

/** Agreements of content come in once, as applications that were approved on file; later changes of content change nothing decided. */
export async function seedAgreements(
  ctx: ModuleContext,
  desk: Pick<ReturnType<typeof accessDesk>, "begin" | "within">,
  agreements: StoredAgreement[],
): Promise<void> {
  for (const { id, consumer, provider, ...agreement } of agreements) {
    // an agreement on file that says no volume has none: the largest figure that an application could name
    const terms = { ...agreement, volume: agreement.volume ?? 1_000_000_000 };
    const fresh = await ctx.db.tx((tx) => desk.begin(tx, id, "content", { consumer, provider, agency: "content", terms }));
    if (fresh)
      await desk.within(id, (open) =>
        open.append("content", { type: "approved", data: { agency: "content", terms, note: null } }),
      );
  }
}
