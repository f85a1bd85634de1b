import type { Database, Ids, ModuleContext } from "@troad/kernel";
import type { Provider } from "./provider.ts";

/** What payments work with; the provider throws `pay.no-provider` where none is configured. */
export type Parts = { db: Database; clock: ModuleContext["clock"]; ids: Ids; provider: () => Provider };
