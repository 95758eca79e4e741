/** Devices that something is to be done with, by id; also those that are not read yet. */
export class DeviceSelection {
  #ids = $state.raw<ReadonlySet<string>>(new Set());
  /** Where a range begins: what was pressed last. */
  #anchor: string | undefined;

  get ids(): readonly string[] {
    return [...this.#ids];
  }

  get size(): number {
    return this.#ids.size;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** `shown` as they stand below each other, for ranges. */
  toggle(id: string, shown: readonly string[], isRange = false): void {
    const isOn = !this.#ids.has(id);
    const from = isRange && this.#anchor !== undefined ? shown.indexOf(this.#anchor) : -1;
    const to = shown.indexOf(id);
    const meant = from === -1 || to === -1 ? [id] : shown.slice(Math.min(from, to), Math.max(from, to) + 1);
    // The end of a range becomes what its beginning is.
    this.#set(meant, from === -1 ? isOn : this.#ids.has(this.#anchor!));
    if (from === -1) this.#anchor = id;
  }

  /** All of these, or none of them. */
  toggleAll(shown: readonly string[]): void {
    this.#set(shown, !shown.every((id) => this.#ids.has(id)));
  }

  /** These and no others. */
  replace(ids: readonly string[]): void {
    this.#ids = new Set(ids);
    this.#anchor = undefined;
  }

  clear(): void {
    if (this.#ids.size > 0) this.replace([]);
  }

  #set(ids: readonly string[], isOn: boolean): void {
    const next = new Set(this.#ids);
    for (const id of ids)
      if (isOn) next.add(id);
      else next.delete(id);
    this.#ids = next;
  }
}
