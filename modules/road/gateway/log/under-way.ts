import type { Side } from "../../store/messages.ts";
import type { LoggedOutcome, LoggedRequest } from "./logged.ts";

/** An exchange in progress in this process, and its future outcome. */
export type Running = { row: LoggedRequest; outcome: Promise<LoggedOutcome> };

/** The consumer of the exchange: ids are unique only per consumer. */
type Named = { side: Side; consumer: string; id: string };

export type UnderWay = {
  find(of: Named): Running | undefined;
  /** Runs an exchange unless it is in progress; callers with the same id in the meantime wait for its outcome. */
  run(of: Named, row: LoggedRequest, exchange: () => Promise<LoggedOutcome>): Promise<LoggedOutcome>;
};

export function openUnderWay(): UnderWay {
  const running = new Map<string, Running>();
  const nameOf = ({ side, consumer, id }: Named): string => `${side} ${consumer} ${id}`;
  return {
    find: (of) => running.get(nameOf(of)),
    run: (of, row, exchange) => {
      const name = nameOf(of);
      const outcome = exchange().finally(() => running.delete(name));
      running.set(name, { row, outcome });
      return outcome;
    },
  };
}
