import { kernelFailure } from "../errors.ts";
import { within } from "./patience.ts";

/** Every caller, such as a load balancer, gets an answer within this time even if a check hangs. */
const answerMs = 1_500;
/** A check that hangs is abandoned after this time and started again; until then all callers share it, so that checks do not pile up. */
const abandonMs = 10_000;

const late = () => kernelFailure("service.not-ready", {}, "no answer in time");

/**
 * A check whose failure is told only once it has lasted for `graceMs`: for what requests wait for themselves, so that over a change of the database's leader
 * no replica is taken out. No answer within `answerMs` is a failure too.
 */
export function withGrace(check: () => Promise<void>, graceMs: number, answerMs = 1_000): () => Promise<void> {
  let lastGood = performance.now();
  return async () => {
    const began = performance.now();
    try {
      if (graceMs === 0) return await check();
      const isGood = await within(
        answerMs,
        check().then(() => true),
        false,
      );
      if (!isGood) throw late();
      lastGood = began;
    } catch (error) {
      if (performance.now() - lastGood >= graceMs) throw error;
    }
  };
}

/** Limits the duration of a check; throws `service.not-ready` if it does not finish in time. */
export function timelyCheck(check: () => Promise<void>, limits = { answerMs, abandonMs }): () => Promise<void> {
  let running: Promise<void> | undefined;
  return async () => {
    running ??= start();
    const isGood = await within(
      limits.answerMs,
      running.then(() => true),
      false,
    );
    if (!isGood) throw late();
  };

  function start(): Promise<void> {
    const checked = check();
    const forget = (): void => {
      clearTimeout(abandoned);
      if (running === checked) running = undefined;
    };
    const abandoned = setTimeout(forget, limits.abandonMs).unref();
    checked.then(forget, forget);
    return checked;
  }
}
