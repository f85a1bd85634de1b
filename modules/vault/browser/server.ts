/** What the server refused, in its words. */
export class Refused extends Error {
  readonly code: string;
  constructor(code: string, title: string) {
    super(title);
    this.code = code;
  }
}

async function answered(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  const { code, title } = (await answer.json().catch(() => ({}))) as { code?: string; title?: string };
  throw new Refused(code ?? String(answer.status), title ?? String(answer.status));
}

const accept = "application/json";

export async function read<T>(address: string): Promise<T> {
  return (await (await answered(await fetch(address, { headers: { accept } }))).json()) as T;
}

const send = (address: string, body: unknown): Promise<Response> =>
  fetch(address, { method: "POST", headers: { accept, "content-type": "application/json" }, body: JSON.stringify(body) });

export async function post<T>(address: string, body: unknown = {}): Promise<T> {
  return (await (await answered(await send(address, body))).json()) as T;
}

const bytesOf = async (answer: Response): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await (await answered(answer)).arrayBuffer());

export const readBytes = async (address: string): Promise<Uint8Array<ArrayBuffer>> =>
  bytesOf(await fetch(address, { headers: { accept } }));
export const askBytes = async (address: string, body: unknown): Promise<Uint8Array<ArrayBuffer>> =>
  bytesOf(await send(address, body));

/** A piece of a file; one that was lost on the way is sent again, which the server knows. */
export async function sendBytes(address: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const headers = { accept, "content-type": "application/octet-stream" };
  for (let left = 2; ; left -= 1) {
    try {
      await answered(await fetch(address, { method: "POST", headers, body }));
      return;
    } catch (error) {
      if (left === 0 || error instanceof Refused) throw error;
    }
  }
}
