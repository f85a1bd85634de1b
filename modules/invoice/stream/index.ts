import type { BanCheck } from "@troad/invoice-formats";
import type { ModuleContext } from "@troad/kernel";
import { invoiceFailure } from "../errors.ts";
import type { Intake } from "../intake/take.ts";
import type { StreamSettings } from "./connection.ts";
import { unpacked } from "./envelope.ts";
import { openBarrier, openStreamIntake } from "./intake.ts";
import { openJudge, openJudging } from "./judge.ts";
import { openKnownSenders } from "./known-senders.ts";
import { openStream } from "./stream.ts";

type Parts = {
  ctx: Pick<ModuleContext, "db" | "log" | "metrics">;
  settings: StreamSettings | undefined;
  intake: Intake;
  isBan: BanCheck;
};

/** How long a draw waits, in one turn of its job, for what was taken before it. */
const drawPatienceMs = 20_000;

/** The way through the stream, if the installation has one: taking, judging, and questions about what is in it. */
export function openStreaming({ ctx, settings, intake, isBan }: Parts) {
  const judge = openJudging({ ctx, intake, isBan });
  const stream =
    settings &&
    openStream({
      ...{ ctx, settings },
      forgotten: async (uploads) => {
        for (const { upload, content, at } of uploads) await judge(upload, await unpacked(content), at);
      },
    });
  const judging = stream && openJudge({ ctx, stream, judge });
  return {
    intake: openStreamIntake({ ctx, intake, stream }),
    barrier: openBarrier(stream),
    knownSenders: stream ? openKnownSenders() : undefined,
    /** Returns once everything that was taken before now is judged; throws `invoice.not-judged` otherwise. */
    settled: async (): Promise<void> => {
      if (stream && !(await stream.judged(drawPatienceMs))) throw invoiceFailure("invoice.not-judged");
    },
    start: (): void => {
      stream?.start();
      judging?.start();
    },
    stop: async (): Promise<void> => {
      await judging?.stop();
      await stream?.stop();
    },
  };
}
export type Streaming = ReturnType<typeof openStreaming>;
