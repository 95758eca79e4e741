/** A transport has ended its connection by itself; the message says why. */
export class GaveUp extends Error {
  override readonly name = 'GaveUp';
}
