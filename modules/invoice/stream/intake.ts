import { isDatabaseUnavailable, type ModuleContext } from "@troad/kernel";
import { invoiceFailure } from "../errors.ts";
import { type Answer, answerBefore, type Intake, type Read, type Request } from "../intake/take.ts";
import { type Form, packageIdOf, uploadOf } from "./envelope.ts";
import { type Stream, StreamRefused } from "./stream.ts";

/** Taken, not yet judged: what is wrong in it is told with the results of the day. */
export type Unjudged = Omit<Answer, "receivedAt"> & { readonly judged: false };

export const isUnjudged = (answer: Answer | Unjudged): answer is Unjudged => "judged" in answer;

type Parts = { ctx: Pick<ModuleContext, "db">; intake: Intake; stream: Stream | undefined };

/** What shops' programs upload: through the stream where there is one, and otherwise, or while it takes nothing, the direct way. */
export function openStreamIntake({ ctx, intake, stream }: Parts) {
  return {
    /** The answer to an upload that the stream took; undefined if it has to go the direct way. `look` throws for what cannot be judged at all. */
    throughStream: async (
      request: Request,
      form: Form,
      content: Buffer,
      look?: () => void,
    ): Promise<Answer | Unjudged | undefined> => {
      if (!stream) return undefined;
      const before = await answerBefore(ctx.db, request).catch((error: unknown) => {
        if (isDatabaseUnavailable(error)) return undefined;
        throw error;
      });
      if (before) return before;
      look?.();
      const upload = uploadOf(request, form);
      try {
        await stream.publish(upload, content);
      } catch (error) {
        if (!(error instanceof StreamRefused)) throw error;
        stream.alarm.direct(error);
        return undefined;
      }
      return { package: packageIdOf(upload), judged: false, taken: 0, again: [], waiting: [], refused: [], terms: {} };
    },
    direct: (request: Request, read: Read): Promise<Answer> => intake.take(request, read),
  };
}
export type StreamIntake = ReturnType<typeof openStreamIntake>;

/** How long a question waits for what is being judged before it says that it cannot know. */
const patienceMs = 2_000;

/** Asks again, after everything that was in the stream has been judged, before it says that something is absent. */
export const openBarrier =
  (stream: Stream | undefined) =>
  async <T>(ask: () => Promise<T | undefined>): Promise<T | undefined> => {
    const found = await ask();
    if (found !== undefined || !stream) return found;
    if (!(await stream.judged(patienceMs))) throw invoiceFailure("invoice.not-judged");
    return ask();
  };
export type Barrier = ReturnType<typeof openBarrier>;
