import { CodedError, type ModuleContext } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import type { Names, OwnError, Site } from "@troad/web";
import type { Session } from "../auth/sessions.ts";

export type MessageParts = {
  ctx: ModuleContext;
  site: Site<Session>;
  work: Site;
  names: Pick<Names, "agency">;
  notify: NotifyApi;
};
export const reachAddress = "/me/messages/reach";
export const noticesAddress = "/work/notices";

/** What stands against a field; anything else is thrown on. */
export async function fieldFault(field: string, work: Promise<unknown>): Promise<OwnError[]> {
  try {
    await work;
    return [];
  } catch (error) {
    if (error instanceof CodedError && error.code.startsWith("notify.") && error.code !== "notify.not-found")
      return [{ field, code: error.code }];
    throw error;
  }
}
