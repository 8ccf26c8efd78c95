/** The window itself. */
export default {
  untitled: 'Untitled network',
  'starter-title': 'Two subnets',
  close: 'Close',
  cancel: 'Cancel',
  menus: 'Menus',
  left: 'Palette and programs',
  right: 'Inspector',
  'resize-left': 'Width of the palette',
  'resize-right': 'Width of the inspector',
  'resize-events': 'Height of the event list',
  unsaved: 'Unsaved changes',
  shortcuts: 'Keyboard shortcuts',
  language: { title: 'Language', en: 'English', ko: '한국어' },
  theme: { title: 'Theme', light: 'Light', dark: 'Dark', system: 'As the system' },
  hand: {
    title: 'On the drawing',
    list: { what: 'Go through devices and cables', how: 'Tab to the list, then ↑ ↓' },
    arrows: { what: 'Move what is chosen', how: '← → ↑ ↓ (in the list: with Alt)' },
    box: { what: 'Choose several', how: 'Shift + click, Shift + drag' },
    add: { what: 'Add from the palette', how: 'Enter on an item, or drag it' },
  },
};
