// Takes the place of the file of this name in Camunda's web jar; the rest is in /assets/webapps.js.
import { frame, root } from '../../../../assets/webapps.js';

export default {
  ...frame('Profile'),
  links: [
    { label: 'Front page', href: root + '/', description: 'What Countersign is, and the releases before the gate' },
    { label: 'Criteria', href: root + '/criteria', description: 'What an objection must rest on' },
  ],
};
