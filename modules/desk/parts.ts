import { readRoad } from "@troad/directory";
import { failures, type ModuleContext } from "@troad/kernel";
import { roadApi } from "@troad/road/api";
import {
  type EntryNames,
  entryNamesOf,
  type Names,
  namesOf,
  type Places,
  placesOf,
  readRoles,
  type Site,
  workSite,
} from "@troad/web";
import { type Ask, openAsk } from "./ask.ts";
import { type OfficersRegisters, officersRegisters } from "./registers.ts";

/** What every page has. */
export type Parts = {
  ctx: Pick<ModuleContext, "clock" | "texts">;
  site: Site;
  registersOf: OfficersRegisters;
  ask: Ask;
  names: Names;
  entries: EntryNames;
  places: Places;
};

export const pageFailure = failures({ "desk.no-register": 403, "desk.register-unknown": 404, "desk.not-answered": 503 });

export function openPages(ctx: ModuleContext): Parts {
  const { instance } = readRoad(ctx.content);
  return {
    ctx,
    site: workSite(ctx, ["/registers"]),
    registersOf: officersRegisters(ctx.content, readRoles(ctx.content)),
    ask: openAsk(ctx, ctx.use(roadApi), instance),
    names: namesOf(ctx),
    entries: entryNamesOf(ctx),
    places: placesOf(ctx),
  };
}
