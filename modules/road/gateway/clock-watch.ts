import type { ModuleContext } from "@troad/kernel";
import { imprintOf } from "@troad/trust";
import { type StampSource, timeStamp } from "./sealing/time-stamp.ts";

export type ClockWatch = {
  /** Compares now; an authority that is away changes nothing. */
  look(): Promise<void>;
  /** Every time stamp that is got anyway is a comparison too. */
  note(asked: Date, said: Date, answered: Date): void;
  /** By how many seconds the clock was off when it was last compared; undefined while it is right. */
  offBySeconds(): number | undefined;
  stop(): void;
};

/** As exact as the check before activation asks (`registry/requests/segment.ts`); genTime may be in whole seconds. */
const toleranceMs = 5_000;
const rightMs = 60_000;
/** A clock that was off is checked again sooner: it is being corrected. */
const wrongMs = 2_000;

/**
 * Compares the clock with the time-stamping authority's, whose time is signed (RFC 3161 genTime). A gateway whose clock is off would take
 * expired answers for fresh ones and sign with a moment that is none: it notices and stops, and nobody else is concerned.
 */
export function openClockWatch(source: StampSource & { ctx: ModuleContext }): ClockWatch {
  const { ctx } = source;
  let offMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const isOff = (): boolean => Math.abs(offMs) > toleranceMs;

  function note(asked: Date, said: Date, answered: Date): void {
    const wasOff = isOff();
    const genTime = said.getTime();
    // anywhere between question and answer, or within the second that genTime names, is right
    if (genTime + 1_000 < asked.getTime()) offMs = asked.getTime() - genTime;
    else offMs = Math.min(0, answered.getTime() - genTime);
    if (isOff() && !wasOff) ctx.log.error({ offMs }, "the clock of this gateway is wrong; exchanges are paused");
    if (isOff() !== wasOff) next();
  }
  const look = async (): Promise<void> => {
    try {
      await timeStamp({ ...source, clockWatch: { note } }, imprintOf(ctx.ids.random(32)));
    } catch (error) {
      ctx.log.debug({ err: error }, "the clock was not compared");
    }
  };
  function next(): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void look().then(next), isOff() ? wrongMs : rightMs);
  }
  next();
  return {
    look,
    note,
    offBySeconds: () => (isOff() ? Math.round(offMs / 1_000) : undefined),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
