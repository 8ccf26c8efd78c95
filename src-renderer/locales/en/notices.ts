/** What is said and asked. */
export default {
  title: 'Messages',
  dismiss: 'Dismiss',
  news: { saved: 'Saved as {name}.', copied: 'Copied.' },
  questions: {
    'new-future': {
      title: 'Begin a new future?',
      body: 'The network was already run past this moment. What happened after it will be forgotten.',
      yes: 'Begin a new future',
    },
    unsaved: {
      title: 'Discard unsaved changes?',
      body: '“{title}” has changes that were not saved. They will be lost.',
      yes: 'Discard changes',
    },
  },
};
