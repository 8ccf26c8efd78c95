import { useComparison } from '../stores/comparison.ts';
import { useConversationView } from '../stores/conversationView.ts';
import { command } from './command.ts';

/** Opens the conversation looked at in the place of the drawing, with all there is to see of it; or goes back. */
export const viewConversation = command({
  id: 'view.conversation',
  title: 'commands.view.conversation',
  shortcut: 'Y',
  enabled: () => !useComparison().shown || 'commands.why.comparing',
  perform: () => useConversationView().toggle(),
});
