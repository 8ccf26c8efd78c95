import type { ControlError } from '../net/control.ts';
import type { Errno } from '../transport/errno.ts';

/** What `strerror` says on a Linux host: the words a student meets again in a real terminal. */
const TEXTS: Readonly<Record<Errno | ControlError | 'ESRCH', string>> = {
  EACCES: 'Permission denied',
  EAGAIN: 'Resource temporarily unavailable',
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  EAFNOSUPPORT: 'Address family not supported by protocol',
  EALREADY: 'Operation already in progress',
  EBADF: 'Bad file descriptor',
  ECONNABORTED: 'Software caused connection abort',
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  EDESTADDRREQ: 'Destination address required',
  EEXIST: 'File exists',
  EHOSTUNREACH: 'No route to host',
  EINPROGRESS: 'Operation now in progress',
  EINVAL: 'Invalid argument',
  EISCONN: 'Transport endpoint is already connected',
  EMFILE: 'Too many open files',
  EMSGSIZE: 'Message too long',
  ENETDOWN: 'Network is down',
  ENETUNREACH: 'Network is unreachable',
  ENODEV: 'No such device',
  ENOTCONN: 'Transport endpoint is not connected',
  ENOPROTOOPT: 'Protocol not available',
  EOPNOTSUPP: 'Operation not supported',
  EPIPE: 'Broken pipe',
  EPROTO: 'Protocol error',
  ESRCH: 'No such process',
  ETIMEDOUT: 'Connection timed out',
};

/** The sentence for an error; its name when there is none. */
export function errorText(error: string): string {
  return (TEXTS as Readonly<Record<string, string>>)[error] ?? error;
}
