/** The socket options a program written as calls may set and ask for: the engine's own list. */
export { SOCKET_OPTIONS } from '#engine/transport/option-names.ts';
