import {
  AckPolicy,
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type StoredMsg,
} from "@nats-io/jetstream";
import { connect, type NatsConnection, nanos } from "@nats-io/transport-node";

export type StreamSettings = {
  readonly servers: readonly string[];
  readonly token: string | undefined;
  readonly maxBytes: number;
};

export const streamName = "invoice-intake";
export const subject = "invoice.intake";
export const judgeName = "judge";
/** Within it, the stream itself takes the same request once; later the database does. */
const dedupMs = 120_000;
/** Until a message that was given to a process which died is given to another one. */
export const ackWaitMs = 4_000;
const replyMs = 2_000;

/** Where the stream begins and ends; `created` tells one stream from another of the same name. */
export type StreamState = { readonly first: number; readonly last: number; readonly messages: number; readonly created: string };
export type Link = { readonly nc: NatsConnection; readonly js: JetStreamClient; readonly jsm: JetStreamManager };

/** Connects, and goes on trying: also for as long as no server is there yet. */
export async function openLink({ servers, token }: StreamSettings): Promise<Link> {
  const nc = await connect({
    servers: [...servers],
    ...(token === undefined ? {} : { token }),
    name: "troad invoice",
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 100,
    timeout: replyMs,
    pingInterval: 5_000,
    maxPingOut: 2,
    ignoreAuthErrorAbort: true,
  });
  return { nc, js: jetstream(nc, { timeout: replyMs }), jsm: await jetstreamManager(nc, { timeout: replyMs, checkAPI: false }) };
}

const isMissing = (error: unknown): boolean =>
  error instanceof JetStreamApiError &&
  (error.code === JetStreamApiCodes.StreamNotFound || error.code === JetStreamApiCodes.ConsumerNotFound);

export async function stateOf({ jsm }: Link): Promise<StreamState | undefined> {
  try {
    const { state, created } = await jsm.streams.info(streamName);
    return { first: state.first_seq, last: state.last_seq, messages: state.messages, created };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Makes the stream if it is missing; on every server up to three, in files. What has been judged is removed from it. */
export async function makeStream({ jsm }: Link, { servers, maxBytes }: StreamSettings): Promise<void> {
  await jsm.streams.add({
    name: streamName,
    subjects: [subject],
    storage: StorageType.File,
    num_replicas: servers.length >= 3 ? 3 : 1,
    retention: RetentionPolicy.Workqueue,
    // what is full refuses: nothing that was acknowledged makes room
    discard: DiscardPolicy.New,
    max_bytes: maxBytes,
    duplicate_window: nanos(dedupMs),
  });
}

export async function makeConsumer({ jsm }: Link): Promise<void> {
  try {
    await jsm.consumers.info(streamName, judgeName);
  } catch (error) {
    if (!isMissing(error)) throw error;
    await jsm.consumers.add(streamName, {
      durable_name: judgeName,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ackWaitMs),
      max_deliver: -1,
      max_ack_pending: 64,
    });
  }
}

/**
 * A message that the consumer holds for acknowledged although it is still in the stream, as happens when all servers are killed while an
 * acknowledgement is on its way; nobody would be given it any more.
 */
export async function leftBehind({ jsm }: Link, first: number): Promise<StoredMsg | undefined> {
  const { ack_floor: floor, num_ack_pending: pending, num_pending: waiting } = await jsm.consumers.info(streamName, judgeName);
  if (first > floor.stream_seq && pending + waiting > 0) return undefined;
  return (await jsm.streams.getMessage(streamName, { seq: first })) ?? undefined;
}

export const removeMessage = async ({ jsm }: Link, seq: number): Promise<void> => {
  await jsm.streams.deleteMessage(streamName, seq, false);
};
