/** The server wants to know who asks, and nobody has signed in to it, or not lately. */
import { ToolError } from '../../tool-source.ts';

export class SignInNeeded extends ToolError {
  constructor() {
    super('UNAVAILABLE', 'The server asks for a sign-in, and nobody has signed in to it.');
  }
}
