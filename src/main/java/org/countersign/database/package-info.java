/**
 * The one PostgreSQL of Countersign: the embedded server that starts when no other database is given, and the plain
 * words in which a start is refused.
 */
package org.countersign.database;
