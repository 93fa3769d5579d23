/*
 * What Camunda's web applications (Tasklist, Cockpit, Admin, Welcome) share: our name, our words, our sign-in.
 * Each application's scripts/config.js imports this module before the application starts.
 */

// The words we say differently. Everything else stays as Camunda ships it.
const words = {
  APP_VENDOR: 'Countersign',
  AUTH_LOGOUT_SUCCESSFUL: 'Signed out',
  AUTH_LOGOUT_THANKS: 'You are signed out.',
  BANNER_CE_EOL_TEXT: '',
  CAM_WIDGET_FOOTER_TIMEZONE: 'Times are shown in the time zone',
  CAM_WIDGET_HEADER_SIGN_OUT: 'Sign out',
  COMPLETE_ERROR: 'The task is still open',
  DOCUMENTATION_DESCRIPTION: '',
  EXTERNAL_FORM_LINK: 'Open the page of this task',
  FIRST_LOGIN_HEADING: 'Welcome to Countersign',
  FIRST_LOGIN_INFO: '',
  NO_AVAILABLE_FILTER: 'No queue is open to you.',
  NO_MATCHING_TASK: 'Nothing is waiting here.',
  NO_PROCESS_DEFINITION_AVAILABLE: 'There is no process you may start.',
  PLGN_SKE_CAMUNDA_COCKPIT: 'Countersign Cockpit',
  PROCESS_EXTERNAL_FORM_NOTE: 'This starts on a page of its own.',
  PROCESS_START_ERROR: 'Nothing was started',
  SEARCH_PLACEHOLDER: 'Search these tasks',
  SELECT_TASK_IN_LIST: 'Choose a task in the list.',
  SETUP_SETUP: 'Countersign setup',
  SIGN_OUT_ACTION: 'Sign out',
  TASK_EXTERNAL_FORM_NOTE: 'This task is done on a page of its own that shows everything about the case.',
};

// Names for controls that Camunda draws as an icon only.
const names = {
  '.column-left .region-toggle': 'Show or hide the queues',
  '.column-center .region-toggle': 'Show or hide the list of tasks',
  '.column-right .region-toggle': 'Show or hide the task',
  'button.maximize': 'Show only the task',
  'button.reset-regions': 'Show queues, list and task',
  '.sort-direction': 'Turn the order around',
  '.new-sort button, .new-sort a': 'Sort by one thing more',
  '.stored-criteria > button': 'Saved searches',
  '.task-filter .actions a': 'Queue details',
  'input.main-field': 'Search these tasks',
  '.reset-due-date': 'Remove the due date',
  '.unclaim': 'Give the task back',
  '.modal': 'Dialog',
  '[cam-share-link] a, [cam-share-link] button': 'Copy the link to this view',
  '.modal input[type=text]:not([id]):not([aria-labelledby])': 'Search',
};

// What the parts of the page are, for those who hear it instead of seeing it.
const meanings = {
  '[cam-widget-header]': { role: 'banner' },
  '.site-wrap': { role: 'main' },
  '.task-card h4': { 'aria-level': '3', role: 'heading' },
  '.tasks-list h6': { 'aria-level': '5', role: 'heading' },
};

function nameControls() {
  for (const [selector, name] of Object.entries(names)) {
    for (const control of document.querySelectorAll(selector)) {
      if (!control.hasAttribute('aria-label')) {
        control.setAttribute('aria-label', name);
      }
    }
  }
  for (const [selector, attributes] of Object.entries(meanings)) {
    for (const element of document.querySelectorAll(selector)) {
      for (const [name, value] of Object.entries(attributes)) {
        if (element.getAttribute(name) !== value) {
          element.setAttribute(name, value);
        }
      }
    }
  }
  // Only a combobox may say whether it is expanded.
  for (const field of document.querySelectorAll('input[aria-expanded]:not([role])')) {
    field.setAttribute('role', 'combobox');
  }
}

// Beside a task that shows its case file: the way to the page of the whole case. In another tab, so that nothing that was
// entered here is lost.
function linkCase() {
  const bar = document.querySelector('.task-details > header');
  const cell = [...document.querySelectorAll('.task-details .fjs-table-td')]
    .find(td => /^C[SD]-\d{4}-\d{6,}$/.test(td.textContent.trim()));
  let link = document.querySelector('.case-link');
  if (!bar || !cell) {
    link?.remove();
    return;
  }
  const reference = cell.textContent.trim();
  const directive = reference.startsWith('CD-');
  const page = `${root}/${directive ? 'directives' : 'cases'}/${reference}`;
  if (!link) {
    link = document.createElement('a');
    link.className = 'case-link';
    link.target = '_blank';
    link.rel = 'noopener';
    bar.append(link);
  }
  if (link.getAttribute('href') !== page) {
    link.textContent = directive ? 'Open the whole directive (new tab)' : 'Open the whole case (new tab)';
    link.setAttribute('href', page);
  }
}

// The history of a task is not shown to anybody, and no task has a description: the case page has both. Camunda gives
// these tabs no name but their words.
function hideEmptyTabs() {
  for (const tab of document.querySelectorAll('.task-card .nav-tabs > li')) {
    tab.hidden = ['History', 'Description'].includes(tab.textContent.trim());
  }
}

// Links of a form lead to our own pages: in another tab, like the link above, so that nothing that was entered is lost.
function openBeside() {
  for (const link of document.querySelectorAll('.fjs-form-field-text a:not([target])')) {
    link.target = '_blank';
    link.rel = 'noopener';
    link.append(' (new tab)');
  }
}

let shown = null;

// In the dialog that starts a process a refusal stands above the form, out of sight of whoever has just pressed its button.
function showRefusal() {
  const alert = document.querySelector('.modal-content .alert-danger:not(.ng-hide)');
  if (alert && alert !== shown) {
    alert.setAttribute('role', 'alert');
    alert.scrollIntoView({ block: 'center' });
  }
  shown = alert;
}

// A rule that refuses a task says why; the engine wraps those words in its own.
function plain(message) {
  if (typeof message !== 'string') {
    return message;
  }
  return message
    .replace(/^Cannot (?:submit task form|complete task|instantiate process definition) [^:]*: /, '')
    .replace(/^ENGINE-\d+ There was an exception while invoking the TaskListener\. Message: '([\s\S]*)'$/, '$1')
    .replace(/^Exception while invoking TaskListener: /, '');
}

// Nothing was sent when the form itself found something missing; then there are no words but those at the fields.
function marked(error) {
  return [words.COMPLETE_ERROR, words.PROCESS_START_ERROR].includes(error.status)
    ? 'What is missing or cannot be meant is marked in red.'
    : error.message;
}

// The application may live under a context path: everything before Camunda's own root.
export const root = document.querySelector('base').getAttribute('app-root').replace(/\/camunda$/, '');

// The first reason to leave wins: signing out makes Camunda ask for a sign-in a moment later.
let leaving = false;

function leaveTo(page) {
  if (leaving) {
    return;
  }
  leaving = true;
  window.location.replace(root + page);
}

// Camunda loads its words while it already draws, and shows bare keys to whoever comes for the first time: so they are
// fetched here, before it starts.
async function allWords() {
  const base = document.querySelector('base');
  const file = `${base.getAttribute('app-root')}/app/${base.getAttribute('app-name')}/locales/en.json`;
  try {
    const answer = await fetch(file);
    return { ...(await answer.json()).labels, ...words };
  } catch (error) {
    console.error(error);
    return words;
  }
}

// Starting a process is offered to those who may start one, the directors.
async function offerStarts() {
  const base = document.querySelector('base').getAttribute('app-root');
  const startable = 'startableInTasklist=true&startablePermissionCheck=true&active=true&maxResults=1';
  try {
    const answer = await fetch(`${base}/api/engine/engine/default/process-definition?${startable}`);
    const may = answer.ok && (await answer.json()).length > 0;
    document.documentElement.classList.toggle('cs-may-start', may);
  } catch (error) {
    console.error(error);
  }
}

const labels = await allWords();
offerStarts();

window.define('countersign', ['angular'], angular =>
  angular
    .module('countersign', ['pascalprecht.translate'])
    .config(['$translateProvider', $translateProvider => $translateProvider.translations('en', labels)])
    .config(['$provide', $provide => {
      $provide.decorator('Notifications', ['$delegate', notifications => {
        const add = notifications.addError;
        notifications.addError = error => add.call(notifications, { ...error, message: plain(error.message) || marked(error) });
        return notifications;
      }]);
    }])
    .run(['$rootScope', '$location', 'Notifications', ($rootScope, $location, notifications) => {
      // A refusal is about the task it was met at: gone when that is done, or another one is opened.
      let open = $location.search().task;
      $rootScope.$on('$locationChangeSuccess', () => {
        if ($location.search().task !== open) {
          open = $location.search().task;
          notifications.clearAll();
        }
      });
      $rootScope.$on('authentication.logout.success', event => {
        event.preventDefault();
        leaveTo('/sign-in?out');
      });
      $rootScope.$on('authentication.logout.failure', (event, response) => {
        // Somebody whose session is over already is signed out; any other failure must not look like success.
        if (response && [401, 404].includes(response.status)) {
          leaveTo('/sign-in?out');
        }
      });
      $rootScope.$on('authentication.login.required', event => {
        event.preventDefault();
        leaveTo('/sign-in?expired');
      });
      $rootScope.$on('$routeChangeStart', (event, next) => {
        if (next && next.originalPath === '/login') {
          event.preventDefault();
          leaveTo('/sign-in');
        }
      });
      const improve = () => {
        nameControls();
        linkCase();
        hideEmptyTabs();
        openBeside();
        showRefusal();
      };
      improve();
      new MutationObserver(improve).observe(document.body, { childList: true, subtree: true });
    }]));

export function frame(name) {
  return {
    app: { vendor: 'Countersign', name },
    disableWelcomeMessage: true,
    dateFormat: {
      abbr: 'D MMM YYYY, HH:mm',
      short: 'D MMM YYYY',
      normal: 'D MMMM YYYY, HH:mm',
      long: 'dddd, D MMMM YYYY, HH:mm',
    },
    locales: { availableLocales: ['en'], fallbackLocale: 'en' },
    requireJsConfig: { ngDeps: ['countersign'], deps: ['countersign'] },
  };
}
