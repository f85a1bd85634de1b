import type { StoredAgreement } from "@troad/directory";
import type { ModuleContext } from "@troad/kernel";
import type { accessService } from "./service.ts";

/** Agreements on file are entered once, as approved applications; a later file changes no decision. Gives the new ones. */
export async function seedAgreements(
  ctx: ModuleContext,
  desk: Pick<ReturnType<typeof accessService>, "begin" | "within">,
  agreements: StoredAgreement[],
  /** Their source: content, or the registry's operator. */
  actor = "content",
): Promise<StoredAgreement[]> {
  const entered: StoredAgreement[] = [];
  for (const { id, consumer, provider, ...agreement } of agreements) {
    // an agreement on file without a volume has no limit: the largest figure that an application could name
    const terms = { ...agreement, volume: agreement.volume ?? 1_000_000_000 };
    const fresh = await ctx.db.tx((tx) => desk.begin(tx, id, actor, { consumer, provider, agency: "content", terms }));
    if (!fresh) continue;
    await desk.within(id, (open) => open.append(actor, { type: "approved", data: { agency: "content", terms, note: null } }));
    entered.push({ id, consumer, provider, ...agreement });
  }
  return entered;
}
