/** Where credentials are kept, in memory: as the database has it, with claims that only their owner can end. */
import type {
  CredentialStore,
  KeptCredentials,
  McpCredentials,
} from '../../../src/tools/mcp/oauth/credentials.ts';

export class FakeStore implements CredentialStore {
  kept: KeptCredentials | undefined;
  claimed: string | undefined;
  #claims = 0;

  async read(): Promise<KeptCredentials | undefined> {
    await Promise.resolve();
    return structuredClone(this.kept);
  }

  async claim(): Promise<string | undefined> {
    if (this.claimed !== undefined) return undefined;
    return (this.claimed = `claim ${++this.#claims}`);
  }

  async release(claim: string): Promise<void> {
    if (this.claimed === claim) this.claimed = undefined;
  }

  async replace(claim: string, credentials: McpCredentials): Promise<boolean> {
    if (this.claimed !== claim || !this.kept) return false;
    this.kept = { ...this.kept, credentials };
    this.claimed = undefined;
    return true;
  }

  async drop(claim: string): Promise<void> {
    if (this.claimed !== claim || !this.kept) return;
    this.kept = { ...this.kept, credentials: undefined };
    this.claimed = undefined;
  }

  async keepIssuer(issuer: string): Promise<string> {
    this.kept = { credentials: undefined, ...this.kept, issuer: this.kept?.issuer ?? issuer };
    return this.kept.issuer!;
  }
}
