import path from "node:path";
import { codePattern, servicesSchema } from "@troad/directory";
import { type LocalServer, type ModuleContext, openLocalServer } from "@troad/kernel";
import Type, { type TSchema } from "typebox";
import type { GatewayApi } from "../api.ts";

const code = Type.String({ pattern: codePattern });
const closed = { additionalProperties: false };
const asked = {
  services: Type.Undefined(),
  setService: Type.Object({ service: servicesSchema.items }, closed),
  endService: Type.Object({ subsystem: code, service: code }, closed),
  systems: Type.Undefined(),
  admitSystem: Type.Object({ subsystem: code, certificate: Type.String({ maxLength: 20_000 }) }, closed),
  endSystem: Type.Object({ subsystem: code, fingerprint: Type.String({ pattern: "^[0-9a-f]{64}$" }) }, closed),
} satisfies Record<keyof GatewayApi, TSchema>;

/** Where a gateway's operator sets it, on its own machine (`troad gateway`). The platform has no part in it. */
export const openSettingsListener = (
  ctx: Pick<ModuleContext, "folder" | "texts" | "log">,
  agency: string,
  api: GatewayApi,
): Promise<LocalServer> =>
  openLocalServer(ctx, path.join(ctx.folder, "settings", agency), {
    methods: Object.keys(asked),
    asked,
    api,
    actor: `operator of ${agency}`,
  });
