/** An event whose usual consequence can be prevented. */
export class CancellableEvent {
  defaultPrevented = false;

  constructor(properties: Record<string, unknown> = {}) {
    Object.assign(this, properties);
  }

  preventDefault(): void {
    this.defaultPrevented = true;
  }
}
