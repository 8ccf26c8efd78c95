/** DNS servers and files of a host. */
export default {
  title: 'Names and files',
  resolver: 'DNS servers',
  'resolver-hint': 'Asked for names in commands, the first one first; at most three.',
  files: 'Files',
  'files-hint':
    'What programs read: pages of http-server (/index.html), zones of dns-server, names known without asking (/etc/hosts).',
  path: 'Path',
  text: 'Text',
  'text-of': 'Text of {path}',
  new: 'New file',
  add: 'Add file',
  remove: 'Remove {path}',
};
