// Takes the place of the file of this name in Camunda's web jar; the rest is in /assets/webapps.js.
import { frame } from '../../../../assets/webapps.js';

export default frame('Cockpit');
