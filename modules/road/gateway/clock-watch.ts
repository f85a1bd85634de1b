import type { ModuleContext } from "@troad/kernel";
import { imprintOf } from "@troad/trust";
import { type StampSource, timeStamp } from "./time-stamp.ts";

export type ClockWatch = {
  /** Compares now; an authority that is away changes nothing. */
  look(): Promise<void>;
  /** By how many seconds the clock was off when it was last compared; undefined while it is right. */
  offBySeconds(): number | undefined;
  stop(): void;
};

/** As exact as the check before activation asks (`registry/requests/segment.ts`); genTime may be in whole seconds. */
const toleranceMs = 5_000;
const rightMs = 60_000;
/** A clock that was wrong is looked at sooner: somebody is mending it. */
const wrongMs = 2_000;

/**
 * Compares the clock with the time-stamping authority's, whose time is signed (RFC 3161 genTime). A gateway whose clock is off would take
 * expired answers for fresh ones and sign with a moment that is none: it notices and stops, and nobody else is concerned.
 */
export function openClockWatch(gateway: StampSource & { ctx: ModuleContext }): ClockWatch {
  const { ctx } = gateway;
  let offMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const isOff = (): boolean => Math.abs(offMs) > toleranceMs;

  async function compare(): Promise<void> {
    const imprint = imprintOf(ctx.ids.random(32));
    const before = ctx.clock.now().getTime();
    const { stamp } = await timeStamp(gateway, imprint);
    const after = ctx.clock.now().getTime();
    const genTime = stamp.genTime.getTime();
    // anywhere between question and answer, or within the second that genTime names, is right
    if (genTime + 1_000 < before) offMs = before - genTime;
    else offMs = genTime > after ? after - genTime : 0;
    if (isOff()) ctx.log.error({ offMs }, "the clock of this gateway is wrong; exchanges are paused");
  }
  const look = (): Promise<void> =>
    compare().catch((error: unknown) => ctx.log.debug({ err: error }, "the clock was not compared"));
  const next = (): void => {
    timer = setTimeout(() => void look().then(() => !stopped && next()), isOff() ? wrongMs : rightMs);
  };
  next();
  return {
    look,
    offBySeconds: () => (isOff() ? Math.round(offMs / 1_000) : undefined),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
