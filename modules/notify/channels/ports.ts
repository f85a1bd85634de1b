/** What is shown to a person, ready in their language; nothing in it comes from people but harmless words. */
export type Words = { subject: string; body: string; link: string | null; open: string; foot: string; lang: string };
/** One message to one address. `id` is the same at every attempt, so that a provider that knows it sends once. */
export type Outgoing = { id: string; to: string; keys: PushKeys | null; words: Words; urgent: boolean };
export type PushKeys = { p256dh: string; auth: string };

/** The address takes nothing, now or later. Any other failure is tried again. */
export class Refused extends Error {
  /** True where the address itself is gone, so that it is not used again. */
  readonly isGone: boolean;
  constructor(reason: string, isGone: boolean) {
    super(reason);
    this.isGone = isGone;
  }
}

/** What carries messages: resolves once the other side has taken it over. */
export type Carrier = { send(message: Outgoing): Promise<void>; close?(): void };
export const channels = ["mail", "sms", "push"] as const;
export type Channel = (typeof channels)[number];
export type Carriers = Partial<Record<Channel, Carrier>>;
