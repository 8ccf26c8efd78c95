/**
 * Loaded before the application (`node --import`): its simulation thread ends whenever the parent process says `die`, as a
 * crash would end it. Changes nothing else.
 */
import { Worker } from 'node:worker_threads';

let simulation = null;
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function remembered(...message) {
  simulation = this;
  return postMessage.apply(this, message);
};
process.on('message', (message) => {
  if (message === 'die') void simulation?.terminate();
});
// Whoever listens must not keep the application from ending.
process.channel?.unref();
