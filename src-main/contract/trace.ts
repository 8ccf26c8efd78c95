/** The words of the trace, for those who may know the contract but not the engine. */
export { KINDS, type Kind } from '#engine/trace/kinds.ts';
export { REASONS, type Reason } from '#engine/trace/reasons.ts';
