import { defineJob } from "@troad/kernel";
import Type from "typebox";

/** Tells a program that something became of messages; the program asks for the rest. */
export const tellProgram = defineJob("invoice.tell-program", {
  payload: Type.Object({
    program: Type.Integer(),
    key: Type.String({ maxLength: 100 }),
    type: Type.String({ maxLength: 60 }),
    at: Type.String({ maxLength: 30 }),
    data: Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 500 })),
  }),
  retry: { attempts: 40, firstMs: 1_000, mostMs: 600_000 },
});

/** Tells the programs of shops what came of a day, some at a time. */
export const tellDay = defineJob("invoice.tell-day", {
  payload: Type.Object({ day: Type.String({ maxLength: 10 }), after: Type.Integer() }),
  concurrency: 1,
});
