import Type, { type Static, type TSchema } from "typebox";
import { problemFinder } from "../schema.ts";
import { defineJob } from "./definition.ts";

/** Names an event and defines its payload; the name ends in its version: `road.exchange-recorded.v1`. */
export type EventToken<T = unknown> = {
  readonly name: string;
  /** Why a payload does not fit, or undefined. */
  fault(payload: unknown): string | undefined;
  readonly type?: T;
};
export const defineEvent = <S extends TSchema>(name: `${string}.v${number}`, payload: S): EventToken<Static<S>> => ({
  name,
  fault: problemFinder(payload),
});

/** Delivers an event to one subscriber, wherever it runs. */
export const deliverEvent = defineJob("kernel.deliver-event", {
  payload: Type.Object({ event: Type.String(), id: Type.String(), subscriber: Type.String(), payload: Type.Unknown() }),
});
