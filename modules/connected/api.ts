import { defineApi, exactly, textUpTo } from "@troad/kernel";
import type { Figures } from "./store/applications.ts";

export type ConnectedFigures = Figures & { service: string; agency: string; name: { en: string; "zh-Hant": string } };
export type ConnectedApi = {
  /** Services that agencies run themselves, with what was counted of their applications between two instants. */
  figures(request: { from: string; to: string }): Promise<ConnectedFigures[]>;
};

export const connectedApi = defineApi<ConnectedApi>("connected", {
  figures: [exactly({ from: textUpTo(40), to: textUpTo(40) })],
});
