import type { Dispatcher } from "undici";

/** Whether any byte of a request may have been sent: from then on the other side may have acted on it. */
export type Sending = { sent: boolean };

/**
 * A dispatcher that notes in `opaque`, a `Sending`, when it begins to write the request to a connection. A failure to connect leaves it
 * unset.
 */
export const tellingSent = (dispatcher: Dispatcher): Dispatcher =>
  dispatcher.compose((dispatch) => (options, handler) => {
    const begin = handler.onRequestStart?.bind(handler);
    handler.onRequestStart = (controller, context) => {
      const { opaque } = options as { opaque?: Sending | null };
      if (opaque) opaque.sent = true;
      begin?.(controller, context);
    };
    return dispatch(options, handler);
  });
