import type { Transport } from "./transport.ts";

/** What happened in an application: `state` is one of received, in-review, needs-action, granted, refused, withdrawn, closed. */
export type ApplicationEvent = {
  /** The person, as the sign-in named them. */
  subject: string;
  state: string;
  /** RFC 3339. */
  at: string;
  /** With the first event: online, counter, phone or post. */
  channel?: string;
  /** Until when the person has to act. */
  due?: string;
  /** Where the person reads more, at the service. */
  link?: string;
};

const part = encodeURIComponent;

/** An application that was prepared for a person, who takes it at `address` within a day. */
export type Prepared = { id: string; expiresAt: string; address: string };

/** For a page that prepares applications: the person looks at the answers at `address` and submits there; nothing is applied for without them. */
export const openApplications = (transport: Transport) => ({
  /** `answers` by the names of the form's fields, as a browser sends them; the same request under the same `key` is the same application. */
  prepare: (asked: { key: string; service: string; answers: Record<string, string | string[]>; returnTo?: string }) =>
    transport.service("POST", "/applications", asked, "cases") as Promise<Prepared>,
  /** Whether it was taken, and where the person lets you know, how it stands. */
  standing: (id: string) =>
    transport.service("GET", `/applications/${part(id)}`, undefined, "cases") as Promise<{
      taken: boolean;
      told: boolean;
      state?: string;
      granted?: boolean | null;
      reference?: string;
    }>,
});

/** For an agency's own service: how people find it, and what they read of their applications. */
export const openServices = (transport: Transport) => ({
  /** Says what the service is; `page` is what it serves at `/.well-known/troad-service.json`. */
  describe: (id: string, page: unknown) =>
    transport.service("PUT", `/services/${part(id)}`, page) as Promise<{ version: number }>,
  end: (id: string) => transport.service("DELETE", `/services/${part(id)}`) as Promise<undefined>,
  /** Tells an event; the same one again, after an unclear end, changes nothing. */
  tell: (id: string, reference: string, event: string, told: ApplicationEvent) =>
    transport.service("PUT", `/services/${part(id)}/applications/${part(reference)}/events/${part(event)}`, told) as Promise<{
      told: "new" | "same";
    }>,
  /** What the platform was told of an application. */
  standing: (id: string, reference: string) =>
    transport.service("GET", `/services/${part(id)}/applications/${part(reference)}`) as Promise<{
      state: string;
      events: { event: string; state: string; at: string }[];
    }>,
});
