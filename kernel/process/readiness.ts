import { kernelFailure } from "../errors.ts";

/** Every caller, such as a load balancer, gets an answer within this time even if a check hangs. */
const answerMs = 1_500;
/** A check that hangs is abandoned after this time and started again; until then all callers share it, so that checks do not pile up. */
const abandonMs = 10_000;

/** Limits the duration of a check; throws `service.not-ready` if it does not finish in time. */
export function timelyCheck(check: () => Promise<void>, limits = { answerMs, abandonMs }): () => Promise<void> {
  let running: Promise<void> | undefined;
  return async () => {
    running ??= start();
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(kernelFailure("service.not-ready", {}, "no answer in time")), limits.answerMs);
    try {
      await Promise.race([running, late]);
    } finally {
      clearTimeout(timer);
    }
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
