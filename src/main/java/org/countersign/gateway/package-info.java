/**
 * For the gateways of labs: tells by a signed green light and the public status list whether a request may pass. Needs a
 * JDK and nimbus-jose-jwt, nothing else, and is a jar of its own (classifier {@code gateway}).
 */
package org.countersign.gateway;
