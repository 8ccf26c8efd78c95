/** The field in which commands and things are found. */
export default {
  field: 'Search commands and things',
  list: 'What was found',
  none: 'Nothing is called “{query}”. Try fewer letters, a name, an address, or a word like “capture”.',
  hint: '↑ ↓ to go through · Enter to do it or show it · in English and Korean',
  count: 'Nothing found | One found | {count} found',
  sort: {
    command: 'Command',
    device: 'Device',
    address: 'Address',
    cable: 'Cable',
    program: 'Program',
    connection: 'Connection',
    bookmark: 'Bookmark',
    note: 'Note',
    setting: 'Setting',
    concept: 'Explained',
  },
};
