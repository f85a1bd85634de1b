import type { Side } from "../../store/messages.ts";
import type { LoggedOutcome, LoggedRequest } from "./logged.ts";

/** An exchange that this process works on, and what it will come to. */
export type Running = { row: LoggedRequest; outcome: Promise<LoggedOutcome> };

/** Whose exchange it is: ids are distinguished by their consumer. */
type Named = { side: Side; consumer: string; id: string };

export type UnderWay = {
  find(of: Named): Running | undefined;
  /** Runs an exchange that is not under way; anyone who comes with the same id meanwhile finds it and waits for its outcome. */
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
