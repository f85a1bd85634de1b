import path from "node:path";
import { exactly, type LocalServer, type ModuleContext, openLocalServer, textUpTo } from "@troad/kernel";
import Type from "typebox";
import type { Applications } from "../applications/applications.ts";

/** What the authority's operator may do at the running program. */
export type PkiOperator = Pick<Applications, "pending" | "decide">;

export const openPkiOperator = (ctx: Pick<ModuleContext, "folder" | "texts" | "log">, api: PkiOperator): Promise<LocalServer> =>
  openLocalServer(ctx, path.join(ctx.folder, "operator"), {
    methods: ["pending", "decide"],
    asked: { decide: exactly({ id: textUpTo(60), approve: Type.Boolean(), reason: textUpTo(500) }) },
    api,
    actor: "operator",
  });
