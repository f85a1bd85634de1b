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
import { openPace, type Pace } from "./pace.ts";
import { type OfficersRegisters, officersRegisters } from "./registers.ts";

/** What every page has. */
export type Parts = {
  ctx: Pick<ModuleContext, "clock" | "texts">;
  site: Site;
  registersOf: OfficersRegisters;
  ask: Ask;
  pace: Pace;
  names: Names;
  entries: EntryNames;
  places: Places;
};

export const pageFailure = failures({
  "desk.no-register": 403,
  "desk.register-unknown": 404,
  "desk.not-answered": 503,
  "desk.reader-unknown": 404,
});

export function openPages(ctx: ModuleContext): Parts {
  const { instance } = readRoad(ctx.content);
  const pace = openPace(ctx);
  return {
    ctx,
    site: workSite(ctx, ["/registers"]),
    registersOf: officersRegisters(ctx.content, readRoles(ctx.content)),
    ask: openAsk({ ctx, road: ctx.use(roadApi), instance, pace }),
    pace,
    names: namesOf(ctx),
    entries: entryNamesOf(ctx),
    places: placesOf(ctx),
  };
}
