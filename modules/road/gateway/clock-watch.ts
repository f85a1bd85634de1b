import type { ModuleContext } from "@troad/kernel";
import { imprintOf } from "@troad/trust";
import { type StampSource, timeStamp } from "./sealing/time-stamp.ts";

export type ClockWatch = {
  /** Compares now; if the authority is away, nothing changes. */
  look(): Promise<void>;
  /** Every time stamp obtained for other purposes also serves as a comparison. */
  note(asked: Date, said: Date, answered: Date): void;
  /** The clock's offset in seconds at the last comparison; undefined while it is acceptable. */
  offBySeconds(): number | undefined;
  stop(): void;
};

/** The tolerance of the check before activation (`registry/requests/segment.ts`); genTime may be in whole seconds. */
const toleranceMs = 5_000;
const rightMs = 60_000;
/** A clock that is off is checked again sooner, because someone is correcting it. */
const wrongMs = 2_000;

/**
 * Compares the clock with the time-stamping authority's, whose time is signed (RFC 3161 genTime). A gateway whose clock is off would accept
 * expired answers and sign with a wrong time: it notices and stops, without affecting anyone else.
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
    // any time between request and answer, or within the second that genTime names, is right
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
