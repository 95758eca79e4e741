/** MCP over the control messages of a device [TOOL-1], for the official SDK. */
import { type JSONRPCMessage, type Transport, parseJSONRPCMessage } from '@modelcontextprotocol/client';
import { maxBytesOf } from '@pipit/protocol';

const MAX_PAYLOAD_BYTES = maxBytesOf('Mcp', 'payload');

export class DeviceTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #send: (payload: string) => boolean;
  #closed = false;

  /** @param send false when the device is not connected */
  constructor(send: (payload: string) => boolean) {
    this.#send = send;
  }

  async start(): Promise<void> {}

  async send(message: JSONRPCMessage): Promise<void> {
    const payload = JSON.stringify(message);
    if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES)
      throw new Error('That is more than the device takes in one message.');
    if (this.#closed || !this.#send(payload)) throw new Error('The device is not connected.');
  }

  hear(payload: string): void {
    let message: JSONRPCMessage;
    try {
      message = parseJSONRPCMessage(JSON.parse(payload));
    } catch (error) {
      this.onerror?.(error as Error);
      return;
    }
    this.onmessage?.(message);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.onclose?.();
  }
}
