// Takes the place of the file of this name in Camunda's web jar; the rest is in /assets/webapps.js.
import { frame } from '../../../../assets/webapps.js';

export default {
  ...frame('Tasks'),
  shortcuts: {
    claimTask: { key: 'ctrl+alt+c', description: 'claims the task that is open' },
    focusFilter: { key: 'ctrl+shift+f', description: 'goes to the first queue' },
    focusList: { key: 'ctrl+alt+l', description: 'goes to the first task of the list' },
    focusForm: { key: 'ctrl+alt+f', description: 'goes to the first field of the form' },
    startProcess: { key: 'ctrl+alt+p', description: 'opens the list of processes you may start' },
  },
};
