/** What is said and asked. */
export default {
  title: 'Messages',
  dismiss: 'Dismiss',
  'save-first': 'Save and go on',
  news: {
    recovered: '“{name}” was recovered: it had not been saved.',
    removed: '1 thing removed. | {count} things removed.',
    'removed-one': 'Removed: {name}.',
    'removed-with': 'Removed: {name}, and {others} more that hung on it (cables, programs).',
    defaults: 'Everything is as at first.',
    saved: 'Saved as {name}.',
    copied: 'Copied.',
    'begun-anew': 'What had happened is given up: time stands at the beginning, with the drawing as it is.',
    rebuilt: 'Everything is as it was before: time, devices, and every run that was kept.',
    kept: 'The old future is kept as the run “{name}”.',
    'first-of-several': 'One project can be open at a time: “{name}” is.',
    bookmarked: 'Bookmarked: “{name}”.',
  },
  questions: {
    'recent-gone': {
      title: '“{name}” is not there any more',
      body: 'It was moved, renamed or deleted, or its disk is not connected: {path}. Take it off the list of recent files?',
      yes: 'Take it off the list',
    },
    'new-future': {
      title: 'Begin a new future?',
      body: 'The network was already run past this moment. What happened after it will be forgotten. Or keep it as a run of its own: then you can go back to it, and compare both.',
      yes: 'Begin a new future',
    },
    'new-seed': {
      title: 'Begin anew with another seed?',
      body: 'Another seed is another history. What has happened so far is given up, in this run and in every other.',
      yes: 'Begin anew',
    },
    'remove-run': {
      title: 'Remove the run “{name}”?',
      body: 'What happened in it will be forgotten. The drawing and the other runs stay as they are.',
      yes: 'Remove the run',
    },
    unsaved: {
      title: 'Save the changes first?',
      body: '“{title}” has changes that were not saved. If they are not saved now, they are lost.',
      yes: 'Discard changes',
    },
  },
};
