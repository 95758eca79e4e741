/** What the fleet needs of the vault in which secrets are encrypted. */
export interface Vault {
  /** @param context what the secret belongs to; it opens nowhere else. */
  seal(secret: string, context: string): string;
  open(sealed: string, context: string): string;
}
