import type { StoredAgreement } from "@troad/directory";
import type { ModuleContext } from "@troad/kernel";
import { registryFailure } from "../failures.ts";
import type { Change } from "../push.ts";
import { seedAgreements } from "./seed.ts";
import type { accessService } from "./service.ts";

type Parts = {
  ctx: ModuleContext;
  access: Pick<ReturnType<typeof accessService>, "begin" | "within">;
  changed(change: Change): Promise<void>;
};

/** Enters agreements that were concluded on paper, as content does at start; the gateways concerned are notified before this returns. */
export async function enterAgreements(
  { ctx, access, changed }: Parts,
  agreements: StoredAgreement[],
  actor: string,
): Promise<void> {
  const entered = await seedAgreements(ctx, access, agreements, actor);
  const members = [...new Set(entered.flatMap(({ consumer, provider }) => [consumer, provider].map(memberIn)))];
  if (entered.length > 0) await changed({ members, denied: [] });
  const taken = agreements.find(({ id }) => !entered.some((one) => one.id === id));
  if (taken) throw registryFailure("registry.agreement-taken", { id: taken.id });
}

const memberIn = (identifier: string): string => identifier.split("/").slice(1, 3).join("/");
